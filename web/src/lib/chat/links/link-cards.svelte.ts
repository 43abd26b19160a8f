// What linked pages say of themselves, asked of the house and never of the pages: few at once, each once.
import { SvelteMap } from 'svelte/reactivity';
import type { Browser, Stop } from '../../browser';
import { ask } from '../../connection/ask';
import { Refusal } from '../../connection/types';

/** What a page says of itself. */
export interface LinkCard {
  readonly url: string;
  readonly title?: string;
  readonly description?: string;
  readonly site?: string;
}

/** Asked at once. */
const AT_ONCE = 2;
/** Waiting to be asked: who scrolls fast does not wait for what is far away by then. */
const MAX_WAITING = 20;
/** Remembered pages. */
const MAX_KNOWN = 500;
/** How long to wait where the house does not say. */
const PAUSE_MS = 5_000;

export class LinkCards {
  #areOffered = $state(false);
  /** `null`: there is nothing to show. */
  readonly #known = new SvelteMap<string, LinkCard | null>();
  readonly #asked = new Set<string>();
  #waiting: string[] = [];
  #running = 0;
  /** Ends the pause that the house has asked for. */
  #pause: Stop | undefined;

  constructor(private readonly browser: Pick<Browser, 'after' | 'ask'>) {}

  /** The house says whether it looks up pages. */
  told(areOffered: boolean): void {
    this.#areOffered = areOffered;
  }

  /** Whether it makes sense to want one. */
  get areOffered(): boolean {
    return this.#areOffered;
  }

  /** Asks for no more: one signs out. */
  stop(): void {
    this.#areOffered = false;
    this.#waiting = [];
    this.#pause?.();
  }

  /** What is known of a page. */
  of(url: string): LinkCard | undefined {
    return this.#known.get(url) ?? undefined;
  }

  /** Somebody looks at a message that links to a page. */
  want(url: string): void {
    if (!this.#areOffered || this.#known.has(url) || this.#asked.has(url)) return;
    this.#asked.add(url);
    this.#waiting.push(url);
    const [tooMany] = this.#waiting.length > MAX_WAITING ? this.#waiting.splice(0, 1) : [];
    if (tooMany !== undefined) this.#asked.delete(tooMany);
    this.#next();
  }

  /** The last that was wanted is the likeliest to be looked at still. */
  #next(): void {
    while (this.#areOffered && this.#pause === undefined && this.#running < AT_ONCE) {
      const url = this.#waiting.pop();
      if (url === undefined) return;
      this.#running += 1;
      void this.#look(url).finally(() => {
        this.#running -= 1;
        this.#next();
      });
    }
  }

  async #look(url: string): Promise<void> {
    try {
      this.#keep(url, await ask<LinkCard>(this.browser, 'GET', `/api/v1/preview?url=${encodeURIComponent(url)}`));
    } catch (reason) {
      if (reason instanceof Refusal && reason.code === 'too_many') {
        this.#waiting.push(url);
        this.#wait(reason.retryAfterMs ?? PAUSE_MS);
      } else if (reason instanceof Refusal && reason.code === 'no_preview') this.#keep(url, null);
      // What was not answered is asked again when somebody looks at it again.
      else this.#asked.delete(url);
    }
  }

  #keep(url: string, card: LinkCard | null): void {
    const [oldest] = this.#known.size >= MAX_KNOWN ? this.#known.keys() : [];
    if (oldest !== undefined) {
      this.#known.delete(oldest);
      this.#asked.delete(oldest);
    }
    this.#known.set(url, card);
  }

  #wait(ms: number): void {
    this.#pause?.();
    this.#pause = this.browser.after(ms, () => {
      this.#pause = undefined;
      this.#next();
    });
  }
}
