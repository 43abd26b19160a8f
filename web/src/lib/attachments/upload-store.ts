// Where files wait that are on their way: a database of their own, so that a reload of the page loses none.
import type { DBSchema } from 'idb';
import { database } from '../database';
import type { Wish } from './door';

/** A file on its way, as it is kept. */
export interface KeptUpload {
  readonly localId: string;
  readonly user: string;
  readonly wish: Wish;
  /** Absent when the browser would not keep it, or when the house has all of it. */
  readonly blob?: Blob;
  /** The small picture of a film, until the house has it. */
  readonly poster?: Blob;
  /** The house's name for the upload. */
  readonly upload?: string;
  /** The house's name for the file. */
  readonly file?: string;
}

export interface UploadStore {
  load(user: string): Promise<KeptUpload[]>;
  /** False when the browser has no room, or keeps nothing. */
  put(kept: KeptUpload): Promise<boolean>;
  get(localId: string): Promise<KeptUpload | undefined>;
  remove(localId: string): Promise<void>;
  clear(user: string): Promise<void>;
}

interface Schema extends DBSchema {
  uploads: { key: string; value: KeptUpload; indexes: { user: string } };
}

const DATABASE = 'teahouse-uploads';

/** The store in the browser's database. */
export function indexedDbUploads(): UploadStore {
  const tried = database<Schema>(DATABASE, 1, (fresh) => void fresh.createObjectStore('uploads', { keyPath: 'localId' }).createIndex('user', 'user'));
  return {
    load: (user) => tried((db) => db.getAllFromIndex('uploads', 'user', user), []),
    put: (kept) => tried(async (db) => ((await db.put('uploads', kept)), true), false),
    get: (localId) => tried((db) => db.get('uploads', localId), undefined),
    remove: (localId) => tried((db) => db.delete('uploads', localId), undefined),
    clear: (user) =>
      tried(async (db) => {
        const transaction = db.transaction('uploads', 'readwrite');
        const keys = await transaction.store.index('user').getAllKeys(user);
        await Promise.all(keys.map((key) => transaction.store.delete(key)));
        await transaction.done;
      }, undefined),
  };
}
