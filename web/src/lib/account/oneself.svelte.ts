// Who one is: profile, role, privacy and quiet hours, as the house knows them, and the devices one is signed in on.
import type { Stop } from '../browser';
import type { Connection } from '../connection/types';
import type { Account, Device, Privacy, Profile, ServerMessage } from '../wire/protocol';

/** What of one's profile may change; `avatar: null` takes the picture away. */
export interface ProfileChange {
  readonly name?: string;
  readonly about?: string;
  readonly avatar?: string | null;
}

export class Oneself {
  you = $state.raw<Profile>({ id: '', name: '' });
  /** Known as soon as the house has said welcome. */
  account = $state.raw<Account>();
  #stop: Stop | undefined;

  constructor(
    private readonly connection: Pick<Connection, 'onMessage' | 'request'>,
    you: Profile,
  ) {
    this.you = you;
  }

  start(): void {
    this.#stop = this.connection.onMessage((message) => this.#hear(message));
  }

  stop(): void {
    this.#stop?.();
  }

  /** Whether one is here by name alone. */
  get isGuest(): boolean {
    return this.account?.role === 'guest';
  }

  /** Whether one looks after the house. */
  get isStaff(): boolean {
    return this.account?.role === 'admin' || this.account?.role === 'owner';
  }

  /** Until when nothing shall ring or sound; undefined when it may. */
  quietUntil(now: number): number | undefined {
    const until = this.account?.quiet_until;
    return until !== undefined && until > now ? until : undefined;
  }

  async setProfile(change: ProfileChange): Promise<void> {
    this.#take(await this.connection.request({ type: 'profile.set', ...change }));
  }

  async setPrivacy(privacy: Privacy): Promise<void> {
    this.#take(await this.connection.request({ type: 'privacy.set', ...privacy }));
  }

  /** Nothing rings or sounds until then; `null` ends it now. */
  async setQuiet(until: number | null): Promise<void> {
    this.#take(await this.connection.request({ type: 'quiet.set', until }));
  }

  /** Where one is signed in, this device first. */
  async devices(): Promise<readonly Device[]> {
    const { sessions } = await this.connection.request({ type: 'sessions.list' });
    return [...sessions].sort((one, other) => Number(other.current) - Number(one.current) || other.seen_at - one.seen_at);
  }

  /** Signs another device out. */
  async endDevice(session: string): Promise<void> {
    await this.connection.request({ type: 'session.end', session });
  }

  #hear(message: ServerMessage): void {
    if (message.type === 'session.welcomed' || message.type === 'account.changed') this.#take(message);
    else if (message.type === 'person.changed' && message.person.id === this.you.id) this.you = message.person;
  }

  #take({ you, account }: { you: Profile; account: Account }): void {
    this.you = you;
    this.account = account;
  }
}
