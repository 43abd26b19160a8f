// A house for tests that takes files, and breaks where it is told to.
import { Refusal, Unanswered } from '../connection/types';
import type { FileDoor, Limits, Standing, Wish } from './door';
import type { KeptUpload, UploadStore } from './upload-store';

export class FakeDoor implements FileDoor {
  /** What the house has of each upload. */
  readonly uploads = new Map<string, { wish: Wish; bytes: Uint8Array<ArrayBuffer> }>();
  readonly dropped: string[] = [];
  allowed: Limits = {};
  /** Thrown by the next calls, one each; `undefined` lets one pass. */
  troubles: (Error | undefined)[] = [];
  /** The answer to the next `put` is lost, although the bytes are taken. */
  losesAnswer = false;
  /** How often each door was knocked at. */
  readonly knocks = { begin: 0, look: 0, put: 0 };

  limits = async () => this.allowed;

  async begin(wish: Wish): Promise<{ upload: string } & Standing> {
    this.knocks.begin++;
    this.#trouble();
    const upload = `upload-${this.uploads.size + 1}`;
    this.uploads.set(upload, { wish, bytes: new Uint8Array() });
    return { upload, offset: 0 };
  }

  async look(upload: string): Promise<Standing> {
    this.knocks.look++;
    this.#trouble();
    return this.#standing(upload);
  }

  async put(upload: string, offset: number, chunk: Blob): Promise<Standing> {
    this.knocks.put++;
    const bytes = new Uint8Array(await chunk.arrayBuffer());
    this.#trouble();
    const has = this.uploads.get(upload);
    if (!has) throw new Refusal('not_found', '');
    if (has.bytes.length !== offset) throw new Refusal('wrong_offset', '');
    has.bytes = Uint8Array.from([...has.bytes, ...bytes]);
    if (this.losesAnswer) {
      this.losesAnswer = false;
      throw new Unanswered('disconnected');
    }
    return this.#standing(upload);
  }

  readonly posters = new Map<string, Blob>();
  poster = async (file: string, picture: Blob) => {
    this.#trouble();
    this.posters.set(file, picture);
  };
  drop = async (upload: string) => void this.dropped.push(upload);
  exists = async () => true;
  read = async () => new Blob();

  #standing(upload: string): Standing {
    const has = this.uploads.get(upload);
    if (!has) throw new Refusal('not_found', '');
    const offset = has.bytes.length;
    return offset === has.wish.size ? { offset, file: `file of ${upload}` } : { offset };
  }

  #trouble(): void {
    const trouble = this.troubles.shift();
    if (trouble) throw trouble;
  }
}

/** A store in memory; `full` refuses to keep files. */
export function memoryUploads(): UploadStore & { kept: Map<string, KeptUpload>; full: boolean } {
  const kept = new Map<string, KeptUpload>();
  return {
    kept,
    full: false,
    load: async (user) => [...kept.values()].filter((upload) => upload.user === user),
    async put(upload) {
      if (this.full && upload.blob) return false;
      kept.set(upload.localId, upload);
      return true;
    },
    get: async (localId) => kept.get(localId),
    remove: async (localId) => void kept.delete(localId),
    clear: async (user) => {
      for (const [id, upload] of kept) if (upload.user === user) kept.delete(id);
    },
  };
}
