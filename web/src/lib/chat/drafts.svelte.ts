// Words begun and not sent, the same on every device: kept in this page at once, told to the house when the writer
// pauses, and kept by the browser until the house has them.
import { SvelteMap } from 'svelte/reactivity';
import type { Browser, Stop } from '../browser';
import { Refusal, type Connection } from '../connection/types';
import type { Draft, Own } from '../wire/protocol';

const SHELF_KEY = 'teahouse.drafts';
/** A writer who pauses for so long may go on at another device. */
const PAUSE_MS = 1_200;

/** Words begun, and the message that they will answer. */
export interface Begun {
  readonly text: string;
  readonly replyTo?: string | undefined;
}

const NOTHING: Begun = { text: '' };

export class Drafts {
  /** What was written here and the house may not know. */
  #here = new SvelteMap<string, Begun>();
  /** What the house has said. */
  #there = new SvelteMap<string, Draft>();
  #due = new Map<string, Stop>();

  constructor(
    private readonly browser: Pick<Browser, 'after' | 'shelf'>,
    private readonly connection: Pick<Connection, 'state' | 'request'>,
    private readonly user: string,
  ) {
    for (const [room, begun] of this.#kept()) this.#here.set(room, begun);
  }

  /** What was begun in `room`. */
  of(room: string): Begun {
    const here = this.#here.get(room);
    if (here) return here;
    const there = this.#there.get(room);
    return there ? { text: there.text, replyTo: there.reply_to } : NOTHING;
  }

  /** One writes. */
  write(room: string, begun: Begun): void {
    this.#here.set(room, begun);
    this.#keep();
    this.#due.get(room)?.();
    this.#due.set(room, this.browser.after(PAUSE_MS, () => void this.#tell(room)));
  }

  /** What was begun has been sent, or was given up. */
  clear(room: string): void {
    if (!this.#here.has(room) && !this.#there.has(room)) return;
    this.write(room, NOTHING);
  }

  /** What the house knows, from this device or another. What is being written here stays. */
  told(room: string, { draft }: Own): void {
    if (draft) this.#there.set(room, draft);
    else this.#there.delete(room);
  }

  /** The house is back: it hears what was written meanwhile. */
  resume(): void {
    for (const room of this.#here.keys()) if (!this.#due.has(room)) void this.#tell(room);
  }

  /** Tells at once: the writer goes elsewhere. */
  flush(room: string): void {
    if (this.#due.has(room)) void this.#tell(room);
  }

  stop(): void {
    for (const stop of this.#due.values()) stop();
    this.#due.clear();
  }

  /** Forgets everything: the person leaves this browser. */
  forget(): void {
    this.stop();
    this.#here.clear();
    this.#there.clear();
    this.browser.shelf.remove(SHELF_KEY);
  }

  async #tell(room: string): Promise<void> {
    this.#due.get(room)?.();
    this.#due.delete(room);
    const begun = this.#here.get(room);
    if (!begun || this.connection.state !== 'online') return;
    try {
      const { own } = await this.connection.request({ type: 'draft.set', room, text: begun.text, ...(begun.replyTo ? { reply_to: begun.replyTo } : {}) });
      this.told(room, own);
    } catch (reason) {
      // A house that will not have it leaves it to this browser; without an answer the next line tells it again.
      if (!(reason instanceof Refusal)) return;
      if (begun.text !== '') return;
    }
    if (this.#here.get(room) !== begun) return;
    this.#here.delete(room);
    this.#keep();
  }

  #kept(): Array<[string, Begun]> {
    try {
      const kept = JSON.parse(this.browser.shelf.get(SHELF_KEY) ?? '{}') as { user?: string; rooms?: Record<string, Begun> };
      return kept.user === this.user ? Object.entries(kept.rooms ?? {}) : [];
    } catch {
      return [];
    }
  }

  #keep(): void {
    if (this.#here.size === 0) return this.browser.shelf.remove(SHELF_KEY);
    this.browser.shelf.set(SHELF_KEY, JSON.stringify({ user: this.user, rooms: Object.fromEntries(this.#here) }));
  }
}
