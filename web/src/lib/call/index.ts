// Calls between two people, as the rest of the client knows them. The layer that shows them, `CallLayer.svelte`, is fetched
// by itself.

import { type CallParts, Calls } from './calls.svelte';

export type { CallParts, Calls } from './calls.svelte';

/** The calls of this page; made once, when somebody is signed in. */
export function createCalls(parts: CallParts): Calls {
  return new Calls(parts);
}
