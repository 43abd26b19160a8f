// The chat of one sign-in: hands what the house says to those whom it concerns, and opens conversations.
import type { Attachments } from '../attachments';
import type { Stop } from '../browser';
import type { Parts } from '../parts';
import type { Message, MessagesChanged, Profile, Room, RoomChanged, RoomMarked, ServerMessage } from '../wire/protocol';
import { noCache, type PageCache } from './cache/page-cache';
import { Conversation, type Ground, type Target } from './conversation.svelte';
import { Drafts } from './drafts.svelte';
import { History } from './history.svelte';
import { LinkCards } from './links/link-cards.svelte';
import { Marks } from './marks';
import { Outbox } from './outbox.svelte';
import type { OutboxStore } from './outbox-store';
import { Presence } from './presence.svelte';
import { Recalled } from './recalled.svelte';
import { RoomList } from './room-list.svelte';
import { conversations, strangers, unreadIn } from './rooms';
import { Typing } from './typing.svelte';

/** How late a silence may be found over. */
const CLOCK_MS = 30_000;

type ChatParts = Pick<Parts, 'browser' | 'connection'>;

/** What may stand behind the chat; without it nothing is kept but lines on their way, and no file goes out. */
export interface Backing {
  readonly cache?: PageCache | undefined;
  readonly attachments?: Attachments | undefined;
}

export class Chat {
  readonly rooms: RoomList;
  readonly history: History;
  readonly presence: Presence;
  readonly typing: Typing;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  /** What can be taken back, and what one has taken back a moment ago. */
  readonly recalled: Recalled;
  /** What linked pages are. */
  readonly links: LinkCards;
  /** The files of this sign-in, where the page can handle any. */
  readonly attachments: Attachments | undefined;
  /** The open conversation. */
  conversation = $state.raw<Conversation>();
  /** The latest message of another, for those who listen to the page rather than look at it. */
  latest = $state.raw<{ from: string; message: Message }>();
  /** By which silences are over. */
  #now = $state(0);
  readonly #marks: Marks;
  readonly #cache: PageCache;
  #stops: Stop[] = [];

  constructor(
    private readonly parts: ChatParts,
    readonly you: Profile,
    store: OutboxStore,
    { cache = noCache, attachments }: Backing = {},
  ) {
    const { browser, connection } = parts;
    this.#now = browser.now();
    this.#cache = cache;
    this.attachments = attachments;
    this.rooms = new RoomList(browser, connection, cache, you.id, (listed) => this.#listed(listed));
    this.outbox = new Outbox(browser, connection, store, you.id, attachments?.uploads);
    this.history = new History(browser, connection, cache, you.id, (messages) => this.outbox.settle(messages));
    this.presence = new Presence(browser, connection);
    this.typing = new Typing(browser, connection);
    this.drafts = new Drafts(browser, connection, you.id);
    this.recalled = new Recalled(browser);
    this.links = new LinkCards(browser);
    this.#marks = new Marks(browser, connection);
  }

  /** The conversations, the newest first. */
  readonly conversations: readonly Room[] = $derived.by(() => conversations(this.rooms.rooms));
  /** People online without one; nobody until all conversations are known. */
  readonly strangers: readonly Profile[] = $derived.by(() => {
    if (this.rooms.hasMore) return [];
    return strangers(this.presence.people, this.rooms.rooms, this.you.id);
  });
  /** How many messages wait. */
  readonly unread: number = $derived.by(() => unreadIn(this.rooms.rooms, this.#now));

  start(): void {
    const { browser, connection } = this.parts;
    this.#stops = [
      browser.every(CLOCK_MS, () => (this.#now = browser.now())),
      connection.onMessage((message) => this.#hear(message)),
      connection.onState((state) => (state === 'online' ? this.#resume() : this.history.pause())),
    ];
    this.attachments?.start();
    void this.outbox.start();
    void this.#recall();
    if (connection.state === 'online') this.#resume();
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.outbox.stop();
    this.attachments?.stop();
    this.conversation?.close();
    this.drafts.stop();
    this.links.stop();
    this.history.stop();
    this.rooms.stop();
  }

  /** Forgets what this browser has kept: the person leaves it. */
  async clear(): Promise<void> {
    this.stop();
    this.drafts.forget();
    await Promise.all([this.outbox.clear(), this.attachments?.clear(), this.#cache.clear(this.you.id)]);
  }

  /** Opens the conversation with a person; with nobody, closes the open one. */
  open(peerId: string | undefined): void {
    this.show(peerId === undefined || peerId === this.you.id ? undefined : { peer: peerId });
  }

  /** Shows a conversation; with nothing, closes the open one. */
  show(target: Target | undefined): void {
    const isSame = target && this.conversation && ('room' in target ? this.conversation.room?.id === target.room : this.conversation.peerId === target.peer);
    if (isSame) return;
    this.conversation?.close();
    this.conversation = target && new Conversation(this.#ground, target);
  }

  get #ground(): Ground {
    const { parts, you, rooms, history, outbox, drafts, presence, typing } = this;
    return { parts, you, rooms, history, outbox, drafts, presence, typing, marks: this.#marks };
  }

  /** What the browser has kept paints first. */
  async #recall(): Promise<void> {
    await Promise.all([this.rooms.recall(), this.history.recall()]);
    // An address may have opened it before.
    this.conversation?.enterKnown();
  }

  #resume(): void {
    void this.#catchUp();
    this.presence.resume();
    this.#marks.flush();
    this.drafts.resume();
  }

  /** The open conversation first, then all others of which something is held. */
  async #catchUp(): Promise<void> {
    const open = this.conversation;
    await Promise.all([this.rooms.refresh(), open?.resume()]);
    for (const id of this.history.rooms) {
      const room = this.rooms.get(id);
      if (room && id !== open?.room?.id) await this.history.catchUp(room);
    }
  }

  #hear(message: ServerMessage): void {
    switch (message.type) {
      case 'session.welcomed':
        this.links.told(message.previews ?? false);
        return this.recalled.told(message);
      case 'message.posted':
        return this.#posted(message.message);
      case 'messages.changed':
        return this.#changed(message);
      case 'room.marked':
        return this.#marked(message);
      case 'room.opened':
        return this.#opened(message.room);
      case 'room.changed':
        return this.#roomChanged(message);
      case 'room.left':
        return this.#left(message.room);
      case 'own.changed':
        this.drafts.told(message.room, message.own);
        return this.rooms.own(message);
      case 'people.changed':
        this.presence.takePeople(message);
        for (const profile of message.came) this.conversation?.meet(profile);
        return;
      case 'presence.changed':
        return this.presence.takePresence(message);
      case 'typing.noticed':
        if (message.user !== this.you.id) this.typing.notice(message.room, message.user);
        return;
      default:
    }
  }

  #posted(message: Message): void {
    const before = this.rooms.get(message.room)?.last_seq ?? 0;
    this.history.take(message.room, [message]);
    this.outbox.settle([message]);
    this.rooms.take(message);
    if (message.sender === this.you.id) return;
    this.typing.forget(message.room, message.sender);
    this.#marks.move(message.room, message.seq, 0);
    const room = this.rooms.get(message.room);
    if (room && message.seq > before) this.latest = { from: this.#nameIn(room, message.sender), message };
    if (this.conversation?.room?.id === message.room) this.conversation.heard(message.seq);
  }

  #changed({ room, messages }: MessagesChanged): void {
    this.history.take(room, messages);
    for (const { id, recalled_by, hidden } of messages) if (recalled_by !== undefined || hidden) this.attachments?.viewer.forget(id);
    this.rooms.change({ room, messages });
  }

  #marked(marked: RoomMarked): void {
    this.rooms.mark(marked);
    this.conversation?.marked(marked);
  }

  /** The answer to a request, or somebody has brought one into a group. */
  #opened(room: Room): void {
    this.rooms.put(room);
    this.#listed([room]);
  }

  #roomChanged(changed: RoomChanged): void {
    this.rooms.facts(changed);
    this.conversation?.changed(changed);
  }

  #left(room: string): void {
    if (this.conversation?.room?.id === room) this.conversation.left();
    this.rooms.drop(room);
    this.history.forget(room);
    this.outbox.discardRoom(room);
  }

  #nameIn({ peer, people = [], name = '' }: Room, id: string): string {
    return [peer, ...people].find((one) => one?.id === id)?.name ?? name;
  }

  /** Whatever has been listed has been received. */
  #listed(listed: readonly Room[]): void {
    for (const room of listed) {
      this.drafts.told(room.id, room.own);
      this.#marks.known(room.id, room.delivered, room.read);
      if (room.unread > 0) this.#marks.move(room.id, room.last_seq, 0);
    }
  }
}
