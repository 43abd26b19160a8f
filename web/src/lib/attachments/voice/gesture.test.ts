// What presses on the record button mean.
import { expect, test } from 'vitest';
import { AWAY_PX, dragged, HOLD_MS, IDLE, keyed, pressed, released } from './gesture';

test('holding_records_and_letting_go_sends', () => {
  const [held, first] = pressed(IDLE, 0, 500);
  expect([held.is, first, released(held, HOLD_MS)]).toEqual(['held', 'start', [IDLE, 'finish']]);
});

test('sliding_away_gives_up_and_sliding_back_does_not', () => {
  const [held] = pressed(IDLE, 0, 500);
  const away = dragged(held, 500 - AWAY_PX);
  expect(released(away, 9_000)).toEqual([IDLE, 'cancel']);
  expect(released(dragged(away, 480), 9_000)).toEqual([IDLE, 'finish']);
});

test('a_short_press_records_until_the_next_one', () => {
  const [held] = pressed(IDLE, 0, 500);
  const [free, second] = released(held, HOLD_MS - 1);
  expect([free.is, second, pressed(free, 9_000, 500)]).toEqual(['free', undefined, [IDLE, 'finish']]);
});

test('the_keyboard_begins_and_sends', () => {
  const [free, first] = keyed(IDLE);
  expect([free.is, first, keyed(free)]).toEqual(['free', 'start', [IDLE, 'finish']]);
});
