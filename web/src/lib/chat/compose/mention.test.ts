// Whom one is about to mention.
import { expect, test } from 'vitest';
import { askedAt, completed, fitting, mentionsOf, namedIn } from './mention';

const PEOPLE = [{ name: 'everyone' }, { id: '1', name: 'Ann Lee' }, { id: '2', name: 'Lea', handle: 'anna' }, { id: '3', name: '张三' }, { id: '4', name: 'Joanna' }];

test.each([
  ['@', 1, { at: 0, query: '' }],
  ['hi @an', 6, { at: 3, query: 'an' }],
  ['hi @Ann L', 9, { at: 3, query: 'Ann L' }],
  ['你好@张', 4, { at: 2, query: '张' }],
  ['(@b', 3, { at: 1, query: 'b' }],
])('in_%j_at_%i_somebody_is_asked_for', (text, cursor, expected) => {
  expect(askedAt(text, cursor)).toEqual(expected);
});

test.each([['me@tea', 6], ['hi', 2], ['@ann\n', 5], ['@ ', 2], ['@ann', 0]])('in_%j_at_%i_nobody_is_asked_for', (text, cursor) => {
  expect(askedAt(text, cursor)).toBeUndefined();
});

test('who_begins_so_comes_first_then_words_handles_and_the_middle_of_names', () => {
  expect(fitting(PEOPLE, 'ann').map(({ name }) => name)).toEqual(['Ann Lee', 'Lea', 'Joanna']);
  expect(fitting(PEOPLE, 'lee').map(({ name }) => name)).toEqual(['Ann Lee']);
  expect(fitting(PEOPLE, '张').map(({ name }) => name)).toEqual(['张三']);
  expect(fitting(PEOPLE, '')).toHaveLength(5);
});

test('the_name_takes_the_place_of_what_was_typed', () => {
  expect(completed('hi @an there', { at: 3, query: 'an' }, 6, 'Ann Lee')).toEqual({ text: 'hi @Ann Lee there', cursor: 12 });
});

test('who_is_named_is_mentioned_whether_picked_or_typed_and_nobody_by_half_a_name', () => {
  const named = namedIn('@ann lee and @Joannas, `@Lea` @everyone', PEOPLE, []);
  expect(mentionsOf(named)).toEqual({ all: true, users: ['1'] });
  expect(mentionsOf(namedIn('nobody', PEOPLE, []))).toBeUndefined();
});

test('of_two_of_one_name_the_one_who_was_picked_is_meant', () => {
  const twins = [{ id: '8', name: 'Lin' }, { id: '9', name: 'Lin' }];
  expect(mentionsOf(namedIn('@Lin', twins, [{ id: '8', name: 'Lin' }]))).toEqual({ users: ['8'] });
});
