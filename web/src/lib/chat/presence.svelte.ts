// Who is online: the first rows of the list of everybody, and the people in the rows in view.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Browser, Stop } from '../browser';
import type { Connection } from '../connection/types';
import type { PeopleChanged, PresenceChanged, Profile } from '../wire/protocol';

const WINDOW_STEP = 50;
const WINDOW_AT_MOST = 500;
const WATCHED_AT_MOST = 500;
/** Rows that scroll by are not worth asking about. */
const SETTLE_MS = 150;

export class Presence {
  /** The first people online, in the order of coming. */
  people = $state.raw<readonly Profile[]>([]);
  /** How many are online in all. */
  total = $state(0);
  /** Whether the first rows have come. */
  isLoaded = $state(false);
  #online = new SvelteSet<string>();
  #seenAt = new SvelteMap<string, number>();
  #listed = $derived(new Set(this.people.map(({ id }) => id)));
  #inView = new Map<string, number>();
  #window = WINDOW_STEP;
  #due: Stop | undefined;

  constructor(
    private readonly browser: Pick<Browser, 'after'>,
    private readonly connection: Pick<Connection, 'send'>,
  ) {}

  /** Whether somebody is known to be online. */
  isOnline(user: string): boolean {
    return this.#online.has(user) || this.#listed.has(user);
  }

  /** When somebody who is away was here last, if she lets one see it. */
  seenAt(user: string): number | undefined {
    return this.#seenAt.get(user);
  }

  /** Asks for everything again: a new line knows nothing of the old one. */
  resume(): void {
    this.connection.send({ type: 'people.watch', limit: this.#window });
    this.#ask();
  }

  /** Somebody's row, or conversation, has come into view. Returns what to call when it has gone. */
  watch(user: string): Stop {
    this.#inView.set(user, (this.#inView.get(user) ?? 0) + 1);
    this.#askSoon();
    let isWatching = true;
    return () => {
      if (!isWatching) return;
      isWatching = false;
      const left = (this.#inView.get(user) ?? 1) - 1;
      if (left > 0) this.#inView.set(user, left);
      else this.#inView.delete(user);
      this.#askSoon();
    };
  }

  /** Shows more rows of the list of everybody, when there are more. */
  more(): void {
    if (this.people.length >= this.total || this.#window >= WINDOW_AT_MOST || this.people.length < this.#window) return;
    this.#window = Math.min(WINDOW_AT_MOST, this.#window + WINDOW_STEP);
    this.connection.send({ type: 'people.watch', limit: this.#window });
  }

  /** The first rows have changed. */
  takePeople({ fresh, came, went, total }: PeopleChanged): void {
    const gone = new Set([...went, ...came.map(({ id }) => id)]);
    this.people = [...(fresh ? [] : this.people.filter(({ id }) => !gone.has(id))), ...came];
    this.total = total;
    this.isLoaded = true;
    for (const id of went) this.#online.delete(id);
  }

  /** Watched people have come or gone. */
  takePresence({ online, offline }: PresenceChanged): void {
    for (const id of online) {
      this.#online.add(id);
      this.#seenAt.delete(id);
    }
    for (const { user, seen_at } of offline) {
      this.#online.delete(user);
      if (seen_at === undefined) this.#seenAt.delete(user);
      else this.#seenAt.set(user, seen_at);
    }
  }

  #askSoon(): void {
    this.#due ??= this.browser.after(SETTLE_MS, () => this.#ask());
  }

  #ask(): void {
    this.#due?.();
    this.#due = undefined;
    const users = [...this.#inView.keys()].slice(-WATCHED_AT_MOST);
    for (const id of this.#online) if (!this.#inView.has(id)) this.#online.delete(id);
    this.connection.send({ type: 'presence.watch', users });
  }
}
