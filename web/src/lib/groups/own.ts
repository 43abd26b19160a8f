// What a conversation is to oneself, told to the house.
import type { RoomList } from '../chat/room-list.svelte';
import type { Connection } from '../connection/types';

/** The last instant that a `Date` knows: later than anybody waits. */
export const FOR_EVER = 8_640_000_000_000_000;

/** What may change; `muted_until: null` lets it sound again. */
export interface OwnChange {
  readonly muted_until?: number | null;
  readonly pinned?: boolean;
}

/** Changes it at the house, and in the list. Rejects as every request does. */
export async function setOwn(connection: Pick<Connection, 'request'>, rooms: Pick<RoomList, 'own'>, room: string, change: OwnChange): Promise<void> {
  rooms.own(await connection.request({ type: 'own.set', room, ...change }));
}
