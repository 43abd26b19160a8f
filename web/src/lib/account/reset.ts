// Links for people who forgot their password: `#/reset/CODE` leads to where another one is chosen.
import type { Browser } from '../browser';
import { ask } from '../connection/ask';
import type { Profile } from '../wire/protocol';

const PREFIX = '/reset/';

/** A link that was made for somebody; it is told this once. */
export interface ResetLink {
  readonly link: string;
  readonly expiresAt: number;
}

/** The code that the part of an address behind `#` names. */
export function resetIn(hash: string): string | undefined {
  const code = hash.startsWith(PREFIX) ? hash.slice(PREFIX.length) : '';
  return /^[A-Za-z0-9_-]{4,64}$/.test(code) ? code : undefined;
}

/** Makes a link for somebody; the one before is void. */
export async function makeReset(browser: Pick<Browser, 'ask' | 'origin'>, person: string): Promise<ResetLink> {
  const { code, expires_at } = await ask<{ code: string; expires_at: number }>(browser, 'POST', `/api/v1/admin/people/${person}/reset`);
  return { link: `${browser.origin}/#${PREFIX}${code}`, expiresAt: expires_at };
}

/** Whose password the link replaces. */
export function showReset(browser: Pick<Browser, 'ask'>, code: string): Promise<Profile> {
  return ask<Profile>(browser, 'POST', '/api/v1/account/reset/person', { code });
}
