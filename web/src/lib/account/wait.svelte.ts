// How long one has to wait after too many tries: counts the seconds down where they are shown.
import type { Browser, Stop } from '../browser';

const SECOND_MS = 1_000;

export class Wait {
  /** Seconds that are left; 0 when one may try again. */
  seconds = $state(0);
  #until = 0;
  #stop: Stop | undefined;

  constructor(private readonly browser: Pick<Browser, 'every' | 'now'>) {}

  /** Waits for so many milliseconds from now. */
  begin(ms: number): void {
    this.#until = this.browser.now() + ms;
    this.#stop?.();
    this.#stop = this.browser.every(SECOND_MS, () => this.#count());
    this.#count();
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.seconds = 0;
  }

  #count(): void {
    this.seconds = Math.max(0, Math.ceil((this.#until - this.browser.now()) / SECOND_MS));
    if (this.seconds === 0) this.stop();
  }
}
