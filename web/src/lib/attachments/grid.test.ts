// Places of pictures are known before they are loaded.
import { expect, test } from 'vitest';
import { alone, columns } from './grid';

test.each([
  [{ width: 4000, height: 3000 }, { width: 320, height: 240 }],
  [{ width: 1000, height: 3600 }, { width: 100, height: 360 }],
  [{ width: 100, height: 80 }, { width: 100, height: 96 }],
  [{ width: 4000, height: 20 }, { width: 320, height: 96 }],
  [{}, { width: 240, height: 240 }],
])('a_picture_of_%j_gets_%j', (natural, shown) => {
  expect(alone(natural)).toEqual(shown);
});

test('two_and_four_stand_in_two_columns', () => {
  expect([2, 3, 4, 5, 9].map(columns)).toEqual([2, 3, 2, 3, 3]);
});
