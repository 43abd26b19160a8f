// The latest page of each recent conversation, kept in the browser's database: opening one paints at once, also while
// the house is away. It is a copy and nothing more: what changed since is asked for, and signing out clears it.
import type { DBSchema, IDBPDatabase } from 'idb';
import { database } from '../../database';
import type { Message, Room } from '../../wire/protocol';

/** What is kept of a conversation. */
export interface CachedPage {
  readonly user: string;
  readonly room: string;
  readonly messages: readonly Message[];
  /** Every change of them up to this revision is in. */
  readonly rev: number;
  readonly reachesStart: boolean;
  /** When it was kept. */
  readonly at: number;
}

/** Keeps pages and the list of conversations. Where the browser keeps nothing, nothing is kept. */
export interface PageCache {
  pages(user: string): Promise<CachedPage[]>;
  putPage(page: CachedPage): Promise<void>;
  dropPage(user: string, room: string): Promise<void>;
  rooms(user: string): Promise<Room[]>;
  putRooms(user: string, rooms: readonly Room[]): Promise<void>;
  clear(user: string): Promise<void>;
}

interface Schema extends DBSchema {
  pages: { key: [string, string]; value: CachedPage; indexes: { user: string } };
  rooms: { key: string; value: { user: string; rooms: readonly Room[] } };
}

const DATABASE = 'teahouse.pages';
/** Rises with every change of what is kept; pages of before are forgotten. */
const VERSION = 1;
/** Conversations that stay: more than anybody opens in a day. */
const PAGES_AT_MOST = 60;

/** The cache in the browser's database. */
export function indexedDbCache(): PageCache {
  const tried = database<Schema>(DATABASE, VERSION, upgrade);
  return {
    pages: (user) => tried((db) => db.getAllFromIndex('pages', 'user', user), []),
    putPage: (page) =>
      tried(async (db) => {
        await db.put('pages', page);
        await forgetOldest(db, page.user);
      }, undefined),
    dropPage: (user, room) => tried((db) => db.delete('pages', [user, room]), undefined),
    rooms: (user) => tried(async (db) => [...((await db.get('rooms', user))?.rooms ?? [])], []),
    putRooms: (user, rooms) => tried(async (db) => void (await db.put('rooms', { user, rooms })), undefined),
    clear: (user) =>
      tried(async (db) => {
        const transaction = db.transaction(['pages', 'rooms'], 'readwrite');
        const pages = transaction.objectStore('pages');
        const keys = await pages.index('user').getAllKeys(user);
        await Promise.all([...keys.map((key) => pages.delete(key)), transaction.objectStore('rooms').delete(user)]);
        await transaction.done;
      }, undefined),
  };
}

/** A cache for browsers without a database, and for tests that want none. */
export const noCache: PageCache = {
  pages: async () => [],
  putPage: async () => {},
  dropPage: async () => {},
  rooms: async () => [],
  putRooms: async () => {},
  clear: async () => {},
};

function upgrade(db: IDBPDatabase<Schema>): void {
  for (const name of db.objectStoreNames) db.deleteObjectStore(name);
  db.createObjectStore('pages', { keyPath: ['user', 'room'] }).createIndex('user', 'user');
  db.createObjectStore('rooms', { keyPath: 'user' });
}

async function forgetOldest(db: IDBPDatabase<Schema>, user: string): Promise<void> {
  if ((await db.countFromIndex('pages', 'user', user)) <= PAGES_AT_MOST) return;
  const kept = await db.getAllFromIndex('pages', 'user', user);
  kept.sort((one, other) => other.at - one.at);
  await Promise.all(kept.slice(PAGES_AT_MOST).map((page) => db.delete('pages', [page.user, page.room])));
}
