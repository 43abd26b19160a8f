// The line to the house: opens sockets, notices when one is dead, comes back by itself, knows when the session is over.
import type { Browser, SocketLike, Stop } from '../browser';
import type { ServerMessage } from '../wire/protocol';
import { backoff } from './backoff';
import { Requests } from './requests';
import type { AnswerTo, Asked, Connection, ConnectionState, Request, Said } from './types';
import { Unanswered } from './types';

const PATH = '/api/v1/socket';
/** From the first packet to the welcome. A house that takes longer is behind a wall that swallows packets. */
const HANDSHAKE_TIMEOUT_MS = 5_000;
/** An answer to a probe that takes longer means that the line died while nobody looked. */
const PROBE_TIMEOUT_MS = 5_000;
/** A connection that held this long was sound; before that the waits go on growing. */
const SOUND_AFTER_MS = 5_000;
/** The close code of a session that has ended. */
const SESSION_ENDED = 4401;

/** What the connection asks of others. */
export interface ConnectionHooks {
  /** Whether this browser still has a session; asked when the house turns a socket away. */
  hasSession(): Promise<boolean>;
  /** The session is over; the connection has stopped. */
  onSessionEnded(): void;
}

export class HouseConnection implements Connection {
  #state: ConnectionState = 'offline';
  #socket: SocketLike | undefined;
  #failures = 0;
  #isRunning = false;
  #timers: Stop[] = [];
  #watches: Stop[] = [];
  #messageListeners = new Set<(message: ServerMessage) => void>();
  #stateListeners = new Set<(state: ConnectionState) => void>();
  readonly #requests: Requests;

  constructor(
    private readonly browser: Browser,
    private readonly hooks: ConnectionHooks,
  ) {
    this.#requests = new Requests(browser, () => this.#lose());
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Connects, and stays connected until {@link stop}. */
  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#watches = [
      this.browser.onOnlineChange(() => this.browser.isOnline() && this.#comeBack()),
      this.browser.onAttentionChange(() => this.browser.isVisible() && this.#comeBack()),
    ];
    this.#open();
  }

  /** Ends the line for good. */
  stop(): void {
    this.#isRunning = false;
    for (const stop of this.#watches.splice(0)) stop();
    this.#drop();
    this.#become('offline');
  }

  send(message: Said): boolean {
    if (this.#state !== 'online' || !this.#socket) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  request<T extends Request['type']>(message: Extract<Asked, { type: T }>): Promise<AnswerTo<T>> {
    return this.#ask(message) as Promise<AnswerTo<T>>;
  }

  onMessage(heard: (message: ServerMessage) => void): Stop {
    this.#messageListeners.add(heard);
    return () => this.#messageListeners.delete(heard);
  }

  onState(heard: (state: ConnectionState) => void): Stop {
    this.#stateListeners.add(heard);
    return () => this.#stateListeners.delete(heard);
  }

  #ask(message: Asked, timeoutMs?: number): Promise<ServerMessage> {
    const socket = this.#socket;
    if (this.#state !== 'online' || !socket) return Promise.reject(new Unanswered('disconnected'));
    return this.#requests.ask((re) => socket.send(JSON.stringify({ ...message, re })), timeoutMs);
  }

  #open(): void {
    this.#drop();
    this.#become('connecting');
    const socket = this.browser.openSocket(PATH);
    this.#socket = socket;
    this.#timers.push(this.browser.after(HANDSHAKE_TIMEOUT_MS, () => this.#state !== 'online' && this.#lose()));
    socket.listen({
      open: () => {},
      text: (text) => this.#socket === socket && this.#hear(text),
      closed: (code) => this.#socket === socket && this.#closed(code),
    });
  }

  #hear(text: string): void {
    const message = JSON.parse(text) as ServerMessage;
    if (message.type === 'session.welcomed') {
      this.#timers.push(this.browser.after(SOUND_AFTER_MS, () => (this.#failures = 0)));
      this.#become('online', () => this.#tell(message));
      return;
    }
    this.#tell(message);
    this.#requests.settle(message);
    if (message.type === 'session.ended') this.#end();
  }

  #tell(message: ServerMessage): void {
    for (const heard of [...this.#messageListeners]) heard(message);
  }

  #closed(code: number): void {
    if (code === SESSION_ENDED) return this.#end();
    const wasTurnedAway = this.#state === 'connecting';
    this.#lose();
    if (wasTurnedAway) {
      void this.hooks.hasSession().then((has) => {
        if (!has && this.#isRunning) this.#end();
      });
    }
  }

  #end(): void {
    this.stop();
    this.hooks.onSessionEnded();
  }

  /** The line is dead: says so, and tries again after a while. */
  #lose(): void {
    this.#drop();
    if (!this.#isRunning) return;
    this.#timers.push(this.browser.after(backoff(this.#failures++, this.browser.random()), () => this.#open()));
    this.#become('offline');
  }

  /** The network, or the reader, is back: no reason to wait, and a good moment to see whether the line still lives. */
  #comeBack(): void {
    if (this.#state === 'offline') {
      this.#failures = 0;
      this.#open();
    } else if (this.#state === 'online') {
      this.#ask({ type: 'rooms.list', limit: 1 }, PROBE_TIMEOUT_MS).catch(() => {});
    }
  }

  #drop(): void {
    for (const stop of this.#timers.splice(0)) stop();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    this.#requests.abandon();
  }

  #become(state: ConnectionState, first?: () => void): void {
    if (this.#state === state) return;
    this.#state = state;
    first?.();
    // Whoever heard the welcome may have ended the line over it.
    if (this.#state !== state) return;
    for (const heard of [...this.#stateListeners]) heard(state);
  }
}
