// Who and where the hits are: people and rooms that a page of hits names, asked for once.
import { SvelteMap } from 'svelte/reactivity';
import type { Connection } from '../connection/types';
import type { Hit, Profile, Room } from '../wire/protocol';

/** The house reads no more at once. */
const PEOPLE_AT_ONCE = 200;

/** What is known without asking. */
export interface Known {
  room(id: string): Room | undefined;
}

export class Directory {
  #people = new SvelteMap<string, Profile>();
  #rooms = new SvelteMap<string, Room>();
  #asked = new Set<string>();

  constructor(
    private readonly connection: Pick<Connection, 'request'>,
    private readonly known: Known,
  ) {}

  person(id: string): Profile | undefined {
    return this.#people.get(id);
  }

  room(id: string): Room | undefined {
    return this.known.room(id) ?? this.#rooms.get(id);
  }

  /** Everybody who has been met in hits. */
  get people(): readonly Profile[] {
    return [...this.#people.values()];
  }

  /** Notes people who came with an answer. */
  meet(people: readonly Profile[]): void {
    for (const person of people) this.#people.set(person.id, person);
  }

  /** Asks for whoever and whatever the hits name and nobody knows yet. A name that does not come is left out. */
  async learn(hits: readonly Hit[]): Promise<void> {
    const users = this.#fresh(hits.map(({ message }) => message.sender).filter((id) => !this.#people.has(id)));
    const rooms = this.#fresh(hits.map(({ conversation }) => conversation).filter((id) => !this.room(id)));
    await Promise.all([this.#readPeople(users.slice(0, PEOPLE_AT_ONCE)), ...rooms.map((room) => this.#readRoom(room))]);
  }

  /** The ids that nobody has asked for yet. */
  #fresh(ids: readonly string[]): string[] {
    const fresh = [...new Set(ids)].filter((id) => !this.#asked.has(id));
    for (const id of fresh) this.#asked.add(id);
    return fresh;
  }

  async #readPeople(users: string[]): Promise<void> {
    if (users.length === 0) return;
    try {
      this.meet((await this.connection.request({ type: 'people.read', users })).people);
    } catch {
      for (const id of users) this.#asked.delete(id);
    }
  }

  async #readRoom(id: string): Promise<void> {
    try {
      const { room } = await this.connection.request({ type: 'room.read', room: id });
      this.#rooms.set(id, room);
    } catch {
      this.#asked.delete(id);
    }
  }
}
