// Who is likely meant when people are chosen and nothing is typed yet: contacts, then whom one talks to, then who is here.
import type { Chat } from '../chat/chat.svelte';
import type { Profile } from '../wire/protocol';
import type { People } from './people.svelte';

/** In that order; somebody may stand in it twice. */
export function suggestions(chat: Pick<Chat, 'rooms' | 'presence'>, people: Pick<People, 'listed' | 'contact'>): Profile[] {
  const listed = people.listed.map(({ person }) => person);
  const talked = chat.rooms.rooms.flatMap(({ kind, peer }) => (kind === 'direct' && peer ? [peer] : []));
  const all = [...listed, ...talked, ...chat.presence.people];
  return all.filter(({ id }) => !people.contact(id)?.blocked);
}
