// Who this browser is: asks the house, enters under a name, signs out. The secret itself is a cookie no script can read.
import type { Browser } from '../browser';
import type { ErrorView, Profile, SessionView } from '../wire/protocol';

const PATH = '/api/v1/session';

/** What the house says about this browser. */
export type Standing = { is: 'in'; you: Profile } | { is: 'out' } | { is: 'unreachable' };

/** What came of asking to enter. `code` is one of docs/protocols/errors.md, or `unreachable`. */
export type Entry = { ok: true; you: Profile } | { ok: false; code: string; proposal?: string; retryAfterMs?: number };

export class Session {
  constructor(private readonly browser: Pick<Browser, 'ask'>) {}

  /** Asks whether this browser has a session. */
  async look(): Promise<Standing> {
    try {
      const reply = await this.browser.ask('GET', PATH);
      if (reply.status === 401) return { is: 'out' };
      if (reply.status !== 200) return { is: 'unreachable' };
      return { is: 'in', you: ((await reply.json()) as SessionView).you };
    } catch {
      return { is: 'unreachable' };
    }
  }

  /** Enters under `name`. */
  async enter(name: string): Promise<Entry> {
    try {
      const reply = await this.browser.ask('POST', PATH, { name });
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
