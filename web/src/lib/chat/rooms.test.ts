// The order of the list, unread counts and marks.
import { expect, test } from 'vitest';
import type { Message, Room } from '../wire/protocol';
import { conversations, strangers, unreadIn, withMarks, withMessage, withRooms } from './rooms';

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
  expect(unreadIn(heard)).toBe(1);
  expect(unreadIn(withMessage(heard, message('a', 3, 'me', 12), 'me') ?? [])).toBe(1);
});

test('a_message_that_comes_twice_counts_once', () => {
  const once = withMessage([room('a', 10)], message('a', 2, 'peer-a', 11), 'me') ?? [];
  expect(unreadIn(withMessage(once, message('a', 2, 'peer-a', 11), 'me') ?? [])).toBe(1);
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

function message(inRoom: string, seq: number, author: string, at: number): Message {
  return { id: `${inRoom}${seq}`, room: inRoom, seq, author, client_id: `${inRoom}${seq}`, at, text: 'text' };
}

function room(id: string, at: number): Room {
  const marks = { unread: 0, delivered: 0, read: 0, peer_delivered: 0, peer_read: 0 };
  return { id, peer: { id: `peer-${id}`, name: id }, last_seq: 1, last: message(id, 1, `peer-${id}`, at), ...marks };
}

function ids(rooms: readonly Room[]): string[] {
  return rooms.map(({ id }) => id);
}
