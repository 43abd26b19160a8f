// Silences: when each ends, and how that is said.
import { expect, test } from 'vitest';
import { endOf, LENGTHS, untilWords } from './silence';

const NOW = new Date(2026, 4, 4, 21, 30).getTime();
const WORDS = { day: () => 'Tuesday', time: (at: number) => `${new Date(at).getHours()}:${new Date(at).getMinutes()}` };

test('each_silence_ends_when_it_says', () => {
  const ends = LENGTHS.map((length) => new Date(endOf(length, NOW)));
  expect(ends.map((end) => [end.getDate(), end.getHours(), end.getMinutes()]).slice(0, 3)).toEqual([
    [4, 22, 30],
    [5, 5, 30],
    [5, 8, 0],
  ]);
  expect(endOf('always', NOW)).toBeGreaterThan(NOW + 1_000 * 365 * 86_400_000);
});

test('the_day_is_named_only_if_it_is_another', () => {
  const said = LENGTHS.map((length) => untilWords(WORDS, endOf(length, NOW), NOW));
  expect(said).toEqual(['22:30', 'Tuesday 5:30', 'Tuesday 8:0', undefined]);
});
