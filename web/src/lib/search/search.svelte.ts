// Looking for people, messages and files: waits while one types, asks, keeps the pages, forgets answers that come too late.
import type { Browser, Stop } from '../browser';
import { patiently } from '../connection/patience';
import { Refusal, type Connection } from '../connection/types';
import type { FoundBy, Hit, HitCursor, MessagesFound, PeoplePage, Profile } from '../wire/protocol';
import { Directory, type Known } from './directory.svelte';
import { asked, hasAim, wordsOf, type Filters } from './query';
import { Recent } from './recent';

/** Typing pauses longer than this between words, not between letters. */
const PAUSE_MS = 180;
const PAGE = 30;
const PEOPLE = 20;

/**
 * idle: nothing to look for. searching: no answer yet. ready: hits, or none. offline: the line is down, it goes on by
 * itself. failed: the house said no.
 */
export type SearchState = 'idle' | 'searching' | 'ready' | 'offline' | 'failed';

/** What a search stands on. */
export interface SearchGround {
  readonly browser: Pick<Browser, 'after' | 'shelf'>;
  readonly connection: Pick<Connection, 'request' | 'state' | 'onState'>;
  readonly known: Known;
  readonly you: string;
}

export class Search {
  state = $state<SearchState>('idle');
  people = $state.raw<readonly Profile[]>([]);
  /** By what of them each was found. */
  foundBy = $state.raw<ReadonlyMap<string, FoundBy>>(new Map());
  hits = $state.raw<readonly Hit[]>([]);
  /** Whether a further page is on its way. */
  isReadingMore = $state(false);
  recent = $state.raw<readonly string[]>([]);
  readonly directory: Directory;
  #text = $state('');
  #filters = $state.raw<Filters>({});
  #next = $state.raw<HitCursor>();
  #recent: Recent;
  #due: Stop | undefined;
  /** Rises with each change of what is looked for: answers to earlier questions are dropped. */
  #turn = 0;
  #stop: Stop;

  /** `fixed` conditions cannot be taken away: a search in one conversation. */
  constructor(
    private readonly ground: SearchGround,
    readonly fixed: Filters = {},
  ) {
    this.directory = new Directory(ground.connection, ground.known);
    this.#recent = new Recent(ground.browser.shelf, ground.you);
    this.recent = this.#recent.list();
    this.#stop = ground.connection.onState((state) => state === 'online' && this.state === 'offline' && this.#ask());
  }

  /** Messages whose words were found. */
  readonly messages: readonly Hit[] = $derived.by(() => this.hits.filter(({ message }) => !message.files?.length));
  /** Messages with files. */
  readonly files: readonly Hit[] = $derived.by(() => this.hits.filter(({ message }) => message.files?.length));
  readonly hasMore: boolean = $derived(this.#next !== undefined);
  readonly isEmpty: boolean = $derived(this.people.length === 0 && this.hits.length === 0);

  get text(): string {
    return this.#text;
  }

  /** Looks for other words, after a moment. */
  set text(text: string) {
    if (text === this.#text) return;
    this.#text = text;
    this.#later(PAUSE_MS);
  }

  get filters(): Filters {
    return this.#filters;
  }

  /** Looks under other conditions, at once. */
  filter(change: Filters): void {
    this.#filters = { ...this.#filters, ...change };
    this.#later(0);
  }

  /** Whether anything is looked for. */
  get isOn(): boolean {
    return hasAim(this.#text, this.#filters);
  }

  /** Takes away words and conditions. */
  clear(): void {
    this.#text = '';
    this.#filters = {};
    this.#later(0);
  }

  /** Asks again after a failure. */
  retry(): void {
    this.#later(0);
  }

  /** Reads the next page. */
  async more(): Promise<void> {
    const before = this.#next;
    if (before === undefined || this.isReadingMore) return;
    const turn = this.#turn;
    this.isReadingMore = true;
    try {
      const page = await this.#messages(before);
      if (turn === this.#turn) this.#take(page, this.hits);
    } catch (reason) {
      if (turn === this.#turn) this.#failed(reason);
    } finally {
      if (turn === this.#turn) this.isReadingMore = false;
    }
  }

  /** Something that was found is opened: its words were good ones. */
  chosen(): void {
    this.#recent.note(wordsOf(this.#text));
    this.recent = this.#recent.list();
  }

  forgetRecent(): void {
    this.#recent.clear();
    this.recent = [];
  }

  stop(): void {
    this.#turn++;
    this.#due?.();
    this.#stop();
  }

  #later(ms: number): void {
    this.#turn++;
    this.isReadingMore = false;
    this.#due?.();
    this.#due = undefined;
    if (!this.isOn) {
      this.#show([], [], undefined);
      this.state = 'idle';
      return;
    }
    this.state = 'searching';
    if (ms === 0) this.#ask();
    else this.#due = this.ground.browser.after(ms, () => this.#ask());
  }

  #ask(): void {
    void this.#look(++this.#turn);
  }

  async #look(turn: number): Promise<void> {
    if (this.ground.connection.state !== 'online') return void (this.state = 'offline');
    try {
      const [{ people, found_by: foundBy = [] }, page] = await Promise.all([this.#people(), this.#messages()]);
      if (turn !== this.#turn) return;
      this.directory.meet(people);
      this.people = people;
      this.foundBy = new Map(people.flatMap(({ id }, index) => foundBy[index] ? [[id, foundBy[index]]] : []));
      this.#take(page, []);
      this.state = 'ready';
    } catch (reason) {
      if (turn === this.#turn) this.#failed(reason);
    }
  }

  /** People have no conversation, day or kind: with a condition nobody is meant. */
  async #people(): Promise<Pick<PeoplePage, 'people' | 'found_by'>> {
    const query = wordsOf(this.#text);
    if (query === '' || hasAim('', { ...this.#filters, ...this.fixed })) return { people: [] };
    const { browser, connection } = this.ground;
    return patiently(browser, () => connection.request({ type: 'people.find', query, limit: PEOPLE }));
  }

  #messages(before?: HitCursor): Promise<MessagesFound> {
    const { browser, connection } = this.ground;
    const request = asked(this.#text, { ...this.#filters, ...this.fixed }, PAGE, before);
    return patiently(browser, () => connection.request(request));
  }

  #take({ hits, next }: MessagesFound, before: readonly Hit[]): void {
    this.hits = [...before, ...hits];
    this.#next = next;
    void this.directory.learn(hits);
  }

  #failed(reason: unknown): void {
    if (reason instanceof Refusal) this.#show([], [], undefined);
    this.state = reason instanceof Refusal ? 'failed' : 'offline';
  }

  #show(people: readonly Profile[], hits: readonly Hit[], next: HitCursor | undefined): void {
    this.people = people;
    this.hits = hits;
    this.#next = next;
  }
}
