// @vitest-environment node
// The call window never leaves the page.
import { expect, it } from 'vitest';
import { firstPlace, isDocked, keyStep, moved, type Rect, resized, SMALLEST } from './placement';

const page = { width: 1280, height: 800 };

function isOnPage({ x, y, width, height }: Rect, { width: right, height: bottom }: typeof page): boolean {
  return x >= 0 && y >= 0 && x + width <= right && y + height <= bottom;
}

it('the_window_appears_at_the_top_right', () => {
  expect(firstPlace(page)).toEqual({ x: 872, y: 92, width: 372, height: 304 });
});

it('however_far_it_is_dragged_the_window_stays_on_the_page', () => {
  for (const far of [-5_000, 5_000]) {
    expect(isOnPage(moved(firstPlace(page), far, far, page), page)).toBe(true);
    expect(isOnPage(resized(firstPlace(page), far, far, page), page)).toBe(true);
  }
});

it('a_page_that_shrinks_takes_the_window_along', () => {
  const small = { width: 800, height: 300 };
  expect(isOnPage(moved(firstPlace(page), 0, 0, small), small)).toBe(true);
});

it('the_window_does_not_become_smaller_than_its_buttons', () => {
  expect(resized(firstPlace(page), -900, -900, page)).toMatchObject(SMALLEST);
});

it('resizing_keeps_the_upper_left_corner', () => {
  const before = moved(firstPlace(page), -300, 50, page);
  expect(resized(before, 60, 40, page)).toEqual({ ...before, width: before.width + 60, height: before.height + 40 });
});

it('the_arrow_keys_move_and_no_other_key_does', () => {
  expect(keyStep('ArrowLeft')).toEqual({ dx: -24, dy: 0 });
  expect(keyStep('ArrowDown')).toEqual({ dx: 0, dy: 24 });
  expect(keyStep('a')).toBeNull();
});

it('a_page_with_one_pane_docks_the_window', () => {
  expect(isDocked({ width: 390, height: 844 })).toBe(true);
  expect(isDocked(page)).toBe(false);
});
