// One's conversations in the order of the list: pure changes to it.
import type { Message, Own, Profile, Room, RoomChanged, RoomMarked } from '../wire/protocol';

/** As many of its people as the sign of a group shows. */
const PICTURED = 4;

/** What is pinned first, then the newest; equal times fall to the id, as in the pages of the house. */
export function inOrder(rooms: readonly Room[]): Room[] {
  const pinned = ({ own }: Room) => Number(own.pinned ?? false);
  return [...rooms].sort((one, other) => pinned(other) - pinned(one) || lastAt(other) - lastAt(one) || (one.id < other.id ? 1 : -1));
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
  const rev = Math.max(room.rev, message.rev);
  if (message.seq <= room.last_seq) return rev === room.rev ? [...rooms] : withRooms(rooms, [{ ...room, rev }]);
  const isNews = message.sender !== you;
  const own = isNews && callsUpon(message, you) ? { ...room.own, mention: message.seq } : room.own;
  return withRooms(rooms, [{ ...room, rev, own, last: message, last_seq: message.seq, unread: room.unread + (isNews ? 1 : 0) }]);
}

/** Messages of a room are not as they were. */
export function withChanges(rooms: readonly Room[], id: string, messages: readonly Message[]): Room[] {
  return rooms.map((room) => {
    if (room.id !== id) return room;
    const rev = messages.reduce((highest, message) => Math.max(highest, message.rev), room.rev);
    const last = messages.find(({ seq, rev: its }) => seq === room.last?.seq && its > room.last.rev) ?? room.last;
    return { ...room, rev, ...(last ? { last } : {}) };
  });
}

/** What a room is to oneself has changed. */
export function withOwn(rooms: readonly Room[], id: string, own: Own): Room[] {
  return inOrder(rooms.map((room) => (room.id === id ? { ...room, own } : room)));
}

/** A group has changed. */
export function withFacts(rooms: readonly Room[], { room: facts, came, went, roles }: RoomChanged, you: string): Room[] {
  return rooms.map((room) => {
    if (room.id !== facts.id) return room;
    const { name: _, picture: __, announcement: ___, ...rest } = room;
    const stay = (room.people ?? []).filter(({ id }) => !went.includes(id) && !came.some((one) => one.id === id));
    const role = roles.find(({ user }) => user === you)?.role ?? room.role;
    return { ...rest, ...facts, role, people: [...stay, ...came.filter(({ id }) => id !== you)].slice(0, PICTURED) };
  });
}

/** Whether a message calls upon somebody. */
export function callsUpon(message: Message, you: string): boolean {
  return message.mentions?.all === true || (message.mentions?.users?.includes(you) ?? false);
}

/** Somebody's marks have moved. Marks only ever move forward. */
export function withMarks(rooms: readonly Room[], marked: RoomMarked, you: string): Room[] {
  return rooms.map((room) => {
    if (room.id !== marked.room) return room;
    const delivered = (before: number) => Math.max(before, marked.delivered);
    const read = (before: number) => Math.max(before, marked.read);
    if (marked.user !== you) {
      if (room.peer?.id !== marked.user) return room;
      return { ...room, peer_delivered: delivered(room.peer_delivered ?? 0), peer_read: read(room.peer_read ?? 0) };
    }
    const unread = marked.unread ?? (marked.read >= room.last_seq ? 0 : room.unread);
    const { mention, ...rest } = room.own;
    const own = mention !== undefined && mention > marked.read ? room.own : rest;
    return { ...room, own, delivered: delivered(room.delivered), read: read(room.read), unread };
  });
}

/** The rooms that are conversations: something stands in them, or somebody has begun them. */
export function conversations(rooms: readonly Room[]): Room[] {
  return rooms.filter((room) => room.last !== undefined || room.kind !== 'direct');
}

/** Those online with whom there is no conversation yet, oneself left out. */
export function strangers(online: readonly Profile[], rooms: readonly Room[], you: string): Profile[] {
  const known = new Set(conversations(rooms).map(({ peer }) => peer?.id));
  return online.filter(({ id }) => id !== you && !known.has(id));
}

/** How many messages wait in all rooms together; in silenced ones only those count that call upon one. */
export function unreadIn(rooms: readonly Room[], now: number): number {
  return rooms.reduce((sum, room) => sum + (isMuted(room, now) ? Number(room.own.mention !== undefined) : room.unread), 0);
}

/** Whether a room shall not sound. */
export function isMuted(room: Room, now: number): boolean {
  return room.own.muted_until !== undefined && room.own.muted_until > now;
}

function lastAt(room: Room): number {
  return room.last?.sent_at ?? (room.kind === 'direct' ? 0 : room.created_at);
}
