// Where lines wait that the house has not confirmed: IndexedDB, so that they survive a reload.
import type { DBSchema } from 'idb';
import type { FileCard } from '../attachments/model';
import { database } from '../database';
import type { Mentions, Origin, Quote } from '../wire/protocol';

/** What somebody wants to say. */
export interface Words {
  readonly text: string;
  /** The message that it answers, as it looked when it was answered. */
  readonly replyTo?: Quote;
  readonly mentions?: Mentions;
  /** Files on their way, each by the page's own name for it. */
  readonly files?: readonly FileCard[];
  /** The message to pass on, and who wrote it. */
  readonly forward?: Origin & { readonly sender: string };
}

/** A line that somebody has written and the house has not confirmed. */
export interface Line extends Words {
  /** Names the message for ever: sending it again is harmless. */
  readonly clientId: string;
  readonly user: string;
  readonly room: string;
  readonly at: number;
  /** Rises with each line; the order of sending. */
  readonly order: number;
  /** Why the house refused it: a code of docs/protocols/errors.md. */
  readonly refused?: string;
}

/** Keeps lines. Where the browser keeps nothing, lines live as long as the page. */
export interface OutboxStore {
  load(user: string): Promise<Line[]>;
  put(line: Line): Promise<void>;
  remove(clientId: string): Promise<void>;
  clear(user: string): Promise<void>;
}

interface Schema extends DBSchema {
  outbox: { key: string; value: Line; indexes: { user: string } };
}

const DATABASE = 'teahouse';
const VERSION = 1;

/** The store in the browser's database. */
export function indexedDbStore(): OutboxStore {
  const tried = database<Schema>(DATABASE, VERSION, (fresh) => void fresh.createObjectStore('outbox', { keyPath: 'clientId' }).createIndex('user', 'user'));
  return {
    load: (user) => tried(async (db) => (await db.getAllFromIndex('outbox', 'user', user)).sort((a, b) => a.order - b.order), []),
    put: (line) => tried(async (db) => void (await db.put('outbox', line)), undefined),
    remove: (clientId) => tried((db) => db.delete('outbox', clientId), undefined),
    clear: (user) =>
      tried(async (db) => {
        const transaction = db.transaction('outbox', 'readwrite');
        const keys = await transaction.store.index('user').getAllKeys(user);
        await Promise.all(keys.map((key) => transaction.store.delete(key)));
        await transaction.done;
      }, undefined),
  };
}
