// How the house is asked.
import { expect, test } from 'vitest';
import { asked, countOf, hasAim, wordsOf } from './query';

test('a_span_of_days_begins_with_the_first_and_ends_with_the_last', () => {
  const { since = 0, until = 0 } = asked('tea', { from: '2026-05-04', to: '2026-05-04' }, 30);
  expect([new Date(since).getHours(), new Date(since).getDate(), until - since]).toEqual([0, 4, 86_400_000]);
});

test('only_what_was_chosen_is_asked_for', () => {
  expect(asked('  green   tea ', {}, 30)).toEqual({ type: 'messages.search', text: 'green tea', limit: 30 });
  expect(asked('', { sender: 'u', kind: 'voice', room: 'r' }, 30, { at: 1, room: 'r', seq: 2 })).toEqual({
    type: 'messages.search', text: '', limit: 30, sender: 'u', kind: 'voice', room: 'r', before: { at: 1, room: 'r', seq: 2 },
  });
});

test('a_day_that_is_none_is_no_condition', () => {
  expect(asked('a', { from: 'soon' }, 1)).toEqual({ type: 'messages.search', text: 'a', limit: 1 });
});

test('long_words_are_cut_between_characters', () => {
  const words = wordsOf('茶'.repeat(200));
  expect([words.length, words.endsWith('茶')]).toEqual([85, true]);
});

test('blanks_alone_are_nothing_to_look_for_but_a_filter_is', () => {
  expect([hasAim('  ', {}), hasAim('', { kind: 'link' }), countOf({ kind: undefined, from: '2026-01-01' })]).toEqual([false, true, 1]);
});
