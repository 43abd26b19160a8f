// A browser for tests: its time stands still until told, its sockets are the test's, its storage is a map.
import type { Browser, Reply, SocketLike, Stop } from '../browser';
import type { ServerMessage } from '../wire/protocol';
import { GUEST } from './samples';

type Occasion = 'online' | 'attention' | 'address';
type Heard = Parameters<SocketLike['listen']>[0];

/** One socket that the client has opened, seen from the house. */
export class FakeSocket implements SocketLike {
  readonly said: Array<Record<string, unknown>> = [];
  isClosed = false;
  #heard: Heard | undefined;

  constructor(readonly path: string) {}

  listen(heard: Heard): void {
    this.#heard = heard;
  }

  send(text: string): void {
    if (!this.isClosed) this.said.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.isClosed = true;
  }

  /** The house says something. */
  say(message: ServerMessage): void {
    this.#heard?.text(JSON.stringify(message));
  }

  welcome(name = 'Ann'): void {
    this.#heard?.open();
    this.say({ type: 'session.welcomed', you: { id: name.toLowerCase(), name }, account: GUEST, at: 0 });
  }

  /** The line breaks, or the house closes it. */
  drop(code = 1006): void {
    this.isClosed = true;
    this.#heard?.closed(code);
  }

  /** What was said with this type, the latest last. */
  saidOf(type: string): Array<Record<string, unknown>> {
    return this.said.filter((message) => message['type'] === type);
  }
}

export class FakeBrowser implements Browser {
  time = Date.UTC(2026, 4, 4, 9, 0);
  sockets: FakeSocket[] = [];
  title = '';
  /** What stands on the clipboard. */
  copied = '';
  isUp = true;
  hasAttention = true;
  /** What the house answers over HTTP, one for each time it is asked. */
  replies: Array<(method: string, body: unknown) => { status: number; body?: unknown } | Error> = [];
  languages: readonly string[] = ['en'];
  readonly isSecure = true;
  readonly origin = 'https://tea.local';
  readonly document = globalThis.document;
  readonly equipment = { mediaDevices: undefined, createPeer: undefined, createAudioContext: undefined };

  #timers = new Map<number, { at: number; every: number | undefined; due: () => void }>();
  #nextTimer = 1;
  #nextId = 1;
  #kept = new Map<string, string>();
  #entries = [''];
  #listeners: Record<Occasion, Set<() => void>> = { online: new Set(), attention: new Set(), address: new Set() };

  readonly shelf = {
    get: (key: string) => this.#kept.get(key) ?? null,
    set: (key: string, value: string) => void this.#kept.set(key, value),
    remove: (key: string) => void this.#kept.delete(key),
  };

  readonly address = {
    hash: () => this.#entries.at(-1) ?? '',
    go: (hash: string, options?: { replace?: boolean }) => {
      if (options?.replace) this.#entries.pop();
      this.#entries.push(hash);
    },
    back: () => {
      this.#entries.pop();
      this.#call('address');
    },
    hasBack: () => this.#entries.length > 1,
    onChange: (heard: () => void) => this.#listen('address', heard),
  };

  now = () => this.time;
  random = () => 0.5;
  randomId = () => `id-${this.#nextId++}`;
  after = (ms: number, due: () => void) => this.#timer(ms, undefined, due);
  every = (ms: number, due: () => void) => this.#timer(ms, ms, due);
  isOnline = () => this.isUp;
  onOnlineChange = (heard: () => void) => this.#listen('online', heard);
  isAttended = () => this.hasAttention;
  isVisible = () => this.hasAttention;
  onAttentionChange = (heard: () => void) => this.#listen('attention', heard);
  matches = () => false;
  onMatchChange = () => () => {};
  onLeave = () => () => {};
  viewport = () => ({ width: 1280, height: 800 });
  onResize = () => () => {};
  setTitle = (title: string) => void (this.title = title);
  copy = async (text: string) => ((this.copied = text), true);

  openSocket = (path: string) => {
    const socket = new FakeSocket(path);
    this.sockets.push(socket);
    return socket;
  };

  ask = async (method: string, _path: string, body?: unknown): Promise<Reply> => {
    const reply = this.replies.shift()?.(method, body) ?? new Error('the house is away');
    if (reply instanceof Error) throw reply;
    return { status: reply.status, json: async () => reply.body };
  };

  /** The socket that was opened last. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  }

  /** Lets `ms` milliseconds pass; timers fall due in order, and promises settle between them. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      await settled();
      const next = [...this.#timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!next) break;
      const [id, timer] = next;
      this.time = timer.at;
      if (timer.every === undefined) this.#timers.delete(id);
      else timer.at += timer.every;
      timer.due();
    }
    this.time = end;
    await settled();
  }

  setUp(isUp: boolean): void {
    this.isUp = isUp;
    this.#call('online');
  }

  setAttention(has: boolean): void {
    this.hasAttention = has;
    this.#call('attention');
  }

  #timer(ms: number, every: number | undefined, due: () => void): Stop {
    const id = this.#nextTimer++;
    this.#timers.set(id, { at: this.time + ms, every, due });
    return () => this.#timers.delete(id);
  }

  #listen(what: Occasion, heard: () => void): Stop {
    this.#listeners[what].add(heard);
    return () => this.#listeners[what].delete(heard);
  }

  #call(what: Occasion): void {
    for (const heard of [...this.#listeners[what]]) heard();
  }
}

/** Waits until every promise that can settle has settled. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
