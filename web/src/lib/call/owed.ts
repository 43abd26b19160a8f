// The hang-ups that the house has not heard yet. They are kept beyond the page, so that a call which ended while the
// house was away, or with the page, still leaves its line in the chat.

import type { Browser } from '../browser';
import type { Connection } from '../connection/types';
import { Refusal } from '../connection/types';

const SHELF_KEY = 'teahouse.call.owed';
/** The house closes a call's record after 12 hours without both ends. */
const KEPT_MS = 12 * 60 * 60 * 1000;
const AT_MOST = 20;

/** One hang-up. `seconds` only where the page knows them better than the house. */
export type Owed = { call: string; peer: string; seconds: number | null; at: number };

/** All of them. */
export class OwedHangUps {
  readonly #browser: Pick<Browser, 'shelf' | 'now'>;
  readonly #connection: Pick<Connection, 'state' | 'request'>;
  #saying: Promise<void> = Promise.resolve();

  constructor(browser: Pick<Browser, 'shelf' | 'now'>, connection: Pick<Connection, 'state' | 'request'>) {
    this.#browser = browser;
    this.#connection = connection;
  }

  /** Says it now if the house is there, and otherwise when it is. */
  add(call: string, peer: string, seconds: number | null): void {
    const owed = { call, peer, seconds, at: this.#browser.now() };
    this.#keep([...this.#list().filter((other) => other.call !== call), owed].slice(-AT_MOST));
    const before = this.#saying;
    const pay = this.#pay(owed, false);
    this.#saying = before.then(() => pay);
  }

  /** Settles when everything that could be said has been answered, or the line is gone. */
  get said(): Promise<void> {
    return this.#saying;
  }

  /** The house is there. */
  async payAll(): Promise<void> {
    for (const owed of this.#list()) await this.#pay(owed, true);
  }

  /** A connection that is new has to take the call up before it can end it. */
  async #pay({ call, peer, seconds }: Owed, isNew: boolean): Promise<void> {
    if (this.#connection.state !== 'online') return;
    try {
      if (isNew) await this.#connection.request({ type: 'call.resume', call, peer });
      await this.#connection.request({ type: 'call.hangup', call, ...(seconds === null ? {} : { seconds }) });
    } catch (error) {
      // A refusal is an answer too: the house knows better. Without an answer it stays owed.
      if (!(error instanceof Refusal) || error.code === 'too_many') return;
    }
    this.#keep(this.#list().filter((other) => other.call !== call));
  }

  #list(): Owed[] {
    const now = this.#browser.now();
    let kept: unknown;
    try {
      kept = JSON.parse(this.#browser.shelf.get(SHELF_KEY) ?? '[]');
    } catch {
      return [];
    }
    return Array.isArray(kept) ? kept.filter((entry): entry is Owed => isOwed(entry) && now - entry.at < KEPT_MS) : [];
  }

  #keep(list: Owed[]): void {
    if (list.length > 0) this.#browser.shelf.set(SHELF_KEY, JSON.stringify(list));
    else this.#browser.shelf.remove(SHELF_KEY);
  }
}

function isOwed(entry: unknown): entry is Owed {
  if (typeof entry !== 'object' || entry === null) return false;
  const { call, peer, seconds, at } = entry as Record<string, unknown>;
  return typeof call === 'string' && typeof peer === 'string' && typeof at === 'number' && (seconds === null || typeof seconds === 'number');
}
