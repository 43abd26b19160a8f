// The order of the list, unread counts and marks.
import { expect, test } from 'vitest';
import * as samples from '../testing/samples';
import type { Message, Room } from '../wire/protocol';
import { conversations, strangers, unreadIn, withChanges, withFacts, withMarks, withMessage, withOwn, withRooms } from './rooms';

const NOW = 1_000_000;

test('the_newest_conversation_stands_first', () => {
  const rooms = withRooms([], [room('a', 10), room('b', 30), room('c', 20)]);
  expect(ids(rooms)).toEqual(['b', 'c', 'a']);
  expect(ids(withMessage(rooms, message('a', 2, 'peer-a', 40), 'me') ?? [])).toEqual(['a', 'b', 'c']);
});

test('a_page_that_is_read_again_doubles_nothing', () => {
  const rooms = withRooms([], [room('a', 10), room('b', 30)]);
  expect(ids(withRooms(rooms, [room('a', 10)]))).toEqual(['b', 'a']);
});

test('the_others_message_is_unread_and_ones_own_is_not', () => {
  const rooms = [room('a', 10)];
  const heard = withMessage(rooms, message('a', 2, 'peer-a', 11), 'me') ?? [];
  expect(unreadIn(heard, NOW)).toBe(1);
  expect(unreadIn(withMessage(heard, message('a', 3, 'me', 12), 'me') ?? [], NOW)).toBe(1);
});

test('a_message_that_comes_twice_counts_once', () => {
  const once = withMessage([room('a', 10)], message('a', 2, 'peer-a', 11), 'me') ?? [];
  expect(unreadIn(withMessage(once, message('a', 2, 'peer-a', 11), 'me') ?? [], NOW)).toBe(1);
});

test('a_message_in_an_unknown_room_says_so', () => {
  expect(withMessage([], message('a', 1, 'peer-a', 1), 'me')).toBeUndefined();
});

test('marks_only_move_forward', () => {
  const rooms = withMarks([room('a', 10)], { room: 'a', user: 'peer-a', delivered: 5, read: 4 }, 'me');
  const again = withMarks(rooms, { room: 'a', user: 'peer-a', delivered: 3, read: 2 }, 'me');
  expect([again[0]?.peer_delivered, again[0]?.peer_read]).toEqual([5, 4]);
});

test('reading_on_another_device_clears_the_count', () => {
  const rooms = [{ ...room('a', 10), unread: 3, last_seq: 5 }];
  const marked = withMarks(rooms, { room: 'a', user: 'me', delivered: 5, read: 5, unread: 0 }, 'me');
  expect([marked[0]?.unread, marked[0]?.read]).toEqual([0, 5]);
});

test('people_online_leave_out_oneself_and_those_listed_above', () => {
  const { last: _, ...empty } = room('b', 1);
  const rooms = [room('a', 10), empty];
  const online = ['me', 'peer-a', 'peer-b', 'new'].map((id) => ({ id, name: id }));
  expect(strangers(online, rooms, 'me').map(({ id }) => id)).toEqual(['peer-b', 'new']);
  expect(ids(conversations(rooms))).toEqual(['a']);
});

test('what_is_pinned_stands_above_what_is_newer', () => {
  const rooms = withOwn([room('a', 10), room('b', 30)], 'a', { pinned: true });
  expect(ids(withRooms(rooms, [room('c', 50)]))).toEqual(['a', 'c', 'b']);
});

test('a_silenced_room_counts_only_when_it_calls_upon_one', () => {
  const [silent] = withOwn([{ ...room('a', 10), unread: 7 }], 'a', { muted_until: NOW + 1 });
  expect(unreadIn(silent ? [silent] : [], NOW)).toBe(0);
  const called = withMessage(silent ? [silent] : [], { ...message('a', 2, 'peer-a', 11), mentions: { users: ['me'] } }, 'me') ?? [];
  expect([unreadIn(called, NOW), called[0]?.own.mention]).toEqual([1, 2]);
  const read = withMarks(called, { room: 'a', user: 'me', delivered: 2, read: 2, unread: 0 }, 'me');
  expect([unreadIn(read, NOW), read[0]?.own]).toEqual([0, { muted_until: NOW + 1 }]);
});

test('the_last_message_is_shown_as_it_stands_now', () => {
  const taken = withChanges([room('a', 10)], 'a', [{ ...message('a', 1, 'peer-a', 10), rev: 5, recalled_by: 'peer-a' }]);
  expect([taken[0]?.last?.recalled_by, taken[0]?.rev]).toEqual(['peer-a', 5]);
  expect(withChanges(taken, 'a', [message('a', 1, 'peer-a', 10)])[0]?.last?.recalled_by).toBe('peer-a');
});

test('a_group_is_called_and_peopled_as_it_was_changed', () => {
  const group: Room = { ...room('g', 1), kind: 'group', name: 'Old', picture: 'p', people: [{ id: 'ann', name: 'Ann' }] };
  const facts = { id: 'g', kind: 'group' as const, name: 'New', member_count: 3 };
  const [changed] = withFacts([group], { room: facts, came: [{ id: 'cai', name: 'Cai' }], went: ['ann'], roles: [{ user: 'me', role: 'admin' }] }, 'me');
  expect(changed).toMatchObject({ name: 'New', role: 'admin', member_count: 3, people: [{ id: 'cai' }] });
  expect(changed?.picture).toBeUndefined();
});

function message(inRoom: string, seq: number, sender: string, at: number): Message {
  return samples.message(seq, sender, { id: `${inRoom}${seq}`, room: inRoom, client_id: `${inRoom}${seq}`, sent_at: at });
}

function room(id: string, at: number): Room {
  return samples.room({ id, peer: { id: `peer-${id}`, name: id }, last_seq: 1, rev: 1, last: message(id, 1, `peer-${id}`, at) });
}

function ids(rooms: readonly Room[]): string[] {
  return rooms.map(({ id }) => id);
}
