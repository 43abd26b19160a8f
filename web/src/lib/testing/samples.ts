// Messages, rooms and accounts for tests: whole, and small.
import type { Account, Message, Room } from '../wire/protocol';

/** Words of somebody. */
export function message(seq: number, sender: string, changed: Partial<Message> = {}): Message {
  return { id: `m${seq}`, room: 'r', seq, rev: seq, sender, client_id: `c${seq}`, sent_at: seq * 1_000, text: `text ${seq}`, ...changed };
}

/** A room of two with Bob. */
export function room(changed: Partial<Room> = {}): Room {
  return {
    id: 'r',
    kind: 'direct',
    member_count: 2,
    peer: { id: 'bob', name: 'Bob' },
    role: 'member',
    last_seq: 0,
    rev: 0,
    unread: 0,
    delivered: 0,
    read: 0,
    peer_delivered: 0,
    peer_read: 0,
    own: {},
    created_at: 0,
    ...changed,
  };
}

/** What a guest knows of herself. */
export const GUEST: Account = { role: 'guest', privacy: { online: 'everybody', last_seen: 'everybody' }, session: 's' };
