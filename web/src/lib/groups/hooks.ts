// Links by which programs write into a group: made, listed and removed.
import type { Browser } from '../browser';
import { ask } from '../connection/ask';
import { Refusal, type Connection } from '../connection/types';
import type { Hook } from '../wire/protocol';

/** A link just made: what opens it is told this once. */
export interface MadeHook {
  readonly hook: Hook;
  /** The path of the link. */
  readonly path: string;
}

/** Makes a link into a group; `name` stands over what is written by it. Rejects as every request does. */
export function makeHook(browser: Pick<Browser, 'ask'>, room: string, name: string): Promise<MadeHook> {
  return ask<MadeHook>(browser, 'POST', `/api/v1/conversations/${encodeURIComponent(room)}/hooks`, { name });
}

/** The links into a group, by name. */
export async function listHooks(connection: Pick<Connection, 'request'>, room: string): Promise<readonly Hook[]> {
  const { hooks } = await connection.request({ type: 'hooks.list', room });
  return [...hooks].sort((one, other) => (one.name ?? '').localeCompare(other.name ?? ''));
}

/** Removes a link; one that somebody else has removed meanwhile is removed. */
export async function removeHook(connection: Pick<Connection, 'request'>, hook: string): Promise<void> {
  try {
    await connection.request({ type: 'hook.delete', hook });
  } catch (reason) {
    if (!(reason instanceof Refusal && reason.code === 'no_hook')) throw reason;
  }
}

/** What to type into a terminal to write `words` by a link. */
export function curlLine(link: string, words: string): string {
  const quoted = JSON.stringify({ text: words }).replaceAll("'", String.raw`'\''`);
  return `curl -d '${quoted}' ${link}`;
}
