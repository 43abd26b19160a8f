// When the next morning begins.
import { expect, test } from 'vitest';
import { morningAfter } from './morning';

test.each([
  [[2026, 4, 4, 23, 30], [2026, 4, 5, 8, 0]],
  [[2026, 4, 4, 2, 0], [2026, 4, 4, 8, 0]],
  [[2026, 4, 4, 8, 0], [2026, 4, 5, 8, 0]],
  [[2026, 11, 31, 12, 0], [2027, 0, 1, 8, 0]],
])('after_%j_it_is_%j', (now, morning) => {
  expect(morningAfter(at(now))).toBe(at(morning));
});

function at([year = 0, month = 0, day = 0, hours = 0, minutes = 0]: readonly number[]): number {
  return new Date(year, month, day, hours, minutes).getTime();
}
