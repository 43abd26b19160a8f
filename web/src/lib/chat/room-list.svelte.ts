// One's conversations, page by page, kept up to date.
import type { Browser, Stop } from '../browser';
import { patiently } from '../connection/patience';
import type { Connection } from '../connection/types';
import type { Cursor, Message, MessagesChanged, OwnChanged, Room, RoomChanged, RoomMarked } from '../wire/protocol';
import type { PageCache } from './cache/page-cache';
import { withChanges, withFacts, withMarks, withMessage, withOwn, withRooms } from './rooms';

/** More than a screen shows, so that most people have all of theirs at once. */
const PAGE = 60;
/** Several messages from strangers in a burst ask for the list once. */
const UNKNOWN_ROOM_MS = 100;
/** How long the list rests before the browser keeps it. */
const KEEP_MS = 2_000;

export class RoomList {
  rooms = $state.raw<readonly Room[]>([]);
  /** Whether the first page has come at least once. */
  isLoaded = $state(false);
  /** Whether there are more pages. */
  hasMore = $state(false);
  #byId = $derived(new Map(this.rooms.map((room) => [room.id, room])));
  #cursor: Cursor | undefined;
  #isReading = false;
  /** Rooms that the house has described while a page was on its way. */
  #meanwhile = new Set<string>();
  #refreshDue: Stop | undefined;
  #keepDue: Stop | undefined;
  #isStopped = false;

  constructor(
    private readonly browser: Pick<Browser, 'after'>,
    private readonly connection: Pick<Connection, 'request'>,
    private readonly cache: Pick<PageCache, 'rooms' | 'putRooms'>,
    private readonly you: string,
    private readonly onListed: (rooms: readonly Room[]) => void,
  ) {}

  /** Shows what this browser has kept, until the house has answered. */
  async recall(): Promise<void> {
    const kept = await this.cache.rooms(this.you);
    if (this.isLoaded || this.#isStopped || kept.length === 0) return;
    this.rooms = withRooms(kept, this.rooms);
    this.isLoaded = true;
  }

  stop(): void {
    this.#isStopped = true;
    this.#keepDue?.();
    this.#refreshDue?.();
  }

  get(id: string): Room | undefined {
    return this.#byId.get(id);
  }

  /** The room of oneself and `peer`, as far as it is known. */
  withPeer(peer: string): Room | undefined {
    return this.rooms.find((room) => room.kind === 'direct' && room.peer?.id === peer);
  }

  /** The room of one's notes, as far as it is known. */
  get notes(): Room | undefined {
    return this.rooms.find(({ kind }) => kind === 'notes');
  }

  /** Reads again what was read before: after connecting, anything may have changed. */
  async refresh(): Promise<void> {
    const wanted = Math.max(PAGE, this.rooms.length);
    this.#cursor = undefined;
    let read = 0;
    do read += await this.#readPage();
    while (this.#cursor && read < wanted);
  }

  /** Reads the next page, when there is one. */
  async more(): Promise<void> {
    if (!this.hasMore || this.#isReading) return;
    await this.#readPage();
  }

  /** Takes a room as the house has just described it. */
  put(room: Room): void {
    this.#meanwhile.add(room.id);
    this.#become(withRooms(this.rooms, [room]));
  }

  /** Messages are not as they were. */
  change({ room, messages }: Pick<MessagesChanged, 'room' | 'messages'>): void {
    this.#become(withChanges(this.rooms, room, messages));
  }

  /** What a room is to oneself has changed. */
  own({ room, own }: Pick<OwnChanged, 'room' | 'own'>): void {
    this.#become(withOwn(this.rooms, room, own));
  }

  /** A group has changed. */
  facts(changed: RoomChanged): void {
    this.#become(withFacts(this.rooms, changed, this.you));
  }

  /** One is in a room no more. */
  drop(id: string): void {
    this.#become(this.rooms.filter((room) => room.id !== id));
  }

  /** A message stands somewhere. */
  take(message: Message): void {
    const changed = withMessage(this.rooms, message, this.you);
    if (changed) this.#become(changed);
    else this.#refreshDue ??= this.browser.after(UNKNOWN_ROOM_MS, () => {
      this.#refreshDue = undefined;
      void this.refresh();
    });
  }

  /** Somebody's marks have moved. */
  mark(marked: RoomMarked): void {
    this.#become(withMarks(this.rooms, marked, this.you));
  }

  #become(rooms: readonly Room[]): void {
    this.rooms = rooms;
    this.#keepDue ??= this.browser.after(KEEP_MS, () => {
      this.#keepDue = undefined;
      void this.cache.putRooms(this.you, this.rooms.slice(0, PAGE));
    });
  }

  /** Reads one page and says how many rooms were on it; none when the line breaks, since coming back reads again. */
  async #readPage(): Promise<number> {
    this.#isReading = true;
    try {
      const before = this.#cursor;
      this.#meanwhile.clear();
      const page = await patiently(this.browser, () => this.connection.request({ type: 'rooms.list', limit: PAGE, ...(before ? { before } : {}) }));
      this.#cursor = page.cursor;
      this.hasMore = page.cursor !== undefined;
      // The one page of all that are listed says which are gone, but for those that nobody has said anything in, which
      // are not listed, and those that have come meanwhile.
      const isAll = before === undefined && page.cursor === undefined;
      const stays = ({ id, kind, last }: Room) => !isAll || this.#meanwhile.has(id) || (kind === 'direct' && last === undefined);
      this.#become(withRooms(this.rooms.filter(stays), page.rooms));
      this.isLoaded = true;
      this.onListed(page.rooms);
      return page.rooms.length;
    } catch {
      this.#cursor = undefined;
      return 0;
    } finally {
      this.#isReading = false;
    }
  }
}
