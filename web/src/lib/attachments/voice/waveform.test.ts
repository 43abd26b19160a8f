// Loudness in a few bars.
import { expect, test } from 'vitest';
import { barsOf, FULL, loudness, MOST_BARS, shownBars } from './waveform';

test('a_long_recording_becomes_a_few_bars_with_the_loudest_in_full', () => {
  const levels = Array.from({ length: 6_000 }, (_, index) => (index === 3_000 ? 0.5 : 0.1));
  const bars = barsOf(levels);
  expect([bars.length, Math.max(...bars), bars[32]]).toEqual([MOST_BARS, FULL, FULL]);
  expect(bars[0]).toBe(FULL / 5);
});

test('a_short_one_has_fewer_bars', () => {
  expect(barsOf([0.2, 0.4])).toHaveLength(2);
  expect(barsOf([])).toEqual([]);
});

test('silence_is_not_made_loud', () => {
  expect(Math.max(...barsOf([0.001, 0.002, 0.001]))).toBeLessThan(20);
});

test('what_others_send_is_drawn_within_bounds', () => {
  expect(shownBars([-5, Number.NaN, 900])).toEqual([10, 10, FULL]);
  expect(shownBars(new Array<number>(500).fill(100))).toHaveLength(MOST_BARS);
  expect(shownBars([1, 2, 3, 200], 2)).toEqual([10, 10]);
  expect(new Set(shownBars(undefined)).size).toBe(1);
});

test('loudness_is_none_in_silence_and_one_at_full_swing', () => {
  expect(loudness(new Uint8Array(8).fill(128))).toBe(0);
  expect(loudness(new Uint8Array(8).fill(0))).toBe(1);
});
