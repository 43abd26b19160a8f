// What a conversation is called and where it is: a person, a group, or one's notes.
import type { I18n } from '../i18n/i18n.svelte';
import type { Where } from '../navigation.svelte';
import type { Room } from '../wire/protocol';

type Named = { readonly id: string; readonly name: string };

/** What a conversation is called. */
export function roomName(room: Pick<Room, 'kind' | 'name' | 'peer'>, i18n: Pick<I18n, 't'>, nameOf: (person: Named) => string): string {
  if (room.kind === 'notes') return i18n.t('rooms.notes');
  if (room.kind === 'group') return room.name ?? '';
  return room.peer ? nameOf(room.peer) : '';
}

/** Its address: of two people it is the other one's. */
export function whereOf(room: Pick<Room, 'id' | 'kind' | 'peer'>): Where {
  return room.kind === 'direct' && room.peer ? { at: 'person', id: room.peer.id } : { at: 'room', id: room.id };
}
