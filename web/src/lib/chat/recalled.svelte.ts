// What one has taken back a moment ago: its author may want to write it anew.
import { SvelteMap } from 'svelte/reactivity';
import type { Browser } from '../browser';

/** For so long the words come back into the box by one press. */
const KEPT_MS = 5 * 60_000;

export class Recalled {
  #texts = new SvelteMap<string, string>();

  constructor(private readonly browser: Pick<Browser, 'after'>) {}

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
