// What floats stands beside what it belongs to, and never leaves the page.
import { expect, test } from 'vitest';
import { beside, type Box } from './beside';

const PAGE = { width: 1_000, height: 600 };
const SIZE = { width: 200, height: 300 };
const point = (x: number, y: number): Box => ({ left: x, right: x, top: y, bottom: y });

test.each([
  ['below a point, from it on', point(100, 100), 'left', { left: 100, top: 104 }],
  ['above a point near the lower edge', point(100, 500), 'left', { left: 100, top: 196 }],
  ['within the page near the right edge', point(990, 100), 'left', { left: 796, top: 104 }],
  ['below a button, ending where it ends', { left: 500, right: 540, top: 20, bottom: 60 }, 'right', { left: 340, top: 64 }],
  ['within the page near the left edge', { left: 0, right: 40, top: 20, bottom: 60 }, 'right', { left: 4, top: 64 }],
  ['at the upper edge where there is room nowhere', point(100, 301), 'left', { left: 100, top: 4 }],
] as const)('it_stands_%s', (_, box, side, place) => {
  expect(beside(box, SIZE, PAGE, side)).toEqual(place);
});
