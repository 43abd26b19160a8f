// Who this browser is: asks the house, enters under a name, signs out. The secret itself is a cookie no script can read.
import type { Browser } from '../browser';
import type { ErrorView, Profile, SessionView } from '../wire/protocol';

const PATH = '/api/v1/session';
const SIGN_IN_PATH = '/api/v1/session';
const DOOR_PATH = '/api/v1/door';
const SIGN_UP_PATH = '/api/v1/account';
const RESET_PATH = '/api/v1/account/reset';

/** An account as it is asked for. `invite` or `owner_code`: by what right, where the house asks for one. */
export interface SignUp {
  readonly handle: string;
  readonly password: string;
  readonly name?: string;
  readonly invite?: string;
  readonly owner_code?: string;
}

/** How one gets into the house, as it tells everybody. */
export interface DoorFacts {
  /** Whether a name alone is enough. */
  readonly guests: boolean;
  /** Who may make an account. */
  readonly accounts: 'closed' | 'invite' | 'open';
  /** Whether the house belongs to somebody. */
  readonly owner: 'none' | 'some';
}

/** What the house says about this browser. */
export type Standing = { is: 'in'; you: Profile } | { is: 'out'; door: DoorFacts } | { is: 'unreachable' };

/** What came of asking to enter. `code` is one of docs/protocols/errors.md, or `unreachable`. */
export type Entry = { ok: true; you: Profile } | { ok: false; code: string; proposal?: string; retryAfterMs?: number };

export class Session {
  constructor(private readonly browser: Pick<Browser, 'ask'>) {}

  /** Asks whether this browser has a session, and how one gets in otherwise: one question, since the first page waits. */
  async look(): Promise<Standing> {
    try {
      const reply = await this.browser.ask('GET', DOOR_PATH);
      if (reply.status !== 200) return { is: 'unreachable' };
      const { you, ...door } = (await reply.json()) as DoorFacts & Partial<SessionView>;
      return you === undefined ? { is: 'out', door } : { is: 'in', you };
    } catch {
      return { is: 'unreachable' };
    }
  }

  /** Enters under `name`, without an account. */
  enter(name: string): Promise<Entry> {
    return this.#begin(PATH, { name });
  }

  /** Enters with an account. */
  signIn(handle: string, password: string): Promise<Entry> {
    return this.#begin(SIGN_IN_PATH, { handle, password });
  }

  /** Makes an account, of the guest who is signed in if there is one, and enters with it. */
  signUp(wanted: SignUp): Promise<Entry> {
    return this.#begin(SIGN_UP_PATH, wanted);
  }

  /** Chooses another password by the link of somebody who forgot hers, and enters with it. */
  reset(code: string, password: string): Promise<Entry> {
    return this.#begin(RESET_PATH, { code, password });
  }

  async #begin(path: string, body: object): Promise<Entry> {
    try {
      const reply = await this.browser.ask('POST', path, body);
      if (reply.status === 200 || reply.status === 201) return { ok: true, you: ((await reply.json()) as SessionView).you };
      const refused = (await reply.json()) as Partial<ErrorView>;
      return {
        ok: false,
        code: refused.code ?? 'unreachable',
        ...(refused.proposal === undefined ? {} : { proposal: refused.proposal }),
        ...(refused.retry_after_ms === undefined ? {} : { retryAfterMs: refused.retry_after_ms }),
      };
    } catch {
      return { ok: false, code: 'unreachable' };
    }
  }

  /** Signs out. False when the house could not be reached: the session still stands. */
  async leave(): Promise<boolean> {
    try {
      const { status } = await this.browser.ask('DELETE', PATH);
      return status < 300 || status === 401;
    } catch {
      return false;
    }
  }
}
