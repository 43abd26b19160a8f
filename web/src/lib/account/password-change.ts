// Changing one's password: over HTTP, since the house computes with it for a while.
import type { Browser } from '../browser';
import { ask } from '../connection/ask';
import { Refusal } from '../connection/types';

const PATH = '/api/v1/account/password';

/** What came of it. */
export type Changed = { ok: true } | { ok: false; code: string; retryAfterMs?: number };

/** Gives oneself another password; with `endsOthers`, all other devices are signed out. */
export async function changePassword(browser: Pick<Browser, 'ask'>, present: string, next: string, endsOthers: boolean): Promise<Changed> {
  try {
    await ask(browser, 'PUT', PATH, { current: present, password: next, end_others: endsOthers });
    return { ok: true };
  } catch (reason) {
    if (!(reason instanceof Refusal)) return { ok: false, code: 'unreachable' };
    return { ok: false, code: reason.code, ...(reason.retryAfterMs === undefined ? {} : { retryAfterMs: reason.retryAfterMs }) };
  }
}
