// What the client needs of a browser, as one object that `main.ts` builds and tests replace. Nothing else under `lib/`
// reads a global of the page: no window, no clock, no randomness, no storage, no network.

/** Ends what it came from: a timer, a listener. Calling it twice is harmless. */
export type Stop = () => void;

/** The part of a WebSocket that the client uses. */
export interface SocketLike {
  send(text: string): void;
  close(code?: number): void;
  /** Sets who hears of it; there is one listener for each. */
  listen(heard: { open: () => void; text: (text: string) => void; closed: (code: number) => void }): void;
}

/** What may be asked of our own API. */
export type Method = 'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT';

/** What a fetch of our own API answers. */
export interface Reply {
  readonly status: number;
  json(): Promise<unknown>;
}

/** Small strings that survive a reload. Never throws: where the browser keeps nothing, nothing is kept. */
export interface Shelf {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** The place of the page in its own history, written behind the `#` of the address. */
export interface Address {
  /** The part behind `#`, decoded by nobody yet. */
  hash(): string;
  /** Goes to `hash`; `replace` takes the place of the present entry. */
  go(hash: string, options?: { replace?: boolean }): void;
  /** One step back. */
  back(): void;
  /** Whether the present entry was reached from within the page, so that one step back stays in it. */
  hasBack(): boolean;
  /** Hears of every change that came from the browser's own buttons. */
  onChange(heard: () => void): Stop;
}

/** Where calls get their devices and connections; each is absent where the browser, or plain HTTP, offers none. */
export interface CallEquipment {
  readonly mediaDevices: MediaDevices | undefined;
  createPeer: ((configuration: RTCConfiguration) => RTCPeerConnection) | undefined;
  createAudioContext: (() => AudioContext) | undefined;
}

/** The browser as the client sees it. */
export interface Browser {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `due` once after `ms` milliseconds. */
  after(ms: number, due: () => void): Stop;
  /** Calls `due` every `ms` milliseconds. */
  every(ms: number, due: () => void): Stop;
  /** 0 ≤ x < 1. */
  random(): number;
  /** A fresh UUID. */
  randomId(): string;

  /** The browser's languages, the preferred first, as BCP 47 tags. */
  readonly languages: readonly string[];
  /** Whether the page may use camera and microphone at all (HTTPS or localhost). */
  readonly isSecure: boolean;
  /** The scheme, host and port of the page. */
  readonly origin: string;
  readonly document: Document;
  readonly shelf: Shelf;
  readonly address: Address;
  readonly equipment: CallEquipment;

  /** Whether the operating system believes that there is a network. */
  isOnline(): boolean;
  onOnlineChange(heard: () => void): Stop;
  /** Whether the page can be seen and has the focus of the keyboard. */
  isAttended(): boolean;
  /** Whether the page can be seen. */
  isVisible(): boolean;
  onAttentionChange(heard: () => void): Stop;
  /** Whether the CSS media query holds. */
  matches(query: string): boolean;
  onMatchChange(query: string, heard: () => void): Stop;
  /** Hears that the page goes away. */
  onLeave(heard: () => void): Stop;
  /** The width and height of the visible area in CSS pixels. */
  viewport(): { width: number; height: number };
  onResize(heard: () => void): Stop;

  /** Opens a WebSocket to `path` of this origin. */
  openSocket(path: string): SocketLike;
  /** Asks our own API; rejects when the house cannot be reached. */
  ask(method: Method, path: string, body?: unknown): Promise<Reply>;
  setTitle(title: string): void;
  /** Puts `text` on the clipboard; false where the browser does not let the page. */
  copy(text: string): Promise<boolean>;
}
