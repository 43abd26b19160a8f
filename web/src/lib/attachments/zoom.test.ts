// Looking closer keeps the point under the finger, and the picture on the stage.
import { expect, test } from 'vitest';
import { FITTED, fitted, moved, zoomAt } from './zoom';

const STAGE = { width: 1000, height: 800, fittedWidth: 1000, fittedHeight: 500 };

test('the_point_under_the_pointer_stays_where_it_is', () => {
  const view = zoomAt(FITTED, 2, { x: 200, y: 100 }, STAGE);
  // The point was 200 px right of the middle of the picture: now 400, and the middle has moved by -200.
  expect([view.scale, view.x + 200 * view.scale, view.y]).toEqual([2, 200, -100]);
});

test('nobody_gets_lost_outside_the_picture', () => {
  const view = moved(zoomAt(FITTED, 2, { x: 0, y: 0 }, STAGE), 9_999, -9_999, STAGE);
  expect(view).toEqual({ scale: 2, x: 500, y: -100 });
});

test('as_small_as_fitted_is_the_least_and_centers_it', () => {
  expect(zoomAt({ scale: 2, x: 300, y: 0 }, 0.1, { x: 5, y: 5 }, STAGE)).toEqual(FITTED);
});

test('there_is_a_closest_look', () => {
  expect(zoomAt(FITTED, 1_000, { x: 0, y: 0 }, STAGE).scale).toBe(8);
});

test('a_small_picture_is_not_blown_up', () => {
  expect(fitted({ width: 50, height: 40 }, { width: 1000, height: 800 })).toEqual({ width: 50, height: 40 });
});
