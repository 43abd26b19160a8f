// A house of paper: it answers a page's socket in the test's hands, so that a conversation can be as long, and its answers
// as late, as a test wants. Only what a reader needs is there; the page itself is the real one.

import type { Page, WebSocketRoute } from '@playwright/test';

/** A message as the app protocol has it. */
export interface PaperMessage {
  id: string;
  room: string;
  seq: number;
  rev: number;
  sender: string;
  client_id: string;
  sent_at: number;
  text?: string;
  [more: string]: unknown;
}

type Frame = Record<string, unknown> & { type: string; re?: number };

/** The person at the page, and the other one. */
export const ANN = { id: 'ann', name: 'Ann' };
export const BOB = { id: 'bob', name: 'Bob' };

const START = Date.UTC(2026, 0, 1, 8);
/** One message every seven minutes: a day line after each two hundred. */
const STEP_MS = 7 * 60_000;
const WORDS = 'the kettle sings while oolong opens slowly and nobody at the table is in a hurry to pour it 茶 香 气 满 屋'.split(' ');

export class PaperHouse {
  readonly messages: PaperMessage[] = [];
  /** What was asked, the latest last. */
  readonly asked: Frame[] = [];
  /** What a page is told when it asks for one of these instead of what is known here. */
  readonly answers: Record<string, (frame: Frame) => Record<string, unknown>> = {};
  room: Record<string, unknown>;
  /** What all answers wait for. */
  late: Promise<void> | undefined;
  people = [ANN, BOB];
  rev = 0;
  private socket: WebSocketRoute | undefined;

  constructor(room: Record<string, unknown> = {}) {
    this.room = { id: 'r', kind: 'direct', member_count: 2, peer: BOB, role: 'member', own: {}, created_at: START, unread: 0, ...room };
  }

  /** Writes `count` messages of all lengths. */
  write(count: number): this {
    for (let index = 0; index < count; index++) this.add({ sender: index % 3 === 0 ? ANN.id : BOB.id, text: wordsOf(this.messages.length) });
    return this;
  }

  /** One more message; pages are not told. */
  add(message: Partial<PaperMessage>): PaperMessage {
    const seq = this.messages.length + 1;
    const made = { id: `m${seq}`, room: 'r', seq, rev: ++this.rev, sender: BOB.id, client_id: `c${seq}`, sent_at: START + seq * STEP_MS, ...message };
    this.messages.push(made);
    return made;
  }

  /** One more message, and the page hears of it. */
  post(message: Partial<PaperMessage>): void {
    this.say({ type: 'message.posted', message: this.add(message) });
  }

  /** A message is not as it was; pages are not told. */
  amend(seq: number, changed: Partial<PaperMessage>): PaperMessage {
    const message = { ...this.messages[seq - 1]!, ...changed, rev: ++this.rev };
    this.messages[seq - 1] = message;
    return message;
  }

  /** A message is not as it was, and the page hears of it. */
  change(seq: number, changed: Partial<PaperMessage>): void {
    this.say({ type: 'messages.changed', room: 'r', messages: [this.amend(seq, changed)] });
  }

  say(frame: Record<string, unknown>): void {
    this.socket?.send(JSON.stringify(frame));
  }

  /** Takes the place of the house for a page. */
  async takeOver(page: Page): Promise<void> {
    await page.route('**/api/v1/door', (route) => route.fulfill({ json: { guests: true, accounts: 'open', owner: 'some', you: ANN } }));
    await page.routeWebSocket('**/api/v1/socket', (socket) => {
      this.socket = socket;
      socket.onMessage((text) => void this.hear(JSON.parse(String(text)) as Frame));
      const account = { role: 'member', privacy: { online: 'everybody', last_seen: 'everybody' }, session: 's' };
      this.say({ type: 'session.welcomed', you: ANN, account, at: Date.now(), recall_window_ms: 120_000 });
    });
  }

  private async hear(frame: Frame): Promise<void> {
    this.asked.push(frame);
    await this.late;
    const answer = this.answers[frame.type]?.(frame) ?? this.answer(frame);
    if (answer) this.say({ re: frame.re, ...answer });
  }

  private answer(frame: Frame): Record<string, unknown> | undefined {
    switch (frame.type) {
      case 'people.watch':
        return { type: 'people.changed', fresh: true, came: this.people, went: [], total: this.people.length };
      case 'rooms.list':
        return { type: 'rooms.page', rooms: [this.described()] };
      case 'room.open':
      case 'room.read':
        return { type: 'room.opened', room: this.described() };
      case 'history.read':
        return this.page(frame);
      case 'changes.read':
        return { type: 'changes.page', room: 'r', messages: this.messages.filter(({ rev }) => rev > Number(frame.since)), rev: this.rev, more: false };
      case 'members.list':
        return { type: 'members.page', room: 'r', members: this.people.map((person) => ({ person, role: 'member', delivered: 0, read: 0 })), total: this.people.length };
      case 'people.read':
        return { type: 'people.page', people: this.people };
      case 'contacts.list':
        return { type: 'contacts.page', contacts: [] };
      case 'draft.set':
        return { type: 'own.changed', room: 'r', own: {} };
      case 'message.send':
        return this.taken(frame);
      case 'room.mark':
      case 'room.typing':
      case 'presence.watch':
        return undefined;
      default:
        return frame.re === undefined ? undefined : { type: 'refused', code: 'not_allowed', message: frame.type };
    }
  }

  private described() {
    const last = this.messages.at(-1);
    const seq = last?.seq ?? 0;
    const marks = { delivered: seq, read: seq - Number(this.room.unread), peer_delivered: seq, peer_read: seq };
    return { ...this.room, ...marks, last_seq: seq, rev: this.rev, last };
  }

  private page({ before, after, around, limit }: Frame) {
    const [all, most] = [this.messages, Number(limit)];
    let from = all.length - most;
    if (typeof after === 'number') from = after;
    else if (typeof before === 'number') from = before - 1 - most;
    else if (typeof around === 'number') from = around - 1 - Math.floor(most / 2);
    const end = typeof before === 'number' ? before - 1 : from + most;
    const messages = all.slice(Math.max(0, from), end);
    return { type: 'history.page', room: 'r', messages, more: typeof after === 'number' ? end < all.length : from > 0 };
  }

  private taken({ re: _, type: __, room: ___, client_id, text, reply_to, ...more }: Frame) {
    const quoted = this.messages.find(({ id }) => id === reply_to);
    const quote = quoted ? { reply_to: { id: quoted.id, seq: quoted.seq, sender: quoted.sender, excerpt: quoted.text } } : {};
    return { type: 'message.posted', message: this.add({ ...more, ...quote, sender: ANN.id, client_id: String(client_id), text: String(text), sent_at: Date.now() }) };
  }
}

/** From one word to a page, always the same for a place. */
function wordsOf(place: number): string {
  const count = 1 + ((place * 7919) % 23) + (place % 41 === 0 ? 120 : 0);
  const words = Array.from({ length: count }, (_, index) => WORDS[(place * 31 + index * 7) % WORDS.length]);
  return `${place + 1}: ${words.join(place % 5 === 0 ? '\n' : ' ').slice(0, 700)}`;
}
