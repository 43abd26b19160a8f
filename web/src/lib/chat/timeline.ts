// What is held of one conversation: an unbroken stretch of its messages, each as it stood at its latest known revision.
// Pure merging of pages, of messages as they come and of messages as they change.
import type { Message } from '../wire/protocol';

export interface Timeline {
  /** Ascending by `seq`, each once. */
  readonly messages: readonly Message[];
  /** Holes at or below this `seq` have been asked for: what is still missing there does not exist. */
  readonly filledTo: number;
  /** Whether the first message of the conversation is among them. */
  readonly reachesStart: boolean;
  /** Whether the stretch goes on to the end of the conversation, so that what comes belongs to it. */
  readonly follows: boolean;
  /** Every change of the held messages up to this revision is in. */
  readonly rev: number;
}

/** What `history.read` was asked for. */
export interface Span {
  readonly after?: number;
  readonly before?: number;
  readonly around?: number;
}

/** The answer to `history.read`. */
export interface Page {
  readonly messages: readonly Message[];
  readonly more: boolean;
}

export const EMPTY: Timeline = { messages: [], filledTo: 0, reachesStart: false, follows: true, rev: 0 };

/** The last `seq` held; 0 when nothing is. */
export function lastSeq(timeline: Timeline): number {
  return timeline.messages.at(-1)?.seq ?? 0;
}

/** The first `seq` held. */
export function firstSeq(timeline: Timeline): number | undefined {
  return timeline.messages[0]?.seq;
}

/** The message with this `seq`, if it is held. */
export function messageAt(timeline: Timeline, seq: number): Message | undefined {
  return timeline.messages[placeOf(timeline.messages, seq)];
}

/** Adds messages in any order. Of two states of one message the later revision stays. */
export function merge(timeline: Timeline, incoming: readonly Message[]): Timeline {
  const bySeq = new Map(timeline.messages.map((message) => [message.seq, message]));
  let isNews = false;
  for (const message of incoming) {
    const held = bySeq.get(message.seq);
    if (held && held.rev >= message.rev) continue;
    bySeq.set(message.seq, message);
    isNews = true;
  }
  if (!isNews) return timeline;
  const messages = [...bySeq.values()].sort((one, other) => one.seq - other.seq);
  return { ...timeline, messages, reachesStart: timeline.reachesStart || messages[0]?.seq === 1 };
}

/** Takes messages as they stand now: those within the stretch, and those behind its end when it follows that. */
export function told(timeline: Timeline, incoming: readonly Message[]): Timeline {
  const first = firstSeq(timeline);
  const last = lastSeq(timeline);
  // Of an empty stretch that has no start to look for, everything is news.
  const from = first ?? (timeline.reachesStart ? 1 : Number.POSITIVE_INFINITY);
  return merge(timeline, incoming.filter(({ seq }) => seq >= from && (seq <= last || timeline.follows)));
}

/** Adds the page that answers `span`. Without a span it is the latest page. */
export function withPage(timeline: Timeline, page: Page, span: Span): Timeline {
  if (span.after !== undefined) return joins(timeline, page, span.after + 1) ? withNewer(timeline, page, span.after) : timeline;
  if (span.before !== undefined) {
    if (!joins(timeline, page, span.before - 1)) return timeline;
    const merged = merge(timeline, page.messages);
    return { ...merged, reachesStart: merged.reachesStart || !page.more };
  }
  return span.around === undefined ? withLatest(timeline, page) : withMiddle(timeline, page);
}

/** Whether a page, or an empty answer at `place`, touches what is held: the reader may have gone elsewhere meanwhile. */
function joins(timeline: Timeline, { messages }: Page, place: number): boolean {
  const first = firstSeq(timeline);
  if (first === undefined) return false;
  return (messages[0]?.seq ?? place) <= lastSeq(timeline) + 1 && (messages.at(-1)?.seq ?? place) >= first - 1;
}

function withNewer(timeline: Timeline, page: Page, after: number): Timeline {
  const merged = merge(timeline, page.messages);
  const end = page.more ? (page.messages.at(-1)?.seq ?? lastSeq(merged)) : lastSeq(merged);
  const isAtEnd = !page.more && after >= lastSeq(timeline);
  return { ...merged, filledTo: Math.max(timeline.filledTo, end), follows: timeline.follows || isAtEnd };
}

/** What is older than the page and apart from it is let go. */
function withLatest(timeline: Timeline, page: Page): Timeline {
  const oldest = page.messages[0]?.seq ?? 1;
  const isApart = lastSeq(timeline) < oldest - 1 || !timeline.follows;
  const base = isApart ? { ...EMPTY, rev: timeline.rev } : timeline;
  const newer = timeline.follows ? timeline.messages.filter((message) => message.seq >= oldest) : [];
  const merged = merge(merge(base, page.messages), newer);
  const filledTo = Math.max(base.filledTo, page.messages.at(-1)?.seq ?? 0);
  return { ...merged, reachesStart: merged.reachesStart || !page.more, filledTo, follows: true };
}

/** A page from the middle joins what it touches, or takes its place. */
function withMiddle(timeline: Timeline, page: Page): Timeline {
  const last = page.messages.at(-1)?.seq;
  if (last === undefined) return timeline;
  if (joins(timeline, page, last)) return merge(timeline, page.messages);
  return { ...merge({ ...EMPTY, rev: timeline.rev }, page.messages), filledTo: last, follows: false };
}

/** After which `seq` messages are missing, given that the conversation reaches `knownEnd`; nothing when all are here. */
export function gapAfter(timeline: Timeline, knownEnd = 0): number | undefined {
  const { messages, filledTo, follows } = timeline;
  for (let index = 1; index < messages.length; index++) {
    const [before, after] = [messages[index - 1], messages[index]];
    if (before && after && after.seq > before.seq + 1 && after.seq > filledTo) return before.seq;
  }
  const end = lastSeq(timeline);
  return follows && end > 0 && knownEnd > end && knownEnd > filledTo ? end : undefined;
}

/** Keeps the latest `count` messages, for conversations that stay open for days. */
export function trimmed(timeline: Timeline, count: number): Timeline {
  if (timeline.messages.length <= count) return timeline;
  return { ...timeline, messages: timeline.messages.slice(-count), reachesStart: false };
}

/** Keeps `count` messages around `seq`: what is far from the reader can be read again. */
export function trimmedAround(timeline: Timeline, seq: number, count: number): Timeline {
  const { messages } = timeline;
  if (messages.length <= count) return timeline;
  const middle = Math.max(0, placeOf(messages, seq));
  const from = Math.max(0, Math.min(middle - Math.floor(count / 2), messages.length - count));
  const kept = messages.slice(from, from + count);
  return {
    ...timeline,
    messages: kept,
    reachesStart: timeline.reachesStart && from === 0,
    follows: timeline.follows && from + count >= messages.length,
  };
}

/** Where the message with this `seq` stands in the list; -1 when it is not held. */
function placeOf(messages: readonly Message[], seq: number): number {
  let low = 0;
  let high = messages.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = messages[middle]?.seq ?? 0;
    if (found === seq) return middle;
    if (found < seq) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
