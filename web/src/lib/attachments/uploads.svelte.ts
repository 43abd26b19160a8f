// All files on their way: two at a time, in order, taken up again by the next page, asked for by the outbox.
import type { Browser, Stop } from '../browser';
import type { Connection } from '../connection/types';
import { Refusal } from '../connection/types';
import type { FileDoor, Limits, Wish } from './door';
import type { Previews } from './previews';
import { Upload } from './upload.svelte';
import type { KeptUpload, UploadStore } from './upload-store';

/** More at once would only make each of them slower. */
const AT_ONCE = 2;
/** Larger files are not copied into the browser's database: they have to be chosen again after a reload. */
const KEPT_AT_MOST = 512 * 1024 * 1024;

/** Runs `work` while no other page of this browser does the same. */
export type Alone = (name: string, work: () => Promise<void>) => Promise<void>;

/** What the uploads are built from. */
export interface UploadParts {
  readonly browser: Pick<Browser, 'now' | 'after' | 'random' | 'randomId' | 'isOnline' | 'onOnlineChange'>;
  readonly connection: Pick<Connection, 'onState'>;
  readonly door: FileDoor;
  readonly store: UploadStore;
  readonly alone: Alone;
  readonly previews: Previews;
}

interface Waiter {
  resolve(file: string): void;
  reject(reason: Refusal): void;
}

export class Uploads {
  /** What the house allows, as far as it has said so. */
  limits = $state.raw<Limits>({});
  #all = $state.raw<ReadonlyMap<string, Upload>>(new Map());
  #running = new Set<string>();
  #waiters = new Map<string, Waiter[]>();
  #stops: Stop[] = [];
  #loaded: Promise<void> | undefined;
  #isStopped = false;

  constructor(
    private readonly parts: UploadParts,
    private readonly user: string,
  ) {}

  /** Takes up what an earlier page has left. */
  start(): Promise<void> {
    const { browser, connection } = this.parts;
    const nudge = () => this.#nudge();
    this.#stops.push(
      browser.onOnlineChange(() => browser.isOnline() && nudge()),
      connection.onState((state) => state === 'online' && (nudge(), void this.#askLimits())),
    );
    void this.#askLimits();
    return this.#load();
  }

  /** Stops; nothing is given up. */
  stop(): void {
    this.#isStopped = true;
    for (const stop of this.#stops.splice(0)) stop();
    for (const upload of this.#all.values()) upload.stop();
  }

  /** Forgets everything: the person leaves this browser. */
  async clear(): Promise<void> {
    for (const localId of [...this.#all.keys()]) this.forget(localId);
    this.stop();
    this.#all = new Map();
    this.parts.previews.clear();
    await this.parts.store.clear(this.user);
  }

  /** Sends a file on its way. Its `localId` goes into the line that waits for it. */
  begin(blob: Blob, wish: Wish, poster?: Blob): string {
    const localId = this.parts.browser.randomId();
    const kept: KeptUpload = { localId, user: this.user, wish, blob, ...(poster ? { poster } : {}) };
    this.#add(kept);
    void this.#keep(kept);
    this.#fill();
    return localId;
  }

  /** Whether this file is on its way, or waits for its line. */
  has(localId: string): boolean {
    return this.#all.has(localId);
  }

  /** The upload of this name, for those who show it. */
  get(localId: string): Upload | undefined {
    return this.#all.get(localId);
  }

  /**
   * The house's name for the file, as soon as it is there. Rejects with a `Refusal`: a code of the house, `file_lost` or
   * `upload_canceled`. Who asks again after a refusal wants it tried again.
   */
  async ready(localId: string): Promise<string> {
    await this.#load();
    this.get(localId)?.retry();
    this.#fill();
    return new Promise((resolve, reject) => {
      this.#waiters.set(localId, [...(this.#waiters.get(localId) ?? []), { resolve, reject }]);
      this.#settle(localId);
    });
  }

  pause(localId: string): void {
    this.get(localId)?.pause();
    this.#fill();
  }

  resume(localId: string): void {
    this.get(localId)?.resume();
    this.#fill();
  }

  /** The message stands, or was given up: the file is nobody's concern any more. Who still waits hears `upload_canceled`. */
  forget(localId: string): void {
    this.get(localId)?.cancel();
    this.#settle(localId);
    const file = this.get(localId)?.file;
    if (file === undefined) this.parts.previews.drop(localId);
    else this.parts.previews.rename(localId, file);
    if (this.#all.has(localId)) this.#all = new Map([...this.#all].filter(([id]) => id !== localId));
    void this.parts.store.remove(localId);
    this.#fill();
  }

  /** Once, whoever comes first. */
  #load(): Promise<void> {
    return (this.#loaded ??= this.#takeUp());
  }

  async #takeUp(): Promise<void> {
    for (const kept of await this.parts.store.load(this.user)) if (!this.#all.has(kept.localId)) this.#add(kept);
    this.#fill();
  }

  #add(kept: KeptUpload): void {
    const { browser, door, previews } = this.parts;
    if (kept.blob) previews.keep(kept.localId, kept.blob, kept.poster);
    const ground = { browser, door, keep: (now: KeptUpload) => void this.#keep(now), chunkBytes: this.limits.chunkBytes };
    this.#all = new Map([...this.#all, [kept.localId, new Upload(ground, kept)]]);
  }

  async #keep(kept: KeptUpload): Promise<void> {
    const { store } = this.parts;
    const { blob: _, ...rest } = kept;
    const isSmall = kept.wish.size <= KEPT_AT_MOST;
    if (!isSmall || !(await store.put(kept))) await store.put(rest);
    if (!this.#all.has(kept.localId)) await store.remove(kept.localId);
  }

  #fill(): void {
    if (this.#isStopped) return;
    for (const [localId, upload] of this.#all) {
      if (this.#running.size >= AT_ONCE) return;
      if (upload.state === 'waiting' && !this.#running.has(localId)) void this.#run(localId, upload);
    }
  }

  async #run(localId: string, upload: Upload): Promise<void> {
    this.#running.add(localId);
    try {
      await this.parts.alone(`teahouse upload ${localId}`, async () => {
        const reached = await this.parts.store.get(localId);
        if (reached) upload.adopt(reached);
        await upload.run();
      });
    } finally {
      this.#running.delete(localId);
      this.#settle(localId);
      this.#fill();
    }
  }

  #settle(localId: string): void {
    const upload = this.get(localId);
    if (upload && !upload.isOver) return;
    const waiters = this.#waiters.get(localId) ?? [];
    this.#waiters.delete(localId);
    for (const { resolve, reject } of waiters) {
      if (upload?.file !== undefined) resolve(upload.file);
      else reject(new Refusal(upload?.state === 'canceled' ? 'upload_canceled' : (upload?.code ?? 'file_lost'), 'the file did not arrive'));
    }
  }

  #nudge(): void {
    for (const upload of this.#all.values()) upload.nudge();
    this.#fill();
  }

  async #askLimits(): Promise<void> {
    try {
      this.limits = await this.parts.door.limits();
    } catch {
      // Then the house itself says no when something is too large.
    }
  }
}
