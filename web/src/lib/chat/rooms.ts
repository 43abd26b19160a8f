// One's conversations in the order of the list: pure changes to it.
import type { Message, Profile, Room, RoomMarked } from '../wire/protocol';

/** Newest first; equal times fall to the id, as in the pages of the house. */
export function inOrder(rooms: readonly Room[]): Room[] {
  return [...rooms].sort((one, other) => lastAt(other) - lastAt(one) || (one.id < other.id ? 1 : -1));
}

/** Puts rooms in, in the place of what was known of them. */
export function withRooms(rooms: readonly Room[], incoming: readonly Room[]): Room[] {
  const fresh = new Map(incoming.map((room) => [room.id, room]));
  return inOrder([...rooms.filter((room) => !fresh.has(room.id)), ...fresh.values()]);
}

/** A message stands in its room. `undefined` when the room is not known. */
export function withMessage(rooms: readonly Room[], message: Message, you: string): Room[] | undefined {
  const room = rooms.find(({ id }) => id === message.room);
  if (!room) return undefined;
  if (message.seq <= room.last_seq) return [...rooms];
  const isNews = message.author !== you;
  const changed: Room = { ...room, last: message, last_seq: message.seq, unread: room.unread + (isNews ? 1 : 0) };
  return withRooms(rooms, [changed]);
}

/** Somebody's marks have moved. Marks only ever move forward. */
export function withMarks(rooms: readonly Room[], marked: RoomMarked, you: string): Room[] {
  return rooms.map((room) => {
    if (room.id !== marked.room) return room;
    const delivered = (before: number) => Math.max(before, marked.delivered);
    const read = (before: number) => Math.max(before, marked.read);
    if (marked.user !== you) return { ...room, peer_delivered: delivered(room.peer_delivered), peer_read: read(room.peer_read) };
    const unread = marked.unread ?? (marked.read >= room.last_seq ? 0 : room.unread);
    return { ...room, delivered: delivered(room.delivered), read: read(room.read), unread };
  });
}

/** The rooms that are conversations: something stands in them. */
export function conversations(rooms: readonly Room[]): Room[] {
  return rooms.filter((room) => room.last !== undefined);
}

/** Those online with whom there is no conversation yet, oneself left out. */
export function strangers(online: readonly Profile[], rooms: readonly Room[], you: string): Profile[] {
  const known = new Set(conversations(rooms).map(({ peer }) => peer.id));
  return online.filter(({ id }) => id !== you && !known.has(id));
}

/** How many messages wait in all rooms together. */
export function unreadIn(rooms: readonly Room[]): number {
  return rooms.reduce((sum, room) => sum + room.unread, 0);
}

function lastAt(room: Room): number {
  return room.last?.at ?? 0;
}
