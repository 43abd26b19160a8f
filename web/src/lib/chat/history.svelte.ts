// The messages of conversations, read from the house as they are needed, without holes.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Browser } from '../browser';
import { patiently } from '../connection/patience';
import { Unanswered, type Connection } from '../connection/types';
import type { Message } from '../wire/protocol';
import { EMPTY, firstSeq, gapAfter, lastSeq, merge, trimmed, withPage, type Span, type Timeline } from './timeline';

const PAGE = 50;
const FILL_PAGE = 200;
/** A longer absence is not caught up message by message: the latest page takes the place of what was held. */
const CATCH_UP_AT_MOST = 400;
/** Conversations whose messages stay in memory, so that going back to them shows them at once. */
const KEPT_ROOMS = 12;
const KEPT_MESSAGES = 200;

export class History {
  #timelines = new SvelteMap<string, Timeline>();
  /** Rooms whose latest or older page is being read. */
  reading = new SvelteSet<string>();
  #filling = new Set<string>();

  constructor(
    private readonly browser: Pick<Browser, 'after'>,
    private readonly connection: Pick<Connection, 'request'>,
    private readonly onRead: (messages: readonly Message[]) => void,
  ) {}

  /** What is held of a room; nothing before its first page has come. */
  of(room: string): Timeline | undefined {
    return this.#timelines.get(room);
  }

  /** Sees to it that the end of the room is here, given that its last message is number `knownEnd`. */
  async catchUp(room: string, knownEnd: number): Promise<void> {
    const held = this.#timelines.get(room);
    if (!held || knownEnd - lastSeq(held) > CATCH_UP_AT_MOST) await this.#read(room, {}, PAGE);
    await this.#fill(room, knownEnd);
  }

  /** Reads the page in front of what is held. */
  async older(room: string): Promise<void> {
    const held = this.#timelines.get(room);
    const first = held && firstSeq(held);
    if (!held || held.reachesStart || first === undefined || this.reading.has(room)) return;
    await this.#read(room, { before: first }, PAGE);
  }

  /** A message stands; kept when its room is held, and what is missing in front of it is read. */
  take(message: Message): void {
    const held = this.#timelines.get(message.room);
    if (!held) return;
    this.#timelines.set(message.room, merge(held, [message]));
    void this.#fill(message.room, 0);
  }

  /** The reader has left the room: most of a long reading can go. */
  leave(room: string): void {
    const held = this.#timelines.get(room);
    if (!held) return;
    this.#timelines.delete(room);
    this.#timelines.set(room, trimmed(held, KEPT_MESSAGES));
    for (const oldest of this.#timelines.keys()) {
      if (this.#timelines.size <= KEPT_ROOMS) break;
      this.#timelines.delete(oldest);
    }
  }

  async #fill(room: string, knownEnd: number): Promise<void> {
    if (this.#filling.has(room)) return;
    this.#filling.add(room);
    try {
      for (;;) {
        const held = this.#timelines.get(room);
        const after = held && gapAfter(held, knownEnd);
        if (after === undefined || !(await this.#read(room, { after }, FILL_PAGE))) return;
      }
    } finally {
      this.#filling.delete(room);
    }
  }

  /** Reads one page; false when the line broke, since coming back catches up again. */
  async #read(room: string, span: Span, limit: number): Promise<boolean> {
    const isShown = span.after === undefined;
    if (isShown) this.reading.add(room);
    try {
      const page = await patiently(this.browser, () => this.connection.request({ type: 'history.read', room, limit, ...span }));
      this.#timelines.set(room, withPage(this.#timelines.get(room) ?? EMPTY, page, span));
      this.onRead(page.messages);
      return true;
    } catch (reason) {
      if (reason instanceof Unanswered) return false;
      throw reason;
    } finally {
      if (isShown) this.reading.delete(room);
    }
  }
}
