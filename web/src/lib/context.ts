// What components reach without being handed it: the parts of the client, the choice of colors, the clock; and, inside the
// house, its people and conversations.
import { createContext } from 'svelte';
import type { Oneself } from './account/oneself.svelte';
import type { Calls } from './call';
import type { Chat } from './chat/chat.svelte';
import type { Line } from './connection/line.svelte';
import type { Navigation } from './navigation.svelte';
import type { Parts } from './parts';
import type { People } from './people/people.svelte';
import type { ThemeChoice } from './theme.svelte';

/** What `App.svelte` sets for everything below it. */
export interface Surroundings extends Parts {
  readonly theme: ThemeChoice;
  readonly line: Line;
  /** The time, moving on each half minute: enough for days and dates. */
  readonly clock: { readonly now: number };
}

/** What `House.svelte` sets for everything that is shown inside. */
export interface Household {
  readonly chat: Chat;
  readonly calls: Calls;
  readonly people: People;
  readonly oneself: Oneself;
  readonly navigation: Navigation;
}

export const [surroundings, setSurroundings] = createContext<Surroundings>();
export const [household, setHousehold] = createContext<Household>();
