// Whatever happens while a page is there, away, looking at the middle or coming back: what it holds in the end is what a
// page holds that has just been loaded. Random schedules against a small house that answers late.
import { expect, test } from 'vitest';
import type { Connection } from '../connection/types';
import { FakeBrowser, settled } from '../testing/fake-browser';
import type { Message } from '../wire/protocol';
import { noCache } from './cache/page-cache';
import { History } from './history.svelte';
import { firstSeq, lastSeq, type Timeline } from './timeline';

const SCHEDULES = Number(process.env['TEAHOUSE_SYNC_SCHEDULES'] ?? 300);
const STEPS = 40;

test(`after_${SCHEDULES}_random_schedules_what_is_held_equals_a_fresh_load`, { timeout: 120_000 }, async () => {
  let held = 0;
  for (let seed = 1; seed <= SCHEDULES; seed++) {
    const story = new Story(seed);
    await story.run();
    held += story.check();
  }
  // A check that compares nothing would always succeed.
  expect(held).toBeGreaterThan(SCHEDULES * 10);
});

/** One schedule. */
class Story {
  readonly house: TestHouse;
  readonly #random: () => number;
  readonly #log: string[] = [];
  #history: History;

  constructor(private readonly seed: number) {
    this.#random = generator(seed);
    this.house = new TestHouse(this.#random);
    this.#history = this.#fresh();
    this.house.hear = (messages) => this.#history.take('r', messages);
  }

  async run(): Promise<void> {
    for (let count = this.#upTo(150); count > 0; count--) this.house.post();
    await this.#open();
    for (let step = 0; step < STEPS; step++) await this.#step();
    await this.#comeBack();
    await this.house.calm();
  }

  /** How many messages were compared. */
  check(): number {
    const timeline = this.#history.of('r') as Timeline;
    const [first, last] = [firstSeq(timeline) ?? 1, lastSeq(timeline)];
    const expected = this.house.messages.filter(({ seq }) => seq >= first && seq <= last);
    expect(timeline.messages, this.#told).toEqual(expected);
    if (timeline.follows) expect(last, this.#told).toBe(this.house.messages.length);
    if (timeline.reachesStart && last > 0) expect(first, this.#told).toBe(1);
    return timeline.messages.length;
  }

  get #told(): string {
    return `schedule ${this.seed}: ${this.#log.join(' ')}`;
  }

  async #step(): Promise<void> {
    const { house } = this;
    const deeds: Record<string, () => unknown> = {
      post: () => house.post(),
      crowd: () => Array.from({ length: 1 + this.#upTo(80) }, () => house.post()),
      change: () => house.change(),
      changes: () => Array.from({ length: 1 + this.#upTo(30) }, () => house.change()),
      older: () => void this.#history.older('r'),
      newer: () => void this.#history.newer('r'),
      jump: () => void this.#history.around('r', 1 + this.#upTo(house.messages.length)),
      latest: () => void this.#history.latest('r'),
      leave: () => this.#history.leave('r'),
      answer: () => house.answer(),
      away: () => this.#goAway(),
      back: () => this.#comeBack(),
      calm: () => house.calm(),
    };
    const names = Object.keys(deeds);
    const name = names[this.#upTo(names.length)] as string;
    this.#log.push(name);
    await deeds[name]?.();
    await settled();
  }

  async #open(): Promise<void> {
    await Promise.all([this.#history.catchUp(this.house.room), this.house.calm()]);
  }

  #goAway(): void {
    if (!this.house.isUp) return;
    this.house.drop();
    this.#history.pause();
  }

  async #comeBack(): Promise<void> {
    if (!this.house.isUp) this.house.isUp = true;
    else this.#goAway();
    this.house.isUp = true;
    const caughtUp = this.#history.catchUp(this.house.room);
    await this.house.calm();
    await caughtUp;
  }

  #fresh(): History {
    return new History(new FakeBrowser(), this.house.connection, noCache, 'ann', () => {});
  }

  #upTo(count: number): number {
    return Math.floor(this.#random() * count);
  }
}

type Asked = { type: string; before?: number; after?: number; around?: number; since?: number; limit: number };

/** A house with one room. Answers are made at once or later, and come later still, in order with what is told. */
class TestHouse {
  messages: Message[] = [];
  rev = 0;
  isUp = true;
  hear: (messages: readonly Message[]) => void = () => {};
  #waiting: Array<() => void> = [];

  constructor(private readonly random: () => number) {}

  get room() {
    return { id: 'r', rev: this.rev, last_seq: this.messages.length };
  }

  readonly connection = { request: (asked: Asked) => this.#ask(asked) } as unknown as Pick<Connection, 'request'>;

  post(): void {
    const seq = this.messages.length + 1;
    const message: Message = { id: `m${seq}`, room: 'r', seq, rev: ++this.rev, sender: 'bob', client_id: `c${seq}`, sent_at: seq, text: `text ${seq}` };
    this.messages = [...this.messages, message];
    this.#tell([message]);
  }

  change(): void {
    const at = Math.floor(this.random() * this.messages.length);
    const before = this.messages[at];
    if (!before) return;
    const changed = { ...before, rev: ++this.rev, text: `${before.text} changed` };
    this.messages = this.messages.with(at, changed);
    // What others delete for themselves takes a number too, and is told to nobody else.
    if (this.random() < 0.2) this.messages = this.messages.with(at, before);
    else this.#tell([changed]);
  }

  /** The line breaks: what was on its way is lost. */
  drop(): void {
    this.isUp = false;
    for (const settle of this.#waiting.splice(0)) settle();
  }

  /** The first answer arrives. */
  answer(): void {
    this.#waiting.shift()?.();
  }

  /** All answers arrive, and those to what is asked then. */
  async calm(): Promise<void> {
    await settled();
    while (this.#waiting.length > 0) {
      this.answer();
      await settled();
    }
  }

  #tell(messages: readonly Message[]): void {
    if (this.isUp) this.hear(messages);
  }

  async #ask(asked: Asked): Promise<unknown> {
    const { Unanswered } = await import('../connection/types');
    if (!this.isUp) throw new Unanswered('disconnected');
    // The house reads now, or only when it answers; both happen.
    const early = this.random() < 0.5 ? this.#read(asked) : undefined;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (!this.isUp) throw new Unanswered('disconnected');
    return early ?? this.#read(asked);
  }

  #read({ type, before, after, around, since, limit }: Asked) {
    const all = this.messages;
    if (type === 'changes.read') {
      const changed = all.filter(({ rev }) => rev > (since ?? 0)).sort((one, other) => one.rev - other.rev);
      const messages = changed.slice(0, limit);
      const more = changed.length > limit;
      return { messages, more, rev: more ? messages.at(-1)?.rev : this.rev };
    }
    if (after !== undefined) return { messages: all.slice(after, after + limit), more: all.length > after + limit };
    if (around !== undefined) return { messages: all.slice(Math.max(0, around - 1 - limit / 2), around - 1 + limit / 2), more: true };
    const end = before === undefined ? all.length : before - 1;
    return { messages: all.slice(Math.max(0, end - limit), end), more: end > limit };
  }
}

function generator(seed: number): () => number {
  let state = seed * 2_654_435_761 % 4_294_967_296;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
