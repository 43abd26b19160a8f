// The conversation that is open: whose it is, its lines, and what of it has been seen.
import type { Stop } from '../browser';
import { patiently } from '../connection/patience';
import { Refusal, Unanswered } from '../connection/types';
import type { Parts } from '../parts';
import type { Profile, Room } from '../wire/protocol';
import type { History } from './history.svelte';
import type { Marks } from './marks';
import type { Outbox } from './outbox.svelte';
import type { Presence } from './presence.svelte';
import type { RoomList } from './room-list.svelte';
import { rows, type Row } from './rows';
import { lastSeq } from './timeline';
import type { Typing } from './typing.svelte';

/** What a conversation is built from. */
export interface Ground {
  readonly parts: Pick<Parts, 'browser' | 'connection'>;
  readonly you: Profile;
  readonly rooms: RoomList;
  readonly history: History;
  readonly outbox: Outbox;
  readonly marks: Marks;
  readonly presence: Presence;
  readonly typing: Typing;
}

export class Conversation {
  /** Why it cannot be opened: a code of docs/protocols/errors.md. */
  failure = $state<string>();
  /** The first message that was unread when the conversation was opened. */
  unreadFrom = $state<number>();
  #roomId = $state<string>();
  #profile = $state.raw<Profile>();
  #isAtEnd = true;
  #stops: Stop[] = [];
  #isOpen = true;

  constructor(
    private readonly ground: Ground,
    readonly peerId: string,
  ) {
    const known = ground.rooms.withPeer(peerId);
    this.#roomId = known?.id;
    this.#profile = known?.peer ?? ground.presence.people.find(({ id }) => id === peerId);
    this.#noteUnread(known);
    this.#stops.push(
      ground.presence.watch(peerId),
      ground.parts.browser.onAttentionChange(() => this.#markSeen()),
    );
    void this.resume();
  }

  /** The other, as soon as it is known who that is. */
  get peer(): Profile | undefined {
    return this.room?.peer ?? this.#profile;
  }

  get room(): Room | undefined {
    return this.#roomId === undefined ? undefined : this.ground.rooms.get(this.#roomId);
  }

  get isOnline(): boolean {
    return this.ground.presence.isOnline(this.peerId);
  }

  get isTyping(): boolean {
    return this.#roomId !== undefined && this.ground.typing.in(this.#roomId);
  }

  /** Whether the other reads messages at all; until that is known, nothing is offered. */
  get canChat(): boolean {
    return this.room !== undefined && !this.peer?.call_only;
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

  readonly rows: readonly Row[] = $derived.by(() => {
    const room = this.room;
    if (!room) return [];
    return rows({
      messages: this.#timeline?.messages ?? [],
      lines: this.ground.outbox.of(room.id),
      you: this.ground.you.id,
      peerDelivered: room.peer_delivered,
      peerRead: room.peer_read,
      unreadFrom: this.unreadFrom,
    });
  });

  /** Opens the room at the house, or asks what has happened in it since. Called again after each reconnection. */
  async resume(): Promise<void> {
    const { parts, rooms } = this.ground;
    if (this.peer?.call_only && !this.room) return;
    try {
      const { room } = await patiently(parts.browser, () => parts.connection.request({ type: 'room.open', peer: this.peerId }));
      rooms.put(room);
      if (this.#roomId === undefined) this.#noteUnread(room);
      this.#roomId = room.id;
      this.failure = undefined;
      await this.ground.history.catchUp(room.id, room.last_seq);
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

  /** Sends a text. False when it has nothing in it. */
  send(text: string): boolean {
    const room = this.#roomId;
    if (room === undefined || text.trim() === '') return false;
    this.unreadFrom = undefined;
    this.ground.outbox.write(room, text.trim());
    this.ground.typing.sent(room);
    return true;
  }

  /** One writes. */
  write(): void {
    if (this.#roomId !== undefined) this.ground.typing.tell(this.#roomId);
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

  /** Whether the end of the conversation is in view; what is in view of an attentive reader has been read. */
  setAtEnd(isAtEnd: boolean): void {
    this.#isAtEnd = isAtEnd;
    this.#markSeen();
  }

  /** The other has said something. The first that comes while nobody looks begins what is new. */
  heard(seq: number): void {
    if (!this.ground.parts.browser.isAttended() && this.room?.unread === 1) this.unreadFrom = seq;
    this.#markSeen();
  }

  close(): void {
    this.#isOpen = false;
    for (const stop of this.#stops.splice(0)) stop();
    if (this.#roomId !== undefined) this.ground.history.leave(this.#roomId);
  }

  get #timeline() {
    return this.#roomId === undefined ? undefined : this.ground.history.of(this.#roomId);
  }

  #markSeen(): void {
    const room = this.room;
    const { marks, rooms, you, parts } = this.ground;
    if (!this.#isOpen || !room || !this.#timeline || !this.#isAtEnd || !parts.browser.isAttended()) return;
    const seen = lastSeq(this.#timeline);
    if (seen <= room.read) return;
    marks.move(room.id, seen, seen);
    rooms.mark({ room: room.id, user: you.id, delivered: seen, read: seen });
  }

  #noteUnread(room: Room | undefined): void {
    if (room && room.unread > 0) this.unreadFrom = room.read + 1;
  }
}
