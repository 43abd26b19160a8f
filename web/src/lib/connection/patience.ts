// Asking again where a refusal passes by itself.
import type { Browser } from '../browser';
import { Refusal } from './types';

/** The codes of refusals that pass by themselves. */
const PASSING = new Set(['too_many', 'storage_unavailable']);
/** The wait where the house names none. */
const PAUSE_MS = 2_000;

/** How long to wait before asking again; nothing when asking again would not help. */
export function pauseAfter(reason: unknown): number | undefined {
  if (!(reason instanceof Refusal) || !PASSING.has(reason.code)) return undefined;
  return reason.retryAfterMs ?? PAUSE_MS;
}

/** Asks until the answer is one: a refusal that passes is waited out, everything else is thrown. */
export async function patiently<T>(browser: Pick<Browser, 'after'>, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (reason) {
      const pause = pauseAfter(reason);
      if (pause === undefined) throw reason;
      await new Promise<void>((resolve) => browser.after(pause, resolve));
    }
  }
}
