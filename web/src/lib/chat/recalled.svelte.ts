// Taking one's own messages back: how long the house lets one, and what one has taken back a moment ago, to write it anew.
import { SvelteMap } from 'svelte/reactivity';
import type { Browser } from '../browser';
import type { SessionWelcomed } from '../wire/protocol';

/** For so long the words come back into the box by one press. */
const KEPT_MS = 5 * 60_000;

export class Recalled {
  #texts = new SvelteMap<string, string>();
  /** Nothing, before the house has said how long. */
  #windowMs = 0;
  /** How far this browser's clock is ahead of the house's. */
  #aheadMs = 0;

  constructor(private readonly browser: Pick<Browser, 'after' | 'now'>) {}

  /** The house tells its rule, and what time it is there. */
  told({ at, recall_window_ms: windowMs = Infinity }: SessionWelcomed): void {
    this.#windowMs = windowMs;
    this.#aheadMs = this.browser.now() - at;
  }

  /** What was sent after this moment of the house's clock can be taken back; the house has the last word. */
  get since(): number {
    return this.browser.now() - this.#aheadMs - this.#windowMs;
  }

  /** These words were taken back. */
  keep(message: string, text: string): void {
    this.#texts.set(message, text);
    this.browser.after(KEPT_MS, () => this.#texts.delete(message));
  }

  /** What a message said that one has taken back; nothing after a while. */
  text(message: string): string | undefined {
    return this.#texts.get(message);
  }
}
