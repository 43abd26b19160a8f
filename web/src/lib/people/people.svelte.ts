// Everybody one meets in this visit: who they are, and what one has noted about them, which names them everywhere.
import { SvelteMap } from 'svelte/reactivity';
import type { Browser, Stop } from '../browser';
import { patiently } from '../connection/patience';
import type { Connection } from '../connection/types';
import type { Contact, Profile, Room, ServerMessage } from '../wire/protocol';

/** People who are missed within so short a time are asked about together. */
const GATHER_MS = 30;
/** How many the house tells about at once. */
const ASKED_AT_MOST = 200;
/** How many are found at once: more are better found by more letters. */
const FOUND_AT_MOST = 30;

/** What may be noted about somebody; `remark: null` takes the remark name back. */
export interface ContactChange {
  readonly listed?: boolean;
  readonly blocked?: boolean;
  readonly remark?: string | null;
}

export class People {
  /** Whether it is known whom one has noted. */
  isLoaded = $state(false);
  readonly #profiles = new SvelteMap<string, Profile>();
  readonly #contacts = new SvelteMap<string, Contact>();
  /** Who is to be asked about. */
  readonly #wanted = new Set<string>();
  /** Who has been asked about: whoever is unknown still is not there. */
  readonly #asked = new Set<string>();
  #due: Stop | undefined;
  #stops: Stop[] = [];

  constructor(
    private readonly browser: Pick<Browser, 'after'>,
    private readonly connection: Pick<Connection, 'onMessage' | 'onState' | 'request' | 'state'>,
    you: Profile,
  ) {
    this.#profiles.set(you.id, you);
  }

  /** People whom one has noted, by the name one calls them. */
  readonly listed: readonly Contact[] = $derived.by(() => this.#noted(({ listed }) => listed));
  /** People whom one has blocked. */
  readonly blocked: readonly Contact[] = $derived.by(() => this.#noted(({ blocked }) => blocked));

  start(): void {
    this.#stops = [
      this.connection.onMessage((message) => this.#hear(message)),
      this.connection.onState((state) => state === 'online' && this.#resume()),
    ];
    if (this.connection.state === 'online') this.#resume();
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#due?.();
  }

  /** What is known of somebody. Who is not known yet is asked about, and is here soon. */
  profile(id: string): Profile | undefined {
    const known = this.#profiles.get(id);
    if (!known && !this.#wanted.has(id) && !this.#asked.has(id)) {
      this.#wanted.add(id);
      this.#askSoon();
    }
    return known;
  }

  /** What one has noted about somebody. */
  contact(id: string): Contact | undefined {
    return this.#contacts.get(id);
  }

  /** What one calls somebody: the remark name, or her own, which may be another than `person` says by now. */
  nameOf(person: { readonly id: string; readonly name: string }): string {
    return this.#contacts.get(person.id)?.remark ?? (this.#profiles.get(person.id) ?? person).name;
  }

  /** Somebody as she is now, if more is known than what was handed out once. */
  now(person: Profile): Profile {
    return this.#profiles.get(person.id) ?? person;
  }

  /** The same for somebody of whom only the id is at hand; empty until it is known. */
  name(id: string): string {
    const profile = this.profile(id);
    return profile ? this.nameOf(profile) : '';
  }

  /** A person as she looks now, under the name that one calls her by. */
  named(person: Profile): Profile {
    return { ...this.now(person), name: this.nameOf(person) };
  }

  /** These have come into sight. */
  learn(profiles: readonly Profile[]): void {
    for (const profile of profiles) {
      this.#wanted.delete(profile.id);
      if (!isSame(this.#profiles.get(profile.id), profile)) this.#profiles.set(profile.id, profile);
    }
  }

  /** Notes something about somebody. Rejects as every request does. */
  async set(user: string, change: ContactChange): Promise<void> {
    this.#note((await this.connection.request({ type: 'contact.set', user, ...change })).contact);
  }

  /** People whom `query` fits: by name, remark name, handle, pinyin or initials, best first. */
  async find(query: string): Promise<readonly Profile[]> {
    const ask = () => this.connection.request({ type: 'people.find', query, limit: FOUND_AT_MOST });
    return (await patiently(this.browser, ask)).people;
  }

  /** On a new line anything may have changed. */
  #resume(): void {
    this.#askSoon();
    void this.#read();
  }

  async #read(): Promise<void> {
    try {
      const { contacts } = await patiently(this.browser, () => this.connection.request({ type: 'contacts.list' }));
      const noted = new Set(contacts.map(({ person }) => person.id));
      for (const id of this.#contacts.keys()) if (!noted.has(id)) this.#contacts.delete(id);
      for (const contact of contacts) this.#note(contact);
      this.isLoaded = true;
    } catch {
      // The line broke: the next one asks again.
    }
  }

  #hear(message: ServerMessage): void {
    switch (message.type) {
      case 'account.changed':
      case 'session.welcomed':
        return this.learn([message.you]);
      case 'call.incoming':
        return this.learn([message.caller]);
      case 'contact.changed':
        return this.#note(message.contact);
      case 'members.page':
        return this.learn(message.members.map(({ person }) => person));
      case 'people.changed':
      case 'room.changed':
        return this.learn(message.came);
      case 'people.page':
        return this.learn(message.people);
      case 'person.changed':
        return this.#changed(message.person);
      case 'room.opened':
        return this.learn(peopleOf(message.room));
      case 'rooms.page':
        return this.learn(message.rooms.flatMap(peopleOf));
      default:
    }
  }

  #changed(person: Profile): void {
    this.learn([person]);
    const contact = this.#contacts.get(person.id);
    if (contact) this.#contacts.set(person.id, { ...contact, person });
  }

  #note(contact: Contact): void {
    this.learn([contact.person]);
    this.#contacts.set(contact.person.id, contact);
  }

  #noted(is: (contact: Contact) => boolean): Contact[] {
    const found = [...this.#contacts.values()].filter(is);
    return found.sort((one, other) => this.nameOf(one.person).localeCompare(this.nameOf(other.person)));
  }

  #askSoon(): void {
    if (this.#wanted.size > 0) this.#due ??= this.browser.after(GATHER_MS, () => void this.#ask());
  }

  async #ask(): Promise<void> {
    this.#due = undefined;
    const users = [...this.#wanted].slice(0, ASKED_AT_MOST);
    if (users.length === 0) return;
    try {
      const ask = () => this.connection.request({ type: 'people.read', users });
      this.learn((await patiently(this.browser, ask)).people);
    } catch {
      // The line broke: the next one asks again.
      return;
    }
    for (const id of users) {
      this.#wanted.delete(id);
      this.#asked.add(id);
    }
    this.#askSoon();
  }
}

function peopleOf({ peer, people = [] }: Room): Profile[] {
  return peer ? [peer, ...people] : people;
}

function isSame(one: Profile | undefined, other: Profile): boolean {
  return one !== undefined && JSON.stringify(one) === JSON.stringify(other);
}
