// What is looked for: words and filters, and how the house is asked for them. Pure.
import type { HitCursor, HitKind, MessagesSearch } from '../wire/protocol';

/** The house reads no longer ones. */
export const MOST_BYTES = 256;

/** Conditions that hold together with the words. Days are `2026-05-04`, in the reader's own time. */
export interface Filters {
  readonly sender?: string;
  readonly room?: string;
  readonly from?: string;
  readonly to?: string;
  readonly kind?: HitKind;
}

/** The kinds in the order in which they are offered. */
export const KINDS: readonly HitKind[] = ['image', 'video', 'voice', 'file', 'link'];

/** How many filters are set. */
export function countOf(filters: Filters): number {
  return Object.values(filters).filter((value) => value !== undefined).length;
}

/** The words as they are asked: folded blanks, no longer than the house reads, no character cut in two. */
export function wordsOf(text: string): string {
  let words = '';
  let bytes = 0;
  for (const character of text.trim().replace(/\s+/gu, ' ')) {
    bytes += new TextEncoder().encode(character).length;
    if (bytes > MOST_BYTES) break;
    words += character;
  }
  return words;
}

/** Whether there is anything to look for in messages. */
export function hasAim(text: string, filters: Filters): boolean {
  return wordsOf(text) !== '' || countOf(filters) > 0;
}

/** The request for a page. */
export function asked(text: string, filters: Filters, limit: number, before?: HitCursor): { type: 'messages.search' } & Omit<MessagesSearch, 're'> {
  const { sender, room, kind, from, to } = filters;
  const since = startOf(from);
  const until = startOf(to, 1);
  return {
    type: 'messages.search',
    text: wordsOf(text),
    limit,
    ...(sender === undefined ? {} : { sender }),
    ...(room === undefined ? {} : { room }),
    ...(kind === undefined ? {} : { kind }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(before === undefined ? {} : { before }),
  };
}

/** The first moment of a day, or of the one `later` days after it. */
function startOf(day: string | undefined, later = 0): number | undefined {
  const parts = /^(\d{4,6})-(\d\d)-(\d\d)$/.exec(day ?? '');
  if (!parts) return undefined;
  return new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + later).getTime();
}
