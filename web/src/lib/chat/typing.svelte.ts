// Who is writing to us, and telling others that we are.
import { SvelteMap } from 'svelte/reactivity';
import type { Browser, Stop } from '../browser';
import type { Connection } from '../connection/types';

/** What a notice holds for; docs/protocols/app.md. */
const HOLDS_MS = 5_000;
/** How often it is repeated while one writes. */
const REPEAT_MS = 3_000;

export class Typing {
  /** By room and person. */
  #writing = new SvelteMap<string, ReadonlyMap<string, Stop>>();
  #told = new Map<string, number>();

  constructor(
    private readonly browser: Pick<Browser, 'now' | 'after'>,
    private readonly connection: Pick<Connection, 'send'>,
  ) {}

  /** Whether somebody is writing in `room`. */
  in(room: string): boolean {
    return this.#writing.has(room);
  }

  /** Who is writing in `room`, the first first. */
  who(room: string): readonly string[] {
    return [...(this.#writing.get(room)?.keys() ?? [])];
  }

  /** Somebody writes. */
  notice(room: string, user: string): void {
    const others = this.#others(room, user);
    this.#writing.set(room, new Map([...others, [user, this.browser.after(HOLDS_MS, () => this.forget(room, user))]]));
  }

  /** Somebody has stopped, or has sent what was being written. */
  forget(room: string, user: string): void {
    if (!this.#writing.get(room)?.has(user)) return;
    const others = this.#others(room, user);
    if (others.size > 0) this.#writing.set(room, others);
    else this.#writing.delete(room);
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

  #others(room: string, user: string): Map<string, Stop> {
    const here = new Map(this.#writing.get(room));
    here.get(user)?.();
    here.delete(user);
    return here;
  }
}
