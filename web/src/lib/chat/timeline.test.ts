// Merging of history pages and messages as they come.
import { expect, test } from 'vitest';
import * as samples from '../testing/samples';
import type { Message } from '../wire/protocol';
import { EMPTY, gapAfter, lastSeq, merge, told, trimmed, trimmedAround, withPage, type Timeline } from './timeline';

test('messages_stand_in_order_whatever_order_they_come_in', () => {
  expect(seqs(merge(EMPTY, [message(3), message(1), message(2)]))).toEqual([1, 2, 3]);
});

test('a_message_that_comes_twice_stands_once', () => {
  const once = merge(EMPTY, [message(1), message(2)]);
  expect(merge(once, [message(2)])).toBe(once);
  expect(seqs(merge(EMPTY, [message(1), message(1)]))).toEqual([1]);
});

test('a_hole_is_noticed_and_filled', () => {
  const holed = merge(EMPTY, [message(1), message(2), message(5)]);
  expect(gapAfter(holed)).toBe(2);
  const filled = withPage(holed, { messages: [message(3), message(4), message(5)], more: false }, { after: 2 });
  expect(seqs(filled)).toEqual([1, 2, 3, 4, 5]);
  expect(gapAfter(filled)).toBeUndefined();
});

test('a_hole_longer_than_a_page_is_asked_for_again', () => {
  const holed = merge(EMPTY, [message(1), message(9)]);
  const half = withPage(holed, { messages: [message(2), message(3)], more: true }, { after: 1 });
  expect(gapAfter(half)).toBe(3);
});

test('a_hole_that_the_house_cannot_fill_is_asked_for_once', () => {
  const holed = merge(EMPTY, [message(1), message(5)]);
  const answered = withPage(holed, { messages: [message(5)], more: false }, { after: 1 });
  expect(gapAfter(answered)).toBeUndefined();
});

test('messages_that_are_known_to_exist_behind_the_last_are_missing', () => {
  const held = merge(EMPTY, [message(1), message(2)]);
  expect(gapAfter(held, 2)).toBeUndefined();
  expect(gapAfter(held, 7)).toBe(2);
  const answered = withPage(held, { messages: [message(3)], more: false }, { after: 2 });
  expect(gapAfter(answered, 3)).toBeUndefined();
});

test('older_pages_go_in_front_until_the_start', () => {
  const latest = withPage(EMPTY, { messages: [message(5), message(6)], more: true }, {});
  expect(latest.reachesStart).toBe(false);
  const older = withPage(latest, { messages: [message(3), message(4)], more: true }, { before: 5 });
  expect([seqs(older), older.reachesStart]).toEqual([[3, 4, 5, 6], false]);
  const oldest = withPage(older, { messages: [message(1), message(2)], more: false }, { before: 3 });
  expect([seqs(oldest), oldest.reachesStart]).toEqual([[1, 2, 3, 4, 5, 6], true]);
});

test('a_latest_page_far_behind_what_was_held_takes_its_place', () => {
  const held = merge(EMPTY, [message(1), message(2)]);
  const latest = withPage(held, { messages: [message(90), message(91)], more: true }, {});
  expect([seqs(latest), latest.reachesStart, gapAfter(latest)]).toEqual([[90, 91], false, undefined]);
});

test('a_latest_page_that_joins_what_was_held_is_added', () => {
  const held = merge(EMPTY, [message(1), message(2)]);
  expect(seqs(withPage(held, { messages: [message(3), message(4)], more: true }, {}))).toEqual([1, 2, 3, 4]);
});

test('a_message_that_came_while_the_latest_page_was_read_stays', () => {
  const live = merge(EMPTY, [message(8)]);
  const latest = withPage(live, { messages: [message(5), message(6), message(7)], more: true }, {});
  expect(seqs(latest)).toEqual([5, 6, 7, 8]);
});

test('trimming_keeps_the_latest_and_remembers_that_there_is_more', () => {
  const all = withPage(EMPTY, { messages: [1, 2, 3, 4].map(message), more: false }, {});
  const kept = trimmed(all, 2);
  expect([seqs(kept), kept.reachesStart, lastSeq(kept)]).toEqual([[3, 4], false, 4]);
});

test('of_two_states_of_a_message_the_later_one_stays', () => {
  const edited = { ...message(2), rev: 9, text: 'edited' };
  const held = merge(EMPTY, [message(1), edited]);
  expect(merge(held, [message(2)])).toBe(held);
  expect(merge(merge(EMPTY, [message(1), message(2)]), [edited]).messages[1]?.text).toBe('edited');
});

test('a_page_from_the_middle_takes_the_place_of_what_it_does_not_touch', () => {
  const held = withPage(EMPTY, { messages: [90, 91].map(message), more: true }, {});
  const middle = withPage(held, { messages: [10, 11, 12].map(message), more: true }, { around: 11 });
  expect([seqs(middle), middle.follows]).toEqual([[10, 11, 12], false]);
  const joined = withPage(held, { messages: [88, 89].map(message), more: true }, { around: 88 });
  expect([seqs(joined), joined.follows]).toEqual([[88, 89, 90, 91], true]);
});

test('in_the_middle_news_waits_until_the_reader_comes_to_the_end', () => {
  const middle = withPage(EMPTY, { messages: [10, 11].map(message), more: true }, { around: 11 });
  expect(told(middle, [message(50), { ...message(11), rev: 60, text: 'edited' }]).messages.map(({ text }) => text)).toEqual(['text 10', 'edited']);
  const atEnd = withPage(middle, { messages: [message(12)], more: false }, { after: 11 });
  expect([atEnd.follows, seqs(told(atEnd, [message(13)]))]).toEqual([true, [10, 11, 12, 13]]);
});

test('a_page_that_comes_when_the_reader_has_gone_elsewhere_is_let_go', () => {
  const elsewhere = withPage(EMPTY, { messages: [10, 11].map(message), more: true }, { around: 11 });
  expect(withPage(elsewhere, { messages: [80, 81].map(message), more: true }, { before: 82 })).toBe(elsewhere);
  expect(withPage(elsewhere, { messages: [81, 82].map(message), more: false }, { after: 80 })).toBe(elsewhere);
});

test('what_is_far_from_the_reader_is_let_go', () => {
  const all = withPage(EMPTY, { messages: Array.from({ length: 100 }, (_, index) => message(index + 1)), more: false }, {});
  const kept = trimmedAround(all, 20, 30);
  expect([kept.messages[0]?.seq, lastSeq(kept), kept.reachesStart, kept.follows]).toEqual([5, 34, false, false]);
  expect(trimmedAround(all, 2, 30)).toMatchObject({ reachesStart: true, follows: false });
  expect(trimmedAround(all, 99, 30)).toMatchObject({ reachesStart: false, follows: true });
});

function message(seq: number): Message {
  return samples.message(seq, 'bob');
}

function seqs(timeline: Timeline): number[] {
  return timeline.messages.map(({ seq }) => seq);
}
