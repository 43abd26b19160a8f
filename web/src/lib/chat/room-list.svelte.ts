// One's conversations, page by page, kept up to date.
import type { Browser, Stop } from '../browser';
import { patiently } from '../connection/patience';
import type { Connection } from '../connection/types';
import type { Cursor, Message, Room, RoomMarked } from '../wire/protocol';
import { withMarks, withMessage, withRooms } from './rooms';

/** More than a screen shows, so that most people have all of theirs at once. */
const PAGE = 60;
/** Several messages from strangers in a burst ask for the list once. */
const UNKNOWN_ROOM_MS = 100;

export class RoomList {
  rooms = $state.raw<readonly Room[]>([]);
  /** Whether the first page has come at least once. */
  isLoaded = $state(false);
  /** Whether there are more pages. */
  hasMore = $state(false);
  #byId = $derived(new Map(this.rooms.map((room) => [room.id, room])));
  #cursor: Cursor | undefined;
  #isReading = false;
  #refreshDue: Stop | undefined;

  constructor(
    private readonly browser: Pick<Browser, 'after'>,
    private readonly connection: Pick<Connection, 'request'>,
    private readonly you: string,
    private readonly onListed: (rooms: readonly Room[]) => void,
  ) {}

  get(id: string): Room | undefined {
    return this.#byId.get(id);
  }

  /** The room of oneself and `peer`, as far as it is known. */
  withPeer(peer: string): Room | undefined {
    return this.rooms.find((room) => room.peer.id === peer);
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
    this.rooms = withRooms(this.rooms, [room]);
  }

  /** A message stands somewhere. */
  take(message: Message): void {
    const changed = withMessage(this.rooms, message, this.you);
    if (changed) this.rooms = changed;
    else this.#refreshDue ??= this.browser.after(UNKNOWN_ROOM_MS, () => {
      this.#refreshDue = undefined;
      void this.refresh();
    });
  }

  /** Somebody's marks have moved. */
  mark(marked: RoomMarked): void {
    this.rooms = withMarks(this.rooms, marked, this.you);
  }

  /** Reads one page and says how many rooms were on it; none when the line breaks, since coming back reads again. */
  async #readPage(): Promise<number> {
    this.#isReading = true;
    try {
      const before = this.#cursor;
      const page = await patiently(this.browser, () => this.connection.request({ type: 'rooms.list', limit: PAGE, ...(before ? { before } : {}) }));
      this.#cursor = page.cursor;
      this.hasMore = page.cursor !== undefined;
      this.rooms = withRooms(this.rooms, page.rooms);
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
