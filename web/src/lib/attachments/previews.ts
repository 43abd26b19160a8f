// Local addresses of files that come from this page, so that nothing flickers while the house takes them.
import type { Equipment } from './equipment';

/** So many files stay in memory after the house has them. */
const KEPT_AT_MOST = 40;

/** Where a file and its small picture can be had in this page. */
export interface Preview {
  readonly url: string;
  readonly thumb: string;
}

export class Previews {
  /** The oldest first. */
  #kept = new Map<string, Preview>();

  constructor(private readonly equipment: Pick<Equipment, 'objectUrl' | 'releaseUrl'>) {}

  /** Makes addresses for a file under `id`. */
  keep(id: string, blob: Blob, poster?: Blob): void {
    const url = this.equipment.objectUrl(blob);
    this.drop(id);
    this.#kept.set(id, { url, thumb: poster ? this.equipment.objectUrl(poster) : url });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_AT_MOST) break;
      this.drop(oldest);
    }
  }

  of(id: string): Preview | undefined {
    return this.#kept.get(id);
  }

  /** The house has given the file its own name. */
  rename(id: string, name: string): void {
    const preview = this.#kept.get(id);
    if (!preview || id === name) return;
    this.#kept.delete(id);
    this.#kept.set(name, preview);
  }

  drop(id: string): void {
    const preview = this.#kept.get(id);
    this.#kept.delete(id);
    for (const url of new Set(preview ? [preview.url, preview.thumb] : [])) this.equipment.releaseUrl(url);
  }

  clear(): void {
    for (const id of [...this.#kept.keys()]) this.drop(id);
  }
}
