// The conversation that is open: whose it is, its lines, and what of it has been seen.
import type { Browser, Stop } from '../browser';
import { patiently } from '../connection/patience';
import { Refusal, Unanswered, type Connection } from '../connection/types';
import type { Message, Profile, Quote, Room, RoomChanged, RoomMarked } from '../wire/protocol';
import { Circle } from './circle.svelte';
import type { Drafts } from './drafts.svelte';
import type { History } from './history.svelte';
import type { Marks } from './marks';
import type { Outbox } from './outbox.svelte';
import type { Words } from './outbox-store';
import type { Presence } from './presence.svelte';
import { quoteOf } from './quote';
import type { RoomList } from './room-list.svelte';
import { keyOf, rows, type Row } from './rows';
import { lastSeq, messageAt } from './timeline';
import type { Typing } from './typing.svelte';

/** What a conversation is built from. */
export interface Ground {
  readonly parts: { readonly browser: Browser; readonly connection: Connection };
  readonly you: Profile;
  readonly rooms: RoomList;
  readonly history: History;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  readonly marks: Marks;
  readonly presence: Presence;
  readonly typing: Typing;
}

/** Which conversation: with a person, whether it exists already or not, or a room of any kind. */
export type Target = { readonly peer: string } | { readonly room: string };

/** Where the reader is to be brought; a new object for each time. */
export interface Jump {
  readonly key: string;
}

export class Conversation {
  /** Why it cannot be opened: a code of docs/protocols/errors.md. */
  failure = $state<string>();
  /** The first message that was unread when the conversation was opened. */
  unreadFrom = $state<number>();
  /** The message that will be answered. */
  replyTo = $state.raw<Quote>();
  /** The message whose words are being changed. */
  editing = $state.raw<Message>();
  /** Where the reader is to be brought. */
  jump = $state.raw<Jump>();
  /** Whether a message is being looked for to jump to. */
  isSeeking = $state(false);
  /** Who is in it, if it is a group. */
  circle = $state.raw<Circle>();
  #roomId = $state<string>();
  #profile = $state.raw<Profile>();
  #seen = 0;
  #stops: Stop[] = [];
  #isOpen = true;
  #isWatching = false;
  readonly #opened: Promise<void>;

  constructor(
    private readonly ground: Ground,
    readonly target: Target,
  ) {
    if ('peer' in target) this.#profile = ground.presence.people.find(({ id }) => id === target.peer);
    this.#stops.push(ground.parts.browser.onAttentionChange(() => this.#markSeen()));
    this.enterKnown();
    this.#watch();
    this.#opened = this.resume();
  }

  /** Shows what is held of it before the house has answered; called again when what the browser has kept is there. */
  enterKnown(): void {
    const { target } = this;
    const { rooms } = this.ground;
    const known = 'room' in target ? rooms.get(target.room) : rooms.withPeer(target.peer);
    if (known) this.#enter(known);
  }

  /** Names it among all conversations. */
  get key(): string {
    return 'room' in this.target ? `room ${this.target.room}` : `peer ${this.target.peer}`;
  }

  /** The other one of two, by id. */
  get peerId(): string | undefined {
    return 'peer' in this.target ? this.target.peer : this.room?.peer?.id;
  }

  /** The other one of two, as soon as it is known who that is. */
  get peer(): Profile | undefined {
    return this.room?.peer ?? this.#profile;
  }

  get room(): Room | undefined {
    return this.#roomId === undefined ? undefined : this.ground.rooms.get(this.#roomId);
  }

  get isOnline(): boolean {
    return this.peerId !== undefined && this.ground.presence.isOnline(this.peerId);
  }

  /** Who is writing. */
  get writers(): readonly string[] {
    return this.#roomId === undefined ? [] : this.ground.typing.who(this.#roomId);
  }

  get isTyping(): boolean {
    return this.writers.length > 0;
  }

  /** Whether the other reads messages at all; until that is known, nothing is offered. */
  get canChat(): boolean {
    return this.room !== undefined && !this.peer?.call_only;
  }

  /** Whether one may write here: in announcements only those who look after the group. */
  get mayWrite(): boolean {
    return !(this.room?.kind === 'group' && this.room.announcement && this.room.role === 'member');
  }

  /** Whether the first page is on its way. */
  get isLoading(): boolean {
    if (this.failure !== undefined || (this.peer?.call_only && !this.room)) return false;
    return this.#timeline === undefined;
  }

  get isLoadingOlder(): boolean {
    return this.#roomId !== undefined && this.#timeline !== undefined && this.ground.history.reading.has(this.#roomId);
  }

  get hasOlder(): boolean {
    return this.#timeline !== undefined && !this.#timeline.reachesStart && this.#timeline.messages.length > 0;
  }

  /** Whether the end of the conversation is held. */
  get follows(): boolean {
    return this.#timeline?.follows ?? true;
  }

  readonly rows: readonly Row[] = $derived.by(() => {
    const room = this.room;
    if (!room) return [];
    const timeline = this.#timeline;
    return rows({
      messages: timeline?.messages ?? [],
      lines: this.ground.outbox.of(room.id),
      you: this.ground.you.id,
      delivered: room.peer_delivered ?? this.circle?.delivered,
      read: room.peer_read ?? this.circle?.read,
      unreadFrom: this.unreadFrom,
      reachesStart: timeline?.reachesStart ?? false,
      follows: this.follows,
    });
  });

  /** Opens the room at the house, or asks what has happened in it since. Called again after each reconnection. */
  async resume(): Promise<void> {
    const { parts, rooms } = this.ground;
    if (this.peer?.call_only && !this.room) return;
    const { target } = this;
    try {
      const { room } = await patiently(parts.browser, () =>
        'room' in target
          ? parts.connection.request({ type: 'room.read', room: target.room })
          : parts.connection.request({ type: 'room.open', peer: target.peer }),
      );
      rooms.put(room);
      this.failure = undefined;
      this.#enter(room);
      await Promise.all([this.ground.history.catchUp(room), this.circle?.resume()]);
      this.#markSeen();
    } catch (reason) {
      if (reason instanceof Refusal) this.failure = this.room ? undefined : reason.code;
      else if (!(reason instanceof Unanswered)) throw reason;
    }
  }

  /** A person came into view whose name was not known when the conversation was opened. */
  meet(profile: Profile): void {
    if (profile.id !== this.peerId) return;
    const wasUnknown = this.peer === undefined;
    this.#profile = profile;
    if (wasUnknown && profile.call_only) this.failure = undefined;
  }

  /** The group has changed. */
  changed(changed: RoomChanged): void {
    if (changed.room.id === this.#roomId) this.circle?.changed(changed);
  }

  /** Somebody's marks have moved. */
  marked(marked: RoomMarked): void {
    if (marked.room === this.#roomId) this.circle?.marked(marked);
  }

  /** One is in this room no more. */
  left(): void {
    this.failure = 'not_member';
  }

  /** Says something, as the answer to what was chosen to be answered. False when there is nothing in it. */
  send(words: Words): boolean {
    const room = this.#roomId;
    const text = words.text.trim();
    if (room === undefined || (text === '' && (words.files ?? []).length === 0)) return false;
    this.unreadFrom = undefined;
    this.ground.outbox.write(room, { ...words, text, ...(this.replyTo ? { replyTo: this.replyTo } : {}) });
    this.replyTo = undefined;
    this.ground.drafts.clear(room);
    this.ground.typing.sent(room);
    if (!this.follows) void this.ground.history.latest(room);
    return true;
  }

  /** One writes. */
  write(): void {
    if (this.#roomId !== undefined) this.ground.typing.tell(this.#roomId);
  }

  /** Answers a message, or none any more. */
  answer(message: Message | undefined): void {
    this.editing = undefined;
    this.replyTo = message && quoteOf(message);
  }

  /** The message with this id, if it is held: what a draft of another device answers. */
  held(id: string): Message | undefined {
    return this.#timeline?.messages.find((message) => message.id === id);
  }

  retry(clientId: string): void {
    this.ground.outbox.retry(clientId);
  }

  discard(clientId: string): void {
    this.ground.outbox.discard(clientId);
  }

  async loadOlder(): Promise<void> {
    if (this.#roomId !== undefined) await this.ground.history.older(this.#roomId);
  }

  async loadNewer(): Promise<void> {
    if (this.#roomId !== undefined) await this.ground.history.newer(this.#roomId);
  }

  /** Back to the end, if what is held does not reach it. */
  async loadLatest(): Promise<void> {
    if (this.#roomId !== undefined) await this.ground.history.latest(this.#roomId);
  }

  /** Brings the reader to a message, with what is around it. False when there is none to be seen. */
  async jumpTo(seq: number): Promise<boolean> {
    this.isSeeking = true;
    try {
      await this.#opened;
      const room = this.#roomId;
      if (room === undefined || !this.#isOpen) return false;
      const isThere = await this.ground.history.around(room, seq);
      const message = this.#timeline && messageAt(this.#timeline, seq);
      if (!isThere || !message || message.hidden) return false;
      this.jump = { key: keyOf(message, this.ground.you.id) };
      return true;
    } finally {
      this.isSeeking = false;
    }
  }

  /** The last message in view; what is in view of an attentive reader has been read. */
  setSeen(seq: number): void {
    this.#seen = seq;
    this.#markSeen();
  }

  /** Somebody has said something. The first that comes while nobody looks begins what is new. */
  heard(seq: number): void {
    if (!this.ground.parts.browser.isAttended() && this.room?.unread === 1) this.unreadFrom = seq;
  }

  close(): void {
    this.#isOpen = false;
    for (const stop of this.#stops.splice(0)) stop();
    if (this.#roomId === undefined) return;
    this.ground.drafts.flush(this.#roomId);
    this.ground.history.leave(this.#roomId);
  }

  get #timeline() {
    return this.#roomId === undefined ? undefined : this.ground.history.of(this.#roomId);
  }

  #enter(room: Room): void {
    const { parts, you } = this.ground;
    if (room.kind === 'group' && !this.circle) this.circle = new Circle(parts.browser, parts.connection, room.id, you.id);
    if (this.#roomId !== undefined) return;
    this.#roomId = room.id;
    if (room.unread > 0) this.unreadFrom = room.read + 1;
    this.#watch();
  }

  /** Asks whether the other one is here, as soon as it is known who that is. */
  #watch(): void {
    if (this.#isWatching || !this.#isOpen || this.peerId === undefined) return;
    this.#isWatching = true;
    this.#stops.push(this.ground.presence.watch(this.peerId));
  }

  #markSeen(): void {
    const room = this.room;
    const { marks, rooms, you, parts } = this.ground;
    if (!this.#isOpen || !room || !this.#timeline || !parts.browser.isAttended()) return;
    const seen = Math.min(this.#seen, lastSeq(this.#timeline));
    if (seen <= room.read) return;
    marks.move(room.id, seen, seen);
    rooms.mark({ room: room.id, user: you.id, delivered: seen, read: seen });
  }
}
