// The messages of conversations: painted from what the browser has kept, brought up to date by what has changed since,
// read from the house as they are needed, without holes.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Browser, Stop } from '../browser';
import { patiently } from '../connection/patience';
import { Refusal, Unanswered, type Connection } from '../connection/types';
import type { Message, Room } from '../wire/protocol';
import type { PageCache } from './cache/page-cache';
import { EMPTY, firstSeq, gapAfter, lastSeq, messageAt, told, trimmed, trimmedAround, withPage, type Span, type Timeline } from './timeline';

const PAGE = 60;
const FILL_PAGE = 200;
const CHANGES_PAGE = 500;
/** More changes than this are not caught up one by one: the latest page takes the place of what was held. */
const CATCH_UP_AT_MOST = 1_000;
/** Conversations whose messages stay in memory, so that going back to them shows them at once. */
const KEPT_ROOMS = 60;
/** What the browser keeps of each. */
const KEPT_MESSAGES = 60;
/** A reader who goes far leaves behind what can be read again. */
const HELD_AT_MOST = 3_000;
/** How long a conversation rests before the browser keeps it. */
const KEEP_MS = 2_000;

/** What the house has said of a room. */
type Described = Pick<Room, 'id' | 'rev' | 'last_seq'>;

export class History {
  #timelines = new SvelteMap<string, Timeline>();
  /** Rooms of which a page is being read, but for holes. */
  reading = new SvelteSet<string>();
  #pages = new Map<string, number>();
  /** What was told while a page was on its way, which may have been written before it. */
  #meanwhile = new Map<string, Message[]>();
  /** Rooms up to date over this connection: what is told of them from here on leaves nothing out. */
  #current = new Set<string>();
  #catching = new Map<string, Promise<void>>();
  #filling = new Set<string>();
  #keepDue = new Map<string, Stop>();

  constructor(
    private readonly browser: Pick<Browser, 'after' | 'now'>,
    private readonly connection: Pick<Connection, 'request'>,
    private readonly cache: Pick<PageCache, 'pages' | 'putPage' | 'dropPage'>,
    private readonly you: string,
    private readonly onRead: (messages: readonly Message[]) => void,
  ) {}

  /** Takes up what this browser has kept. */
  async recall(): Promise<void> {
    for (const { room, messages, rev, reachesStart } of await this.cache.pages(this.you)) {
      if (this.#timelines.has(room)) continue;
      this.#timelines.set(room, { ...EMPTY, messages, rev, reachesStart });
      this.onRead(messages);
    }
  }

  stop(): void {
    for (const stop of this.#keepDue.values()) stop();
    this.#keepDue.clear();
  }

  /** What is held of a room; nothing before its first page has come. */
  of(room: string): Timeline | undefined {
    return this.#timelines.get(room);
  }

  /** The rooms of which something is held. */
  get rooms(): readonly string[] {
    return [...this.#timelines.keys()];
  }

  /** The line broke: from here on, things may be missed. */
  pause(): void {
    this.#current.clear();
  }

  /** Brings what is held to what the house has described; reads the latest page where nothing is held. */
  async catchUp(room: Described): Promise<void> {
    // Whoever asks while it is under way finds everything done.
    const turn = (this.#catching.get(room.id) ?? Promise.resolve()).then(() => this.#catchUp(room));
    this.#catching.set(room.id, turn);
    try {
      await turn;
    } finally {
      if (this.#catching.get(room.id) === turn) this.#catching.delete(room.id);
    }
  }

  async #catchUp({ id, rev, last_seq }: Described): Promise<void> {
    const held = this.#timelines.get(id);
    // A house that was set back to an older state knows less than this page; one that spoke meanwhile does not.
    const isSetBack = held !== undefined && rev < held.rev && !this.#current.has(id);
    if (!held || isSetBack || rev - held.rev > CATCH_UP_AT_MOST) {
      if (!(await this.#read(id, {}, PAGE, { ...EMPTY, rev }))) return;
    } else if (rev > held.rev && !(await this.#changes(id))) return;
    this.#current.add(id);
    await this.#fill(id, last_seq);
  }

  /** Reads the page in front of what is held. */
  async older(room: string): Promise<void> {
    const held = this.#timelines.get(room);
    const first = held && firstSeq(held);
    if (!held || held.reachesStart || first === undefined || this.reading.has(room)) return;
    await this.#read(room, { before: first }, PAGE);
    this.#trim(room, first);
  }

  /** Reads the page behind what is held, for a reader who looks at the middle. */
  async newer(room: string): Promise<void> {
    const held = this.#timelines.get(room);
    if (!held || held.follows || this.reading.has(room)) return;
    const last = lastSeq(held);
    await this.#read(room, { after: last }, PAGE);
    this.#trim(room, last);
  }

  /** Sees to it that a message is held, with what is around it. False when there is none, or no answer. */
  async around(room: string, seq: number): Promise<boolean> {
    const isHeld = () => messageAt(this.#timelines.get(room) ?? EMPTY, seq) !== undefined;
    return isHeld() || ((await this.#read(room, { around: seq }, PAGE)) && isHeld());
  }

  /** Back to the end of the conversation. */
  async latest(room: string): Promise<void> {
    if (this.#timelines.get(room)?.follows === false) await this.#read(room, {}, PAGE);
  }

  /** Messages are so now; kept where they belong to what is held. */
  take(room: string, messages: readonly Message[]): void {
    if ((this.#pages.get(room) ?? 0) > 0) this.#meanwhile.set(room, [...(this.#meanwhile.get(room) ?? []), ...messages]);
    const held = this.#timelines.get(room);
    if (!held) return;
    const rev = messages.reduce((highest, message) => Math.max(highest, message.rev), held.rev);
    this.#put(room, { ...told(held, messages), ...(this.#current.has(room) ? { rev } : {}) });
    void this.#fill(room, 0);
  }

  /** The reader has left the room: most of a long reading can go. */
  leave(room: string): void {
    const held = this.#timelines.get(room);
    if (!held) return;
    this.#timelines.delete(room);
    // The middle of a conversation is not where one wants to be next time.
    if (held.follows) this.#put(room, trimmed(held, KEPT_MESSAGES));
    for (const oldest of this.#timelines.keys()) {
      if (this.#timelines.size <= KEPT_ROOMS) break;
      this.#timelines.delete(oldest);
    }
  }

  /** One is in the room no more. */
  forget(room: string): void {
    this.#timelines.delete(room);
    this.#keepDue.get(room)?.();
    this.#keepDue.delete(room);
    void this.cache.dropPage(this.you, room);
  }

  #put(room: string, timeline: Timeline): void {
    this.#timelines.set(room, timeline);
    if (this.#keepDue.has(room)) return;
    this.#keepDue.set(room, this.browser.after(KEEP_MS, () => this.#keep(room)));
  }

  #keep(room: string): void {
    this.#keepDue.delete(room);
    const held = this.#timelines.get(room);
    if (!held?.follows || held.messages.length === 0) return;
    const { messages, rev, reachesStart } = trimmed(held, KEPT_MESSAGES);
    void this.cache.putPage({ user: this.you, room, messages: [...messages], rev, reachesStart, at: this.browser.now() });
  }

  #trim(room: string, seq: number): void {
    const held = this.#timelines.get(room);
    if (held && held.messages.length > HELD_AT_MOST) this.#put(room, trimmedAround(held, seq, HELD_AT_MOST));
  }

  /** Asks for what has changed since what is held; false when the line broke. */
  async #changes(room: string): Promise<boolean> {
    for (;;) {
      const held = this.#timelines.get(room);
      if (!held) return false;
      const page = await this.#asked(() => this.connection.request({ type: 'changes.read', room, since: held.rev, limit: CHANGES_PAGE }));
      const now = this.#timelines.get(room);
      if (!page || !now) return false;
      this.#put(room, { ...told(now, page.messages), rev: Math.max(now.rev, page.rev) });
      this.onRead(page.messages);
      if (!page.more) return true;
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

  /** Reads one page, onto what is held or onto `base`; false when the line broke, since coming back catches up again. */
  async #read(room: string, span: Span, limit: number, base?: Timeline): Promise<boolean> {
    // Bringing up to date what can be read already is nothing to wait for.
    const isShown = span.before !== undefined || span.around !== undefined || span.after !== undefined && !this.#filling.has(room) || !this.#timelines.has(room);
    if (isShown) this.reading.add(room);
    this.#pages.set(room, (this.#pages.get(room) ?? 0) + 1);
    try {
      const page = await this.#asked(() => this.connection.request({ type: 'history.read', room, limit, ...span }));
      if (!page) return false;
      const held = base ?? this.#timelines.get(room);
      const paged = withPage(held ?? EMPTY, page, span);
      // The room was left meanwhile, and this is not where it begins anew.
      if (!held && paged === EMPTY) return true;
      this.#put(room, told(paged, this.#meanwhile.get(room) ?? []));
      this.onRead(page.messages);
      return true;
    } finally {
      if (isShown) this.reading.delete(room);
      const left = (this.#pages.get(room) ?? 1) - 1;
      this.#pages.set(room, left);
      if (left === 0) this.#meanwhile.delete(room);
    }
  }

  /** The answer; nothing when there was none. */
  async #asked<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await patiently(this.browser, ask);
    } catch (reason) {
      if (reason instanceof Unanswered || reason instanceof Refusal) return undefined;
      throw reason;
    }
  }
}
