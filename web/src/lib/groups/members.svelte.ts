// Who is in one group, page by page, kept up to date while it is looked at.
import type { Stop } from '../browser';
import type { Connection } from '../connection/types';
import type { JoinRequest, Member, MemberRole, ServerMessage } from '../wire/protocol';

const PAGE = 100;

export class Members {
  list = $state.raw<readonly Member[]>([]);
  /** How many there are in all. */
  total = $state(0);
  isLoading = $state(false);
  /** Whether the house did not tell. */
  hasFailed = $state(false);
  /** Who waits to be let in; asked for by those who may. */
  requests = $state.raw<readonly JoinRequest[]>([]);
  #stop: Stop;
  #decides = false;

  constructor(
    private readonly connection: Pick<Connection, 'onMessage' | 'request'>,
    private readonly room: string,
  ) {
    this.#stop = connection.onMessage((message) => this.#hear(message));
    void this.more();
  }

  stop(): void {
    this.#stop();
  }

  get hasMore(): boolean {
    return this.list.length < this.total;
  }

  /** Reads the next page. */
  async more(): Promise<void> {
    if (this.isLoading) return;
    this.isLoading = true;
    try {
      const { members, total } = await this.connection.request({ type: 'members.list', room: this.room, skip: this.list.length, limit: PAGE });
      this.list = merged(this.list, members);
      this.total = total;
      this.hasFailed = false;
    } catch {
      this.hasFailed = true;
    } finally {
      this.isLoading = false;
    }
  }

  /** One may decide about who waits: asks who that is. */
  async readRequests(): Promise<void> {
    this.#decides = true;
    try {
      this.requests = (await this.connection.request({ type: 'join_requests.list', room: this.room })).requests;
    } catch {
      this.requests = [];
    }
  }

  /** Lets somebody in, or not. */
  async answer(user: string, accept: boolean): Promise<void> {
    await this.connection.request({ type: 'join_request.answer', room: this.room, user, accept });
    this.requests = this.requests.filter(({ person }) => person.id !== user);
  }

  #hear(message: ServerMessage): void {
    if (message.type === 'join_request.made' && message.room === this.room && this.#decides) return void this.readRequests();
    if (message.type !== 'room.changed' || message.room.id !== this.room) return;
    const { came, went, roles, room } = message;
    const gone = new Set(went);
    const arrived = came.map((person): Member => ({ person, role: 'member', delivered: 0, read: 0 }));
    const stayed = this.list.filter(({ person }) => !gone.has(person.id));
    // Who comes stands at the end, which may not have been read yet.
    const all = this.hasMore ? stayed : merged(stayed, arrived);
    this.list = withRoles(all, new Map(roles.map(({ user, role }) => [user, role])));
    this.total = room.member_count;
    const inside = new Set(came.map(({ id }) => id));
    this.requests = this.requests.filter(({ person }) => !inside.has(person.id));
  }
}

function merged(known: readonly Member[], incoming: readonly Member[]): Member[] {
  const fresh = new Set(incoming.map(({ person }) => person.id));
  return [...known.filter(({ person }) => !fresh.has(person.id)), ...incoming];
}

function withRoles(members: readonly Member[], roles: ReadonlyMap<string, MemberRole>): Member[] {
  return members.map((member) => ({ ...member, role: roles.get(member.person.id) ?? member.role }));
}
