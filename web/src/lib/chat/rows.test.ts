// The lines of a conversation: days, groups, ticks, waiting lines.
import { expect, test } from 'vitest';
import { message } from '../testing/samples';
import type { Message } from '../wire/protocol';
import type { Line } from './outbox-store';
import { rows, type Row, type Shown } from './rows';

const NOON = new Date(2026, 4, 4, 12, 0).getTime();
const DAY = 24 * 60 * 60_000;

test('each_day_has_its_line', () => {
  const made = show({ messages: [text(1, 'bob', NOON - DAY), text(2, 'bob', NOON), text(3, 'bob', NOON + 1)] });
  expect(made.map(({ kind }) => kind)).toEqual(['day', 'words', 'day', 'words', 'words']);
});

test('bubbles_of_one_person_in_a_short_time_stand_together', () => {
  const made = texts(show({ messages: [text(1, 'bob', NOON), text(2, 'bob', NOON + 1000), text(3, 'me', NOON + 2000), text(4, 'bob', NOON + DAY / 48)] }));
  expect(made.map(({ starts }) => starts)).toEqual([true, false, true, true]);
  expect(made.map(({ showsMeta }) => showsMeta)).toEqual([false, true, true, true]);
});

test('ticks_follow_the_marks_of_the_other', () => {
  const messages = [1, 2, 3].map((seq) => text(seq, 'me', NOON));
  expect(texts(show({ messages, read: 1, delivered: 2 })).map(({ progress }) => progress)).toEqual(['read', 'delivered', 'sent']);
  expect(texts(show({ messages: [text(1, 'bob', NOON)] }))[0]?.progress).toBeUndefined();
});

test('a_waiting_line_keeps_its_key_when_it_becomes_a_message', () => {
  const waiting = texts(show({ lines: [line('c1')] }))[0];
  const standing = texts(show({ messages: [text(1, 'me', NOON, 'c1')] }))[0];
  expect([waiting?.progress, standing?.progress]).toEqual(['waiting', 'sent']);
  expect(standing?.key).toBe(waiting?.key);
});

test('a_line_whose_message_stands_is_shown_once', () => {
  expect(texts(show({ messages: [text(1, 'me', NOON, 'c1')], lines: [line('c1')] }))).toHaveLength(1);
});

test('a_refused_line_says_why', () => {
  const [made] = texts(show({ lines: [{ ...line('c1'), refused: 'storage_full' }] }));
  expect([made?.progress, made?.refused]).toEqual(['refused', { clientId: 'c1', code: 'storage_full' }]);
});

test('what_was_unread_begins_with_a_line', () => {
  const made = show({ messages: [text(1, 'bob', NOON), text(2, 'bob', NOON)], unreadFrom: 2 });
  expect(made.map(({ kind }) => kind)).toEqual(['day', 'words', 'unread', 'words']);
});

test('what_one_has_deleted_leaves_no_trace_but_the_unread_line_stays', () => {
  const hidden = { ...text(2, 'bob', NOON), hidden: true };
  const made = show({ messages: [text(1, 'bob', NOON), hidden, text(3, 'bob', NOON)], unreadFrom: 2 });
  expect(made.map(({ kind }) => kind)).toEqual(['day', 'words', 'unread', 'words']);
});

test('what_was_taken_back_leaves_a_line_and_parts_the_bubbles_around_it', () => {
  const made = show({ messages: [text(1, 'bob', NOON), { ...text(2, 'bob', NOON), recalled_by: 'bob' }, text(3, 'bob', NOON)] });
  expect(made.map(({ kind }) => kind)).toEqual(['day', 'words', 'recalled', 'words']);
  expect(texts(made).map(({ starts }) => starts)).toEqual([true, true]);
});

test('among_many_each_ones_bubbles_stand_apart', () => {
  const made = texts(show({ messages: [text(1, 'bob', NOON), text(2, 'cai', NOON), text(3, 'cai', NOON)] }));
  expect(made.map(({ starts }) => starts)).toEqual([true, true, false]);
});

test('away_from_the_end_no_waiting_line_is_shown', () => {
  expect(texts(show({ lines: [line('c1')], follows: false }))).toEqual([]);
});

test('the_start_is_marked_when_it_is_there', () => {
  expect(show({ messages: [text(1, 'bob', NOON)], reachesStart: true })[0]?.kind).toBe('beginning');
});

function show(shown: Partial<Shown>): Row[] {
  return rows({ messages: [], lines: [], you: 'me', reachesStart: false, follows: true, ...shown });
}

function texts(made: readonly Row[]) {
  return made.filter((row) => row.kind === 'words');
}

function text(seq: number, sender: string, at: number, clientId = `c${seq}`): Message {
  return message(seq, sender, { client_id: clientId, sent_at: at, text: 'text' });
}

function line(clientId: string): Line {
  return { clientId, user: 'me', room: 'r', text: 'text', at: NOON, order: 1 };
}
