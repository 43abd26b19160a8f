// Where rows stand, and that the reader's view never moves by itself.
import { expect, test } from 'vitest';
import { type Hold, holdOf, rangeOf, topFor } from './hold';
import { Strip } from './strip';

const VIEW = 600;

test('rows_stand_below_each_other_by_what_is_known_of_their_heights', () => {
  const strip = new Strip(() => 50);
  strip.setKeys(['a', 'b', 'c']);
  strip.measure('b', 80);
  expect([strip.top(0), strip.top(1), strip.top(2), strip.height]).toEqual([0, 50, 130, 180]);
  expect([strip.indexAt(-5), strip.indexAt(49), strip.indexAt(50), strip.indexAt(129), strip.indexAt(9_999)]).toEqual([0, 0, 1, 1, 2]);
});

test('only_rows_near_the_view_are_drawn', () => {
  const strip = new Strip(() => 50);
  strip.setKeys(keys(100_000));
  const { start, end } = rangeOf(strip, { top: 2_000_000, height: VIEW }, 900);
  expect([start, end - start]).toEqual([40_000 - 18, 18 + 12 + 18 + 1]);
});

test('at_the_end_the_view_stays_at_the_end', () => {
  const strip = new Strip(() => 50);
  strip.setKeys(keys(100));
  const view = { top: 100 * 50 - VIEW, height: VIEW };
  expect(holdOf(strip, view)).toBe('end');
  strip.setKeys([...keys(100), 'new']);
  strip.measure('new', 300);
  expect(topFor(strip, 'end', view)).toBe(100 * 50 + 300 - VIEW);
});

test('a_row_that_vanishes_leaves_the_hold_to_its_neighbors', () => {
  const strip = new Strip(() => 50);
  strip.setKeys(keys(100));
  const view = { top: 1_010, height: VIEW };
  const hold = holdOf(strip, view);
  strip.setKeys(keys(100).filter((key) => key !== 'row 26' && key !== 'row 3'));
  expect(topFor(strip, hold, view)).toBe(960);
});

test('what_is_drawn_is_held_and_not_what_is_guessed', () => {
  const strip = new Strip(() => 50);
  strip.setKeys(keys(100));
  for (let index = 30; index < 40; index++) strip.measure(`row ${index}`, 50);
  const view = { top: 1_000, height: VIEW };
  const hold = holdOf(strip, view);
  for (let index = 20; index < 30; index++) strip.measure(`row ${index}`, 80);
  expect(topFor(strip, hold, view)).toBe(1_000 + 10 * 30);
});

test('a_loose_row_takes_nothing_with_it', () => {
  const strip = new Strip(() => 50);
  strip.setKeys(['row 0', 'day', ...keys(40).slice(1)]);
  const view = { top: 0, height: 100 };
  const hold = holdOf(strip, view, (key) => key === 'day');
  strip.setKeys(['day', ...Array.from({ length: 30 }, (_, index) => `old ${index}`), ...keys(40)]);
  expect(topFor(strip, hold, view)).toBe(31 * 50);
});

test('whatever_happens_around_it_the_held_row_does_not_move', () => {
  const random = generator(3);
  const strip = new Strip(() => 60);
  let list = keys(400);
  strip.setKeys(list);
  let view = { top: 9_000, height: VIEW };
  let fresh = 0;
  for (let round = 0; round < 5_000; round++) {
    const hold: Hold = holdOf(strip, view);
    const held = hold === 'end' ? undefined : hold[0];
    const at = held ? (strip.indexOf(held.key) as number) : list.length;
    const dice = Math.floor(random() * 6);
    const made = Array.from({ length: 1 + Math.floor(random() * 50) }, () => `fresh ${fresh++}`);
    if (dice === 0) list = [...made, ...list];
    else if (dice === 1) list = [...list, ...made.slice(0, 3)];
    else if (dice === 2) list = [...list.slice(0, Math.floor(at / 2)), ...made.slice(0, 2), ...list.slice(Math.floor(at / 2))];
    else if (dice === 3 && list.length > 300) list = list.filter((key, index) => Math.abs(index - at) < 150 || key === held?.key);
    else strip.measure(list[Math.floor(random() * list.length)] as string, 20 + random() * 400);
    strip.setKeys(list);
    const top = topFor(strip, hold, view);
    view = { ...view, top };
    if (held) {
      const wanted = strip.top(strip.indexOf(held.key) as number) - held.offset;
      const clamped = Math.max(0, Math.min(wanted, strip.height - VIEW));
      expect(top).toBeCloseTo(clamped, 5);
    } else expect(top).toBeCloseTo(strip.height - VIEW, 5);
    if (random() < 0.2) view = { ...view, top: random() * (strip.height - VIEW) };
  }
});

function keys(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `row ${index}`);
}

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
