// Choosing people: who is proposed, who is found by what is typed, who has been taken.
import { SvelteMap } from 'svelte/reactivity';
import type { Browser, Stop } from '../browser';
import type { Profile } from '../wire/protocol';
import type { People } from './people.svelte';

/** Typing on within this time asks the house once. */
const PAUSE_MS = 150;

export class Picking {
  /** Who has been taken, in order. */
  readonly taken = new SvelteMap<string, Profile>();
  isSearching = $state(false);
  hasFailed = $state(false);
  #query = $state('');
  #found = $state.raw<readonly Profile[]>();
  #due: Stop | undefined;

  /** `suggested`: who is proposed before anything is typed. `left`: who cannot be chosen. */
  constructor(
    private readonly browser: Pick<Browser, 'after'>,
    private readonly people: Pick<People, 'find'>,
    private readonly suggested: () => readonly Profile[],
    private readonly left: (id: string) => boolean,
  ) {}

  get query(): string {
    return this.#query;
  }

  set query(query: string) {
    this.#query = query;
    this.#due?.();
    this.hasFailed = false;
    this.isSearching = query.trim() !== '';
    if (!this.isSearching) this.#found = undefined;
    else this.#due = this.browser.after(PAUSE_MS, () => void this.#find(query));
  }

  /** Who can be chosen now. */
  get shown(): readonly Profile[] {
    const all = this.#query.trim() === '' ? this.suggested() : (this.#found ?? []);
    const seen = new Set<string>();
    return all.filter(({ id, call_only }) => !call_only && !this.left(id) && !seen.has(id) && seen.add(id));
  }

  toggle(person: Profile): void {
    if (!this.taken.delete(person.id)) this.taken.set(person.id, person);
  }

  stop(): void {
    this.#due?.();
  }

  async #find(query: string): Promise<void> {
    try {
      const found = await this.people.find(query.trim());
      if (query === this.#query) this.#found = found;
    } catch {
      if (query === this.#query) this.hasFailed = true;
    } finally {
      if (query === this.#query) this.isSearching = false;
    }
  }
}
