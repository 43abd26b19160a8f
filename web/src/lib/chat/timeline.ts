// What is known of one conversation's messages: pure merging of pages and of messages as they come, and where a hole is.
import type { Message } from '../wire/protocol';

export interface Timeline {
  /** Ascending by `seq`, each once. */
  readonly messages: readonly Message[];
  /** Holes at or below this `seq` have been asked for: what is still missing there does not exist. */
  readonly filledTo: number;
  /** Whether the first message of the conversation is among them. */
  readonly reachesStart: boolean;
}

/** What `history.read` was asked for. */
export interface Span {
  readonly after?: number;
  readonly before?: number;
}

/** The answer to `history.read`. */
export interface Page {
  readonly messages: readonly Message[];
  readonly more: boolean;
}

export const EMPTY: Timeline = { messages: [], filledTo: 0, reachesStart: false };

/** The last `seq` held; 0 when nothing is. */
export function lastSeq(timeline: Timeline): number {
  return timeline.messages.at(-1)?.seq ?? 0;
}

/** The first `seq` held. */
export function firstSeq(timeline: Timeline): number | undefined {
  return timeline.messages[0]?.seq;
}

/** Adds messages in any order; one that is there already changes nothing. */
export function merge(timeline: Timeline, incoming: readonly Message[]): Timeline {
  const known = new Set(timeline.messages.map((message) => message.seq));
  const fresh = incoming.filter((message) => !known.has(message.seq) && known.add(message.seq));
  if (fresh.length === 0) return timeline;
  const messages = [...timeline.messages, ...fresh].sort((one, other) => one.seq - other.seq);
  return { ...timeline, messages, reachesStart: timeline.reachesStart || messages[0]?.seq === 1 };
}

/** Adds the page that answers `span`. A page without a span is the latest: what is older and apart from it is let go. */
export function withPage(timeline: Timeline, page: Page, span: Span): Timeline {
  if (span.after !== undefined) {
    const merged = merge(timeline, page.messages);
    const end = page.more ? (page.messages.at(-1)?.seq ?? lastSeq(merged)) : lastSeq(merged);
    return { ...merged, filledTo: Math.max(timeline.filledTo, end) };
  }
  if (span.before !== undefined) {
    const merged = merge(timeline, page.messages);
    return { ...merged, reachesStart: merged.reachesStart || !page.more };
  }
  const oldest = page.messages[0]?.seq ?? 1;
  const isApart = lastSeq(timeline) < oldest - 1;
  const base = isApart ? EMPTY : timeline;
  const newer = timeline.messages.filter((message) => message.seq >= oldest);
  const merged = merge(merge(base, page.messages), newer);
  return { ...merged, reachesStart: merged.reachesStart || !page.more, filledTo: Math.max(base.filledTo, page.messages.at(-1)?.seq ?? 0) };
}

/** After which `seq` messages are missing, given that the conversation reaches `knownEnd`; nothing when all are here. */
export function gapAfter(timeline: Timeline, knownEnd = 0): number | undefined {
  const { messages, filledTo } = timeline;
  for (let index = 1; index < messages.length; index++) {
    const [before, after] = [messages[index - 1], messages[index]];
    if (before && after && after.seq > before.seq + 1 && after.seq > filledTo) return before.seq;
  }
  const end = lastSeq(timeline);
  return end > 0 && knownEnd > end && knownEnd > filledTo ? end : undefined;
}

/** Keeps the latest `count` messages, for conversations that stay open for days. */
export function trimmed(timeline: Timeline, count: number): Timeline {
  if (timeline.messages.length <= count) return timeline;
  return { ...timeline, messages: timeline.messages.slice(-count), reachesStart: false };
}
