// Lines on their way: kept until the house confirms them, sent in order, one at a time for each conversation.
import type { Browser, Stop } from '../browser';
import { pauseAfter } from '../connection/patience';
import { Refusal, type Connection } from '../connection/types';
import type { Message } from '../wire/protocol';
import type { Line, OutboxStore } from './outbox-store';

export class Outbox {
  /** All waiting lines, in order of sending. */
  lines = $state.raw<readonly Line[]>([]);
  #inFlight = new Set<string>();
  #paused = new Set<string>();
  #stops: Stop[] = [];

  constructor(
    private readonly browser: Pick<Browser, 'now' | 'after' | 'randomId'>,
    private readonly connection: Pick<Connection, 'state' | 'request' | 'onState'>,
    private readonly store: OutboxStore,
    private readonly user: string,
  ) {}

  /** Takes up what an earlier page has left, and sends from now on. */
  async start(): Promise<void> {
    this.#stops.push(this.connection.onState((state) => state === 'online' && this.#sendAll()));
    const left = await this.store.load(this.user);
    const here = new Set(this.lines.map(({ clientId }) => clientId));
    this.lines = [...left.filter(({ clientId }) => !here.has(clientId)), ...this.lines];
    this.#sendAll();
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  /** Forgets everything: the person leaves this browser. */
  async clear(): Promise<void> {
    this.stop();
    this.lines = [];
    await this.store.clear(this.user);
  }

  /** The lines of a conversation. */
  of(room: string): readonly Line[] {
    return this.lines.filter((line) => line.room === room);
  }

  /** Writes a line. It is on its way from here on, whatever happens to the page or the network. */
  write(room: string, text: string): void {
    const now = this.browser.now();
    const order = Math.max(now, (this.lines.at(-1)?.order ?? 0) + 1);
    this.#add({ clientId: this.browser.randomId(), user: this.user, room, text, at: now, order });
  }

  /** Sends a refused line again, as a new one: the house has said that it never took it. */
  retry(clientId: string): void {
    const line = this.lines.find((other) => other.clientId === clientId);
    if (!line?.refused) return;
    this.discard(clientId);
    this.write(line.room, line.text);
  }

  /** Gives a line up. */
  discard(clientId: string): void {
    this.lines = this.lines.filter((line) => line.clientId !== clientId);
    void this.store.remove(clientId);
  }

  /** These messages stand: the lines that became them wait no longer. */
  settle(messages: readonly Message[]): void {
    const stand = new Set(messages.filter(({ author }) => author === this.user).map(({ client_id }) => client_id));
    for (const { clientId } of this.lines) if (stand.has(clientId)) this.discard(clientId);
  }

  #add(line: Line): void {
    this.lines = [...this.lines, line];
    void this.store.put(line);
    void this.#send(line.room);
  }

  #sendAll(): void {
    for (const room of new Set(this.lines.map((line) => line.room))) void this.#send(room);
  }

  async #send(room: string): Promise<void> {
    if (this.#inFlight.has(room) || this.#paused.has(room)) return;
    for (;;) {
      const line = this.lines.find((other) => other.room === room && other.refused === undefined);
      if (!line || this.connection.state !== 'online') return;
      this.#inFlight.add(room);
      try {
        const { message } = await this.connection.request({ type: 'message.send', room, client_id: line.clientId, text: line.text });
        this.settle([message]);
        this.discard(line.clientId);
      } catch (reason) {
        // Without an answer nobody knows whether the house has heard: the line stays, and goes again when online.
        if (!(reason instanceof Refusal)) return;
        const pause = pauseAfter(reason);
        if (pause !== undefined) return this.#pause(room, pause);
        // Everything else is for the writer to decide.
        this.#mark(line, reason.code);
      } finally {
        this.#inFlight.delete(room);
      }
    }
  }

  #pause(room: string, ms: number): void {
    this.#paused.add(room);
    this.browser.after(ms, () => {
      this.#paused.delete(room);
      void this.#send(room);
    });
  }

  #mark(line: Line, code: string): void {
    const marked = { ...line, refused: code };
    this.lines = this.lines.map((other) => (other.clientId === line.clientId ? marked : other));
    void this.store.put(marked);
  }
}
