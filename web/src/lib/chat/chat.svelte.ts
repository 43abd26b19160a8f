// The chat of one sign-in: hands what the house says to those whom it concerns, and opens conversations.
import { SvelteMap } from 'svelte/reactivity';
import type { Stop } from '../browser';
import type { Parts } from '../parts';
import type { Message, Profile, Room, ServerMessage } from '../wire/protocol';
import { Conversation } from './conversation.svelte';
import { History } from './history.svelte';
import { Marks } from './marks';
import { Outbox } from './outbox.svelte';
import type { OutboxStore } from './outbox-store';
import { Presence } from './presence.svelte';
import { RoomList } from './room-list.svelte';
import { conversations, strangers, unreadIn } from './rooms';
import { Typing } from './typing.svelte';

type ChatParts = Pick<Parts, 'browser' | 'connection'>;

export class Chat {
  readonly rooms: RoomList;
  readonly history: History;
  readonly presence: Presence;
  readonly typing: Typing;
  readonly outbox: Outbox;
  /** The open conversation. */
  conversation = $state.raw<Conversation>();
  /** The latest message of another, for those who listen to the page rather than look at it. */
  latest = $state.raw<{ from: string; message: Message }>();
  /** What has been written and not sent, by person. */
  readonly drafts = new SvelteMap<string, string>();
  readonly #marks: Marks;
  #stops: Stop[] = [];

  constructor(
    private readonly parts: ChatParts,
    readonly you: Profile,
    store: OutboxStore,
  ) {
    const { browser, connection } = parts;
    this.rooms = new RoomList(browser, connection, you.id, (listed) => this.#acknowledge(listed));
    this.outbox = new Outbox(browser, connection, store, you.id);
    this.history = new History(browser, connection, (messages) => this.outbox.settle(messages));
    this.presence = new Presence(browser, connection);
    this.typing = new Typing(browser, connection);
    this.#marks = new Marks(browser, connection);
  }

  /** People with a conversation, the newest first. */
  readonly conversations: readonly Room[] = $derived.by(() => conversations(this.rooms.rooms));
  /** People online without one; nobody until all conversations are known. */
  readonly strangers: readonly Profile[] = $derived.by(() => {
    if (this.rooms.hasMore) return [];
    return strangers(this.presence.people, this.rooms.rooms, this.you.id);
  });
  /** How many messages wait. */
  readonly unread: number = $derived.by(() => unreadIn(this.rooms.rooms));

  start(): void {
    const { connection } = this.parts;
    this.#stops = [
      connection.onMessage((message) => this.#hear(message)),
      connection.onState((state) => state === 'online' && this.#resume()),
    ];
    void this.outbox.start();
    if (connection.state === 'online') this.#resume();
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.outbox.stop();
    this.conversation?.close();
  }

  /** Opens the conversation with a person; with nobody, closes the open one. */
  open(peerId: string | undefined): void {
    if (this.conversation?.peerId === peerId) return;
    this.conversation?.close();
    this.conversation = peerId === undefined || peerId === this.you.id ? undefined : new Conversation(this.#ground, peerId);
  }

  get #ground() {
    const { parts, you, rooms, history, outbox, presence, typing } = this;
    return { parts, you, rooms, history, outbox, presence, typing, marks: this.#marks };
  }

  #resume(): void {
    void this.rooms.refresh();
    this.presence.resume();
    this.#marks.flush();
    void this.conversation?.resume();
  }

  #hear(message: ServerMessage): void {
    switch (message.type) {
      case 'message.posted':
        return this.#posted(message.message);
      case 'room.marked':
        return this.rooms.mark(message);
      case 'people.changed':
        this.presence.takePeople(message);
        for (const profile of message.came) this.conversation?.meet(profile);
        return;
      case 'presence.changed':
        return this.presence.takePresence(message);
      case 'typing.noticed':
        if (message.user !== this.you.id) this.typing.notice(message.room);
        return;
    }
  }

  #posted(message: Message): void {
    const before = this.rooms.get(message.room)?.last_seq ?? 0;
    this.history.take(message);
    this.outbox.settle([message]);
    this.rooms.take(message);
    if (message.author === this.you.id) return;
    this.typing.forget(message.room);
    this.#marks.move(message.room, message.seq, 0);
    const room = this.rooms.get(message.room);
    if (room && message.seq > before) this.latest = { from: room.peer.name, message };
    if (this.conversation?.room?.id === message.room) this.conversation.heard(message.seq);
  }

  /** Whatever has been listed has been received. */
  #acknowledge(listed: readonly Room[]): void {
    for (const room of listed) {
      this.#marks.known(room.id, room.delivered, room.read);
      if (room.unread > 0) this.#marks.move(room.id, room.last_seq, 0);
    }
  }
}
