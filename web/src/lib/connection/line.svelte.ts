// The line to the house as the reader should hear of it: most breaks are over before anybody needs to know.
import type { Browser, Stop } from '../browser';
import type { Connection, ConnectionState } from './types';

const PATIENCE_MS = 1_500;

export class Line {
  state = $state<ConnectionState>('offline');
  /** Whether it has been down for longer than a blink: what is known of others may be out of date. */
  isDown = $state(false);
  #stopWaiting: Stop | undefined;

  constructor(
    private readonly browser: Pick<Browser, 'after'>,
    connection: Pick<Connection, 'state' | 'onState'>,
  ) {
    this.#become(connection.state);
    connection.onState((state) => this.#become(state));
  }

  #become(state: ConnectionState): void {
    this.state = state;
    if (state === 'online') {
      this.#stopWaiting?.();
      this.#stopWaiting = undefined;
      this.isDown = false;
      return;
    }
    this.#stopWaiting ??= this.browser.after(PATIENCE_MS, () => (this.isDown = true));
  }
}
