// One request of the house's API over HTTP: the answer, or a refusal, or nobody there; as over the socket.
import type { Browser, Method } from '../browser';
import type { ErrorView } from '../wire/protocol';
import { Refusal, Unanswered } from './types';

/** Asks, and hands back what the house answers; nothing where the answer has no body. */
export async function ask<T = void>(browser: Pick<Browser, 'ask'>, method: Method, path: string, body?: unknown): Promise<T> {
  let reply;
  try {
    reply = await browser.ask(method, path, body);
  } catch {
    throw new Unanswered('disconnected');
  }
  if (reply.status === 204) return undefined as T;
  const said = await reply.json().catch(() => ({}));
  if (reply.status >= 200 && reply.status < 300) return said as T;
  const { code = 'unreachable', message = '', retry_after_ms } = said as Partial<ErrorView>;
  throw new Refusal(code, message, retry_after_ms);
}
