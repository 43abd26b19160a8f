// One visit of a browser to the house: at the door, inside, or before a house that does not answer.
import { Oneself } from './account/oneself.svelte';
import type { Browser, Stop } from './browser';
import { type Calls, createCalls } from './call';
import { type Backing, Chat } from './chat/chat.svelte';
import type { OutboxStore } from './chat/outbox-store';
import { backoff } from './connection/backoff';
import { HouseConnection } from './connection/connection';
import { Session, type DoorFacts, type Entry, type SignUp } from './connection/session';
import { I18n } from './i18n/i18n.svelte';
import type { Parts } from './parts';
import { People } from './people/people.svelte';
import { PageTitle } from './ui/page-title';
import { Toasts } from './ui/toasts.svelte';
import type { Profile } from './wire/protocol';

/** Where the visitor is. */
export type Place =
  | { at: 'looking' }
  | { at: 'away' }
  | { at: 'door' }
  | { at: 'house'; chat: Chat; calls: Calls; people: People; oneself: Oneself };

export class Visit {
  place = $state.raw<Place>({ at: 'looking' });
  /** How one gets in, as soon as the house has said so. */
  door = $state.raw<DoorFacts>();
  readonly parts: Parts;
  readonly #session: Session;
  readonly #connection: HouseConnection;
  #failures = 0;
  /** Whether this device is getting another session: the end of the old one is no news then. */
  #isChanging = false;
  #retry: Stop | undefined;

  constructor(
    browser: Browser,
    private readonly store: OutboxStore,
    private readonly backing?: (parts: Parts, you: Profile) => Backing,
  ) {
    this.#session = new Session(browser);
    this.#connection = new HouseConnection(browser, {
      hasSession: async () => (await this.#session.look()).is !== 'out',
      onSessionEnded: () => this.#ended(),
    });
    const connection = this.#connection;
    this.parts = { browser, connection, i18n: new I18n(browser), toasts: new Toasts(browser), title: new PageTitle(browser) };
    connection.onMessage((message) => message.type === 'session.welcomed' && this.#welcomed(message.you));
    browser.onOnlineChange(() => this.place.at === 'away' && void this.look());
  }

  /** Asks the house who this browser is, and goes on asking while it does not answer. */
  async look(): Promise<void> {
    this.#retry?.();
    const standing = await this.#session.look();
    if (standing.is === 'in') return this.#comeIn(standing.you);
    if (standing.is === 'out') {
      this.door = standing.door;
      this.place = { at: 'door' };
      return;
    }
    this.place = { at: 'away' };
    const { browser } = this.parts;
    this.#retry = browser.after(backoff(this.#failures++, browser.random()), () => void this.look());
  }

  /** Enters under `name`; says what was wrong with it otherwise. */
  async enter(name: string): Promise<Entry> {
    return this.#entered(await this.#session.enter(name));
  }

  /** Enters with an account. */
  async signIn(handle: string, password: string): Promise<Entry> {
    return this.#entered(await this.#session.signIn(handle, password));
  }

  /** Makes an account and enters with it; a guest who is inside keeps everything and gets a fresh session. */
  async signUp(wanted: SignUp): Promise<Entry> {
    this.#isChanging = true;
    try {
      return this.#entered(await this.#session.signUp(wanted));
    } finally {
      this.#isChanging = false;
    }
  }

  /** Enters with a password that is chosen by a link; whoever else is inside here goes out, and nothing of hers stays. */
  async reset(code: string, password: string): Promise<Entry> {
    this.#isChanging = true;
    try {
      const entry = await this.#session.reset(code, password);
      if (entry.ok && this.place.at === 'house' && this.place.chat.you.id !== entry.you.id) await this.place.chat.clear();
      return this.#entered(entry);
    } finally {
      this.#isChanging = false;
    }
  }

  /** Signs out for good. False when the house could not be told. */
  async leave(): Promise<boolean> {
    if (this.place.at !== 'house') return true;
    const { chat, calls } = this.place;
    await calls.finish();
    if (!(await this.#session.leave())) return false;
    await chat.clear();
    this.#goOut();
    return true;
  }

  #entered(entry: Entry): Entry {
    if (!entry.ok) return entry;
    if (this.place.at === 'house') this.#goOut();
    this.#comeIn(entry.you);
    return entry;
  }

  #comeIn(you: Profile): void {
    this.#failures = 0;
    const chat = new Chat(this.parts, you, this.store, this.backing?.(this.parts, you));
    const calls = createCalls(this.parts);
    const people = new People(this.parts.browser, this.#connection, you);
    const oneself = new Oneself(this.#connection, you);
    this.place = { at: 'house', chat, calls, people, oneself };
    people.start();
    oneself.start();
    chat.start();
    this.#connection.start();
  }

  /** Another page of this browser may have signed out, and in as somebody else, while this one was away. */
  #welcomed(you: Profile): void {
    if (this.place.at !== 'house' || this.place.chat.you.id === you.id) return;
    this.#goOut();
    this.#comeIn(you);
  }

  #ended(): void {
    if (this.place.at !== 'house' || this.#isChanging) return;
    this.#goOut();
    this.parts.toasts.show(this.parts.i18n.t('signOut.ended'));
  }

  #goOut(): void {
    if (this.place.at !== 'house') return;
    const { chat, calls, people, oneself } = this.place;
    calls.dispose();
    chat.stop();
    people.stop();
    oneself.stop();
    this.#connection.stop();
    this.parts.title.setUnread(0);
    this.parts.browser.address.go('', { replace: true });
    this.place = { at: 'door' };
    // Who came in without standing here, or has made the first account since, knows no door or an old one.
    void this.#session.look().then((standing) => standing.is === 'out' && (this.door = standing.door));
  }
}
