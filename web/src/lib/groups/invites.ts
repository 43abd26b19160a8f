// Invites into the house or into one group: made, listed and taken back.
import type { Browser } from '../browser';
import { ask } from '../connection/ask';
import type { Connection } from '../connection/types';
import type { Invite } from '../wire/protocol';

/** What kind of invite is made. */
export interface Wish {
  readonly needs_approval?: boolean;
  /** How often it can be used. */
  readonly uses?: number;
  /** Until when. */
  readonly expires_at?: number;
}

/** Makes an invite into a group, or into the house. Rejects as every request does. */
export function makeInvite(browser: Pick<Browser, 'ask'>, room: string | undefined, wish: Wish): Promise<Invite> {
  const path = room === undefined ? '/api/v1/invites' : `/api/v1/conversations/${encodeURIComponent(room)}/invites`;
  return ask<Invite>(browser, 'POST', path, wish);
}

/** The invites into a group, or into the house, the newest first. */
export async function listInvites(connection: Pick<Connection, 'request'>, room: string | undefined): Promise<readonly Invite[]> {
  const { invites } = await connection.request({ type: 'invites.list', ...(room === undefined ? {} : { room }) });
  return [...invites].sort((one, other) => other.created_at - one.created_at);
}

/** Takes an invite back. */
export async function revokeInvite(connection: Pick<Connection, 'request'>, invite: string): Promise<void> {
  await connection.request({ type: 'invite.revoke', invite });
}
