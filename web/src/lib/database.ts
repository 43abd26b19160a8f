// A database of the browser that may be refused: whoever asks gets an answer all the same, since a browser that forbids
// storage must not stop anybody from chatting.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** What is done with an open database, and what is answered when there is none. */
export type Tried<Schema extends DBSchema> = <T>(work: (db: IDBPDatabase<Schema>) => Promise<T>, otherwise: T) => Promise<T>;

/** Opens a database at its first use. */
export function database<Schema extends DBSchema>(name: string, version: number, upgrade: (db: IDBPDatabase<Schema>) => void): Tried<Schema> {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  return async (work, otherwise) => {
    try {
      opened ??= openDB<Schema>(name, version, { upgrade });
      return await work(await opened);
    } catch {
      return otherwise;
    }
  };
}
