// Calls between two people, as the rest of the client knows them: `createCalls`, the layer that shows them, and the
// texts of their state.

import { type CallParts, Calls } from './calls.svelte';

export { default as CallLayer } from './CallLayer.svelte';
export type { CallParts, Calls } from './calls.svelte';

/** The calls of this page; made once, when somebody is signed in. */
export function createCalls(parts: CallParts): Calls {
  return new Calls(parts);
}
