// Files on their way out of the house: how much has come, and the end in the person's downloads.
import { SvelteMap } from 'svelte/reactivity';
import { Refusal } from '../connection/types';
import type { FileDoor } from './door';
import type { Equipment } from './equipment';
import type { FileCard } from './model';

/** Larger files go straight to the disk, and the browser shows how far they are. */
const THROUGH_MEMORY_AT_MOST = 64 * 1024 * 1024;
/** A saved file is let go when the browser surely has it. */
const RELEASE_AFTER_MS = 60_000;

/** running, or how it ended; what went well is forgotten. */
export type Download = { is: 'running'; bytes: number } | { is: 'failed' } | { is: 'gone' };

/** What downloads stand on. */
export interface DownloadGround {
  readonly browser: { after(ms: number, due: () => void): unknown };
  readonly door: Pick<FileDoor, 'read'>;
  readonly equipment: Pick<Equipment, 'save' | 'objectUrl' | 'releaseUrl'>;
}

export class Downloads {
  #all = new SvelteMap<string, Download>();
  #aborts = new Map<string, AbortController>();

  constructor(private readonly ground: DownloadGround) {}

  of(id: string): Download | undefined {
    return this.#all.get(id);
  }

  /** Brings the file, or begins anew after a failure. */
  async start({ id, name, size }: FileCard, url: string): Promise<void> {
    if (this.#aborts.has(id)) return;
    const { door, equipment, browser } = this.ground;
    if (size > THROUGH_MEMORY_AT_MOST) return equipment.save(url, name);
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    this.#all.set(id, { is: 'running', bytes: 0 });
    try {
      const blob = await door.read(url, (bytes) => abort.signal.aborted || this.#all.set(id, { is: 'running', bytes }), abort.signal);
      if (abort.signal.aborted) return;
      const local = equipment.objectUrl(blob);
      equipment.save(local, name);
      browser.after(RELEASE_AFTER_MS, () => equipment.releaseUrl(local));
      this.#all.delete(id);
    } catch (reason) {
      if (!abort.signal.aborted) this.#all.set(id, { is: reason instanceof Refusal ? 'gone' : 'failed' });
    } finally {
      if (this.#aborts.get(id) === abort) this.#aborts.delete(id);
    }
  }

  cancel(id: string): void {
    this.#aborts.get(id)?.abort();
    this.#aborts.delete(id);
    this.#all.delete(id);
  }

  stop(): void {
    for (const id of [...this.#aborts.keys()]) this.cancel(id);
  }
}
