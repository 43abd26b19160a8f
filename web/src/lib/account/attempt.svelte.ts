// One form that asks the house for something: whether it waits, what was wrong with it, and when one may try again.
import type { Browser } from '../browser';
import type { Entry } from '../connection/session';
import { Wait } from './wait.svelte';

type Refused = Extract<Entry, { ok: false }>;

export class Attempt {
  isWaiting = $state(false);
  refused = $state.raw<Refused>();
  readonly wait: Wait;

  constructor(browser: Pick<Browser, 'every' | 'now'>) {
    this.wait = new Wait(browser);
  }

  /** Whether asking makes no sense now. */
  get isBusy(): boolean {
    return this.isWaiting || this.wait.seconds > 0;
  }

  /** Asks, unless an answer is awaited already or it is too early. Says whether the house agreed. */
  async make(ask: () => Promise<{ ok: true } | Refused>): Promise<boolean> {
    if (this.isBusy) return false;
    this.isWaiting = true;
    this.refused = undefined;
    const answer = await ask();
    this.isWaiting = false;
    if (answer.ok) return true;
    this.refused = answer;
    if (answer.code === 'too_many') this.wait.begin(answer.retryAfterMs ?? 1_000);
    return false;
  }

  /** Something was wrong that the house need not be asked about. */
  refuse(code: string): void {
    this.refused = { ok: false, code };
  }
}
