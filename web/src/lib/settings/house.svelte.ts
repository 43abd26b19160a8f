// The people of the house, as those see them who look after it.
import type { Connection } from '../connection/types';
import type { PersonRow, Role } from '../wire/protocol';

const PAGE = 100;
const RANK: Record<Role, number> = { guest: 0, member: 1, admin: 2, owner: 3 };

/** Whether somebody with `role` may manage somebody with `other`: only who is less. */
export function mayManage(role: Role | undefined, other: Role): boolean {
  return (role === 'admin' || role === 'owner') && RANK[role] > RANK[other];
}

export class HousePeopleList {
  rows = $state.raw<readonly PersonRow[]>([]);
  hasMore = $state(true);
  hasFailed = $state(false);
  #isReading = false;

  constructor(
    private readonly connection: Pick<Connection, 'request'>,
    private readonly bots: boolean,
  ) {}

  /** Reads the next page. */
  async more(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    const after = this.rows.at(-1)?.person.id;
    try {
      const page = await this.connection.request({ type: 'people.list', bots: this.bots, limit: PAGE, ...(after === undefined ? {} : { after }) });
      this.rows = [...this.rows, ...page.people];
      this.hasMore = page.more;
      this.hasFailed = false;
    } catch {
      this.hasFailed = true;
    } finally {
      this.#isReading = false;
    }
  }

  /** Shuts somebody out, or lets her in again. */
  async setDisabled(user: string, disabled: boolean): Promise<void> {
    await this.connection.request({ type: 'person.set_disabled', user, disabled });
    this.#change(user, { disabled });
  }

  /** Somebody is shut out, by another request than this list's own. */
  markDisabled(user: string): void {
    this.#change(user, { disabled: true });
  }

  /** Gives somebody a role. A new owner makes the old one an admin. */
  async setRole(user: string, role: Role): Promise<void> {
    await this.connection.request({ type: 'person.set_role', user, role });
    if (role === 'owner') this.rows = this.rows.map((row) => (row.role === 'owner' ? { ...row, role: 'admin' } : row));
    this.#change(user, { role });
  }

  /** Somebody new stands first. */
  add(row: PersonRow): void {
    this.rows = [row, ...this.rows];
  }

  #change(user: string, change: Partial<PersonRow>): void {
    this.rows = this.rows.map((row) => (row.person.id === user ? { ...row, ...change } : row));
  }
}
