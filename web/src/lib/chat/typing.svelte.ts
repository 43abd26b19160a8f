// Who is writing to us, and telling others that we are.
import { SvelteMap } from 'svelte/reactivity';
import type { Browser, Stop } from '../browser';
import type { Connection } from '../connection/types';

/** What a notice holds for; docs/protocols/app.md. */
const HOLDS_MS = 5_000;
/** How often it is repeated while one writes. */
const REPEAT_MS = 3_000;

export class Typing {
  #writing = new SvelteMap<string, Stop>();
  #told = new Map<string, number>();

  constructor(
    private readonly browser: Pick<Browser, 'now' | 'after'>,
    private readonly connection: Pick<Connection, 'send'>,
  ) {}

  /** Whether the other is writing in `room`. */
  in(room: string): boolean {
    return this.#writing.has(room);
  }

  /** The other writes. */
  notice(room: string): void {
    this.#writing.get(room)?.();
    this.#writing.set(room, this.browser.after(HOLDS_MS, () => this.#writing.delete(room)));
  }

  /** The other has stopped, or has sent what was being written. */
  forget(room: string): void {
    this.#writing.get(room)?.();
    this.#writing.delete(room);
  }

  /** One writes; the other is told now and then. */
  tell(room: string): void {
    const now = this.browser.now();
    if (now - (this.#told.get(room) ?? -REPEAT_MS) < REPEAT_MS) return;
    if (this.connection.send({ type: 'room.typing', room })) this.#told.set(room, now);
  }

  /** One has sent what was being written: the next letter is news again. */
  sent(room: string): void {
    this.#told.delete(room);
  }
}
