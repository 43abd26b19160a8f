// What was looked for lately, in this browser alone.
import type { Browser } from '../browser';

const KEY = 'teahouse.search.recent';
const AT_MOST = 8;

export class Recent {
  constructor(
    private readonly shelf: Browser['shelf'],
    private readonly you: string,
  ) {}

  /** The latest first. */
  list(): readonly string[] {
    return this.#read();
  }

  /** Somebody has found something by `text`. */
  note(text: string): void {
    if (text === '') return;
    this.#write([text, ...this.#read().filter((other) => other !== text)].slice(0, AT_MOST));
  }

  clear(): void {
    this.shelf.remove(KEY);
  }

  /** Another person of this browser starts with nothing. */
  #read(): string[] {
    try {
      const kept = JSON.parse(this.shelf.get(KEY) ?? '{}') as { you?: unknown; texts?: unknown };
      if (kept.you !== this.you || !Array.isArray(kept.texts)) return [];
      return kept.texts.filter((text): text is string => typeof text === 'string').slice(0, AT_MOST);
    } catch {
      return [];
    }
  }

  #write(texts: readonly string[]): void {
    this.shelf.set(KEY, JSON.stringify({ you: this.you, texts }));
  }
}
