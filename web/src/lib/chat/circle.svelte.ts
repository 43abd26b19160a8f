// Who is in the open group, and how far each has got: for names behind an @, and for the ticks.
import { SvelteMap } from 'svelte/reactivity';
import type { Browser } from '../browser';
import { patiently } from '../connection/patience';
import type { Connection } from '../connection/types';
import type { Member, Profile, RoomChanged, RoomMarked } from '../wire/protocol';

/** The house pushes the marks of others in groups up to this size; in larger ones they are asked for one message at a time. */
const MARKED_AT_MOST = 32;
const PAGE = 500;

export class Circle {
  #members = new SvelteMap<string, Member>();
  #total = $state(0);
  #reading: Promise<void> | undefined;

  constructor(
    private readonly browser: Pick<Browser, 'after'>,
    private readonly connection: Pick<Connection, 'request'>,
    private readonly room: string,
    private readonly you: string,
  ) {}

  /** Everybody else, as far as read. */
  readonly others: readonly Profile[] = $derived.by(() => [...this.#members.values()].map(({ person }) => person).filter(({ id }) => id !== this.you));
  /** The place up to which every other has received; nothing in groups that are too large for that. */
  readonly delivered: number | undefined = $derived.by(() => this.#least(({ delivered }) => delivered));
  /** The place up to which every other has read. */
  readonly read: number | undefined = $derived.by(() => this.#least(({ read }) => read));

  /** Reads the first page again: after connecting, anything may have changed. */
  async resume(): Promise<void> {
    this.#members.clear();
    await this.#page();
  }

  /** Reads everybody: a name is being looked for. */
  all(): Promise<void> {
    this.#reading ??= this.#rest().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  /** The group has changed. */
  changed({ came, went, roles, room }: RoomChanged): void {
    for (const person of came) this.#members.set(person.id, { person, role: 'member', delivered: 0, read: 0 });
    for (const id of went) this.#members.delete(id);
    for (const { user, role } of roles) {
      const member = this.#members.get(user);
      if (member) this.#members.set(user, { ...member, role });
    }
    this.#total = room.member_count;
  }

  /** Somebody's marks have moved. */
  marked({ user, delivered, read }: RoomMarked): void {
    const member = this.#members.get(user);
    if (!member) return;
    this.#members.set(user, { ...member, delivered: Math.max(member.delivered, delivered), read: Math.max(member.read, read) });
  }

  async #rest(): Promise<void> {
    while (this.#members.size < this.#total && (await this.#page()));
  }

  /** Reads the next page; false when nothing came. */
  async #page(): Promise<boolean> {
    try {
      const skip = this.#members.size;
      const { members, total } = await patiently(this.browser, () => this.connection.request({ type: 'members.list', room: this.room, skip, limit: PAGE }));
      for (const member of members) this.#members.set(member.person.id, member);
      this.#total = total;
      return members.length > 0;
    } catch {
      return false;
    }
  }

  #least(of: (member: Member) => number): number | undefined {
    const { size } = this.#members;
    if (size < 2 || size > MARKED_AT_MOST || size < this.#total) return undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const member of this.#members.values()) if (member.person.id !== this.you) least = Math.min(least, of(member));
    return least;
  }
}
