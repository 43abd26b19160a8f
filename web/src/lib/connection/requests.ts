// Which answer belongs to which request: numbers them, waits, and gives up in time.
import type { Browser, Stop } from '../browser';
import type { ServerMessage } from '../wire/protocol';
import { Refusal, Unanswered } from './types';

/** Longer than any answer of a house that is well takes, short enough to notice a dead line. */
export const ANSWER_TIMEOUT_MS = 10_000;

interface Waiting {
  resolve(answer: ServerMessage): void;
  reject(reason: Refusal | Unanswered): void;
  stop: Stop;
}

export class Requests {
  #next = 1;
  #waiting = new Map<number, Waiting>();

  /** `late` hears of each request that got no answer in time: the line is probably dead. */
  constructor(
    private readonly browser: Pick<Browser, 'after'>,
    private readonly late: () => void,
  ) {}

  /** Takes a number, says the request under it, and waits for the answer with the same number. */
  ask(say: (re: number) => void, timeoutMs = ANSWER_TIMEOUT_MS): Promise<ServerMessage> {
    const re = this.#next++;
    return new Promise((resolve, reject) => {
      const stop = this.browser.after(timeoutMs, () => {
        this.#waiting.delete(re);
        reject(new Unanswered('timeout'));
        this.late();
      });
      this.#waiting.set(re, { resolve, reject, stop });
      say(re);
    });
  }

  /** Settles the request that `message` answers, if it answers one. */
  settle(message: ServerMessage): void {
    if (!('re' in message) || message.re === undefined) return;
    const waiting = this.#waiting.get(message.re);
    if (!waiting) return;
    this.#waiting.delete(message.re);
    waiting.stop();
    if (message.type === 'refused') waiting.reject(new Refusal(message.code, message.message, message.retry_after_ms));
    else waiting.resolve(message);
  }

  /** The line is gone: no answer will come. */
  abandon(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { stop, reject } of waiting) {
      stop();
      reject(new Unanswered('disconnected'));
    }
  }
}
