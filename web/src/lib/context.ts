// What components reach without being handed it: the parts of the client, the choice of colors, the clock.
import { createContext } from 'svelte';
import type { Line } from './connection/line.svelte';
import type { Parts } from './parts';
import type { ThemeChoice } from './theme.svelte';

/** What `App.svelte` sets for everything below it. */
export interface Surroundings extends Parts {
  readonly theme: ThemeChoice;
  readonly line: Line;
  /** The time, moving on each half minute: enough for days and dates. */
  readonly clock: { readonly now: number };
}

export const [surroundings, setSurroundings] = createContext<Surroundings>();
