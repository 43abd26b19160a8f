// Where what bots see is sent to: read, set and ended by those who look after the house.
import type { Browser } from '../browser';
import { ask } from '../connection/ask';
import { Refusal, type Connection } from '../connection/types';
import type { Hook } from '../wire/protocol';

/** An address just set: what signs is told this once. */
interface MadeWayOut {
  readonly hook: Hook;
  readonly secret: string;
}

export class WaysOut {
  #hooks = $state.raw<readonly Hook[]>([]);

  constructor(
    private readonly browser: Pick<Browser, 'ask'>,
    private readonly connection: Pick<Connection, 'request'>,
  ) {}

  /** Reads all of them. Rejects as every request does. */
  async read(): Promise<void> {
    this.#hooks = (await this.connection.request({ type: 'hooks.list' })).hooks;
  }

  /** The one of a bot. */
  of(bot: string): Hook | undefined {
    return this.#hooks.find((hook) => hook.bot === bot);
  }

  /** Sends what a bot sees to `url` from now on; gives what signs it. */
  async set(bot: string, url: string): Promise<string> {
    const { hook, secret } = await ask<MadeWayOut>(this.browser, 'PUT', `/api/v1/bots/${encodeURIComponent(bot)}/outgoing`, { url });
    this.#hooks = [...this.#hooks.filter((other) => other.bot !== bot), hook];
    return secret;
  }

  /** Ends the one of a bot, if it has one. */
  async end(bot: string): Promise<void> {
    const hook = this.of(bot);
    if (hook === undefined) return;
    try {
      await ask(this.browser, 'DELETE', `/api/v1/admin/hooks/${encodeURIComponent(hook.id)}`);
    } catch (reason) {
      if (!(reason instanceof Refusal && reason.code === 'no_hook')) throw reason;
    }
    this.#hooks = this.#hooks.filter((other) => other.bot !== bot);
  }
}
