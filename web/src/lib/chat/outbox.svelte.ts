// Lines on their way: kept until the house confirms them, sent in order, one at a time for each conversation.
import type { Browser, Stop } from '../browser';
import { pauseAfter } from '../connection/patience';
import { Refusal, type Connection } from '../connection/types';
import type { Message } from '../wire/protocol';
import type { Line, OutboxStore, Words } from './outbox-store';

/** Who brings the files of a line into the house. */
export interface Carrier {
  /** The house's name for a file, as soon as it is there; a refusal when it will never be, `upload_canceled` when it was given up. */
  ready(localId: string): Promise<string>;
  /** Whether the file is still wanted. */
  has(localId: string): boolean;
  /** The line stands, or was given up. */
  forget(localId: string): void;
}

/** For lines without files. */
const NOBODY: Carrier = { ready: () => Promise.reject(new Refusal('file_lost', '')), has: () => true, forget: () => {} };

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
    private readonly carrier: Carrier = NOBODY,
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
  write(room: string, words: Words): void {
    const now = this.browser.now();
    const order = Math.max(now, (this.lines.at(-1)?.order ?? 0) + 1);
    this.#add({ ...words, clientId: this.browser.randomId(), user: this.user, room, at: now, order });
  }

  /** Sends a refused line again, as a new one: the house has said that it never took it. */
  retry(clientId: string): void {
    const line = this.lines.find((other) => other.clientId === clientId);
    if (!line?.refused) return;
    const { clientId: _, user: __, room, at: ___, order: ____, refused: _____, ...words } = line;
    this.#drop(clientId);
    this.write(room, words);
  }

  /** Gives a line up. */
  discard(clientId: string): void {
    for (const { id } of this.lines.find((line) => line.clientId === clientId)?.files ?? []) this.carrier.forget(id);
    this.#drop(clientId);
  }

  /** Gives up what waits for a room that one is in no more. */
  discardRoom(room: string): void {
    for (const { clientId } of this.of(room)) this.discard(clientId);
  }

  /** These messages stand: the lines that became them wait no longer. */
  settle(messages: readonly Message[]): void {
    const stand = new Set(messages.filter(({ sender }) => sender === this.user).map(({ client_id }) => client_id));
    for (const { clientId } of this.lines) if (stand.has(clientId)) this.discard(clientId);
  }

  get #isOnline(): boolean {
    return this.connection.state === 'online';
  }

  #drop(clientId: string): void {
    this.lines = this.lines.filter((line) => line.clientId !== clientId);
    void this.store.remove(clientId);
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
      if (!line || !this.#isOnline) return;
      this.#inFlight.add(room);
      try {
        const cards = line.files ?? [];
        const files = cards.length > 0 ? await Promise.all(cards.map(({ id }) => this.carrier.ready(id))) : [];
        // While its files were on their way, the line may have been given up, or the house may have gone.
        if (!this.lines.includes(line)) continue;
        if (!this.#isOnline) return;
        const { message } = await this.connection.request(asked(line, files));
        this.settle([message]);
        this.discard(line.clientId);
      } catch (reason) {
        // Without an answer nobody knows whether the house has heard: the line stays, and goes again when online.
        if (!(reason instanceof Refusal)) return;
        if (!this.lines.includes(line)) continue;
        if (reason.code === 'upload_canceled') {
          this.#without(line);
          continue;
        }
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

  /** Files were given up: the line goes on with what is left of it. */
  #without(line: Line): void {
    const files = (line.files ?? []).filter(({ id }) => this.carrier.has(id));
    if (files.length === 0 && line.text === '') this.discard(line.clientId);
    else this.#change({ ...line, files });
  }

  #mark(line: Line, code: string): void {
    this.#change({ ...line, refused: code });
  }

  #change(line: Line): void {
    this.lines = this.lines.map((other) => (other.clientId === line.clientId ? line : other));
    void this.store.put(line);
  }
}

function asked({ room, clientId, text, replyTo, mentions, forward }: Line, files: readonly string[]) {
  return {
    type: 'message.send' as const,
    room,
    client_id: clientId,
    text,
    ...(replyTo ? { reply_to: replyTo.id } : {}),
    ...(mentions ? { mentions } : {}),
    ...(files.length > 0 ? { files: [...files] } : {}),
    ...(forward ? { forward_of: { room: forward.room, message: forward.message } } : {}),
  };
}
