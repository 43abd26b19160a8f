// One file on its way into the house: piece by piece, again after each break, until it is there, refused or given up.
import type { Browser, Stop } from '../browser';
import { backoff } from '../connection/backoff';
import { pauseAfter } from '../connection/patience';
import { Refusal } from '../connection/types';
import { afterFailure, FIRST, MOST, nextChunk } from './chunk';
import type { FileDoor, Standing } from './door';
import type { KeptUpload } from './upload-store';

/**
 * waiting: others go first. sending: bytes flow. offline: the network is away, or the house does not answer.
 * paused: the sender wants it so. done, refused, canceled: over.
 */
export type UploadState = 'waiting' | 'sending' | 'offline' | 'paused' | 'done' | 'refused' | 'canceled';

/** The house does not know the upload any more, and the file has to come anew. */
const FORGOTTEN = new Set(['not_found', 'no_file', 'wrong_hash']);
/** So often a file begins anew before somebody has to look at it. */
const ANEW_AT_MOST = 2;

/** What an upload stands on. */
export interface Ground {
  readonly browser: Pick<Browser, 'now' | 'after' | 'random' | 'isOnline' | 'onOnlineChange'>;
  readonly door: FileDoor;
  /** The largest piece that the house takes. */
  readonly chunkBytes?: number;
  /** Keeps what has been reached. */
  keep(kept: KeptUpload): void;
}

export class Upload {
  state = $state<UploadState>('waiting');
  /** How many bytes the house has. */
  sent = $state(0);
  /** Why the house refused: a code of docs/protocols/errors.md, or `file_lost`. */
  code = $state<string>();
  #kept: KeptUpload;
  #chunk = FIRST;
  #failures = 0;
  #anew = 0;
  #abort: AbortController | undefined;
  #wake: (() => void) | undefined;

  constructor(
    private readonly ground: Ground,
    kept: KeptUpload,
  ) {
    this.#kept = kept;
    if (kept.file !== undefined) this.#arrived();
  }

  get kept(): KeptUpload {
    return this.#kept;
  }

  /** The house's name for the file, once it is there. */
  get file(): string | undefined {
    return this.state === 'done' ? this.#kept.file : undefined;
  }

  /** 0 to 1. */
  get progress(): number {
    if (this.state === 'done') return 1;
    return this.#kept.wish.size === 0 ? 0 : Math.min(1, this.sent / this.#kept.wish.size);
  }

  get isOver(): boolean {
    return this.state === 'done' || this.state === 'refused' || this.state === 'canceled';
  }

  /** Goes on until it is over or paused. Never rejects. */
  async run(): Promise<void> {
    if (this.isOver || this.state === 'paused' || this.#abort) return;
    const abort = new AbortController();
    this.#abort = abort;
    try {
      while (!this.isOver && !abort.signal.aborted) await this.#attempt(abort.signal);
    } finally {
      if (this.#abort === abort) this.#abort = undefined;
    }
  }

  /** Takes over what another page of this browser has reached. */
  adopt(kept: KeptUpload): void {
    this.#kept = { ...kept, blob: kept.blob ?? this.#kept.blob };
    if (kept.file !== undefined && !this.isOver) this.#arrived();
  }

  pause(): void {
    if (this.isOver) return;
    this.state = 'paused';
    this.#interrupt();
  }

  /** Ends the pause; the queue runs it again. */
  resume(): void {
    if (this.state === 'paused') this.state = 'waiting';
  }

  /** Gives it up, here and in the house. */
  cancel(): void {
    if (this.isOver) return;
    this.state = 'canceled';
    this.#interrupt();
    if (this.#kept.upload !== undefined) void this.ground.door.drop(this.#kept.upload).catch(() => {});
  }

  /** Tries a refused file again from the start. */
  retry(): void {
    if (this.state !== 'refused' || !this.#kept.blob) return;
    this.#anew = 0;
    this.code = undefined;
    this.state = 'waiting';
  }

  /** Stops without giving up: the page goes away, or somebody else goes on. */
  stop(): void {
    if (!this.isOver && this.state !== 'paused') this.state = 'waiting';
    this.#interrupt();
  }

  /** The network, or the house, is back. */
  nudge(): void {
    this.#failures = 0;
    this.#wake?.();
  }

  async #attempt(signal: AbortSignal): Promise<void> {
    try {
      await this.#bring(signal);
    } catch (reason) {
      if (signal.aborted) return;
      const pause = pauseAfter(reason);
      if (pause !== undefined) return this.#rest(pause, signal);
      if (reason instanceof Refusal) return this.#refused(reason);
      if (!(await isReadable(this.#kept.blob))) return this.#end('file_lost');
      this.#chunk = afterFailure(this.#chunk, this.#most);
      if (signal.aborted) return;
      this.state = 'offline';
      const { browser } = this.ground;
      await this.#rest(backoff(this.#failures++, browser.random()), signal);
    }
  }

  /** Brings all that the house lacks. */
  async #bring(signal: AbortSignal): Promise<void> {
    const { blob, wish, file } = this.#kept;
    if (file !== undefined) return this.#bringPoster(file, signal);
    if (!blob) return this.#end('file_lost');
    let standing = await this.#standing(signal);
    this.state = 'sending';
    while (standing.file === undefined) {
      this.sent = standing.offset;
      const chunk = blob.slice(standing.offset, Math.min(wish.size, standing.offset + this.#chunk));
      const begun = this.ground.browser.now();
      standing = await this.ground.door.put(this.#kept.upload ?? '', standing.offset, chunk, signal);
      this.#failures = 0;
      this.#chunk = nextChunk(this.#chunk, this.ground.browser.now() - begun, this.#most);
    }
    if (signal.aborted) return;
    const { blob: _, ...rest } = this.#kept;
    this.#keep({ ...rest, file: standing.file });
    this.#arrived();
  }

  /** The bytes are there; a film still wants its picture. */
  #arrived(): void {
    this.sent = this.#kept.wish.size;
    if (!this.#kept.poster) this.state = 'done';
  }

  /** A film is sent without a picture rather than not at all. */
  async #bringPoster(file: string, signal: AbortSignal): Promise<void> {
    const { poster, ...rest } = this.#kept;
    try {
      if (poster) await this.ground.door.poster(file, poster, signal);
    } catch (reason) {
      if (!(reason instanceof Refusal) || pauseAfter(reason) !== undefined) throw reason;
    }
    if (signal.aborted) return;
    this.#keep(rest);
    this.#arrived();
  }

  async #standing(signal: AbortSignal): Promise<Standing> {
    const { door } = this.ground;
    if (this.#kept.upload !== undefined) return door.look(this.#kept.upload, signal);
    const { upload, ...standing } = await door.begin(this.#kept.wish, signal);
    this.#keep({ ...this.#kept, upload });
    return standing;
  }

  #refused(reason: Refusal): void {
    // Another page of this browser was quicker, or an answer got lost: the house is asked where it stands.
    if (reason.code === 'wrong_offset') return;
    if (FORGOTTEN.has(reason.code) && this.#anew++ < ANEW_AT_MOST) {
      const { upload: _, ...rest } = this.#kept;
      this.#keep(rest);
      this.sent = 0;
      return;
    }
    this.#end(reason.code);
  }

  #end(code: string): void {
    this.code = code;
    this.state = 'refused';
  }

  #keep(kept: KeptUpload): void {
    this.#kept = kept;
    this.ground.keep(kept);
  }

  get #most(): number {
    return this.ground.chunkBytes ?? MOST;
  }

  /** Waits, at most until the network is back or somebody interrupts. */
  #rest(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const stops: Stop[] = [];
      const wake = () => {
        for (const stop of stops.splice(0)) stop();
        this.#wake = undefined;
        resolve();
      };
      this.#wake = wake;
      const { browser } = this.ground;
      stops.push(browser.after(ms, wake));
      stops.push(browser.onOnlineChange(() => browser.isOnline() && wake()));
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  #interrupt(): void {
    this.#abort?.abort();
    this.#abort = undefined;
  }
}

/** A file that was changed or moved since it was chosen cannot be read, however often one tries. */
async function isReadable(blob: Blob | undefined): Promise<boolean> {
  try {
    await blob?.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
