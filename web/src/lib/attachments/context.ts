// How components of conversations reach the files of this sign-in without being handed them.
import { createContext } from 'svelte';
import type { Attachments } from './attachments';

/** Set by whoever shows conversations. */
export const [attachmentsHere, setAttachments] = createContext<Attachments>();
