// Lines on their way: nothing lost, nothing doubled, nothing out of order.
import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { HouseConnection } from '../connection/connection';
import { Refusal } from '../connection/types';
import { FakeBrowser, settled } from '../testing/fake-browser';
import { message } from '../testing/samples';
import type { Message } from '../wire/protocol';
import { indexedDbStore, type Line, type OutboxStore } from './outbox-store';
import { Outbox, type Carrier } from './outbox.svelte';

let browser: FakeBrowser;
let connection: HouseConnection;
let store: OutboxStore & { kept: Map<string, Line> };
let outbox: Outbox;

beforeEach(async () => {
  browser = new FakeBrowser();
  connection = new HouseConnection(browser, { hasSession: async () => true, onSessionEnded: () => {} });
  store = memoryStore();
  outbox = new Outbox(browser, connection, store, 'ann');
  connection.start();
  await outbox.start();
});

test('a_line_is_sent_at_once_and_forgotten_when_it_stands', async () => {
  browser.socket.welcome();
  outbox.write('r', { text: 'hello' });
  expect(sent()).toEqual(['hello']);
  confirm();
  await settled();
  expect([outbox.lines, store.kept.size]).toEqual([[], 0]);
});

test('the_next_line_waits_until_the_one_before_stands', async () => {
  browser.socket.welcome();
  for (const text of ['one', 'two', 'three']) outbox.write('r', { text });
  expect(sent()).toEqual(['one']);
  confirm();
  await settled();
  expect(sent()).toEqual(['one', 'two']);
});

test('conversations_do_not_wait_for_each_other', () => {
  browser.socket.welcome();
  outbox.write('r', { text: 'one' });
  outbox.write('s', { text: 'other' });
  expect(sent()).toEqual(['one', 'other']);
});

test('lines_written_offline_go_in_order_when_the_house_is_back', async () => {
  for (const text of ['one', 'two']) outbox.write('r', { text });
  browser.socket.welcome();
  confirm();
  await settled();
  confirm();
  await settled();
  expect([sent(), outbox.lines]).toEqual([['one', 'two'], []]);
});

test('a_line_without_an_answer_goes_again_under_the_same_name', async () => {
  browser.socket.welcome();
  outbox.write('r', { text: 'hello' });
  const first = browser.socket.saidOf('message.send')[0];
  browser.socket.drop();
  await browser.pass(1_000);
  browser.socket.welcome();
  await settled();
  const second = browser.socket.saidOf('message.send')[0];
  expect(second?.['client_id']).toBe(first?.['client_id']);
});

test('a_line_that_history_shows_is_not_sent_again', async () => {
  browser.socket.welcome();
  outbox.write('r', { text: 'hello' });
  const [line] = outbox.lines;
  browser.socket.drop();
  outbox.settle([posted(line?.clientId ?? '', 'hello')]);
  await browser.pass(1_000);
  browser.socket.welcome();
  await settled();
  expect(browser.socket.saidOf('message.send')).toEqual([]);
});

test('a_line_refused_for_good_is_marked_and_the_next_one_goes', async () => {
  browser.socket.welcome();
  outbox.write('r', { text: 'too long' });
  outbox.write('r', { text: 'short' });
  refuse('text_length');
  await settled();
  expect(outbox.lines.map(({ text, refused }) => [text, refused])).toEqual([
    ['too long', 'text_length'],
    ['short', undefined],
  ]);
  expect(sent()).toEqual(['too long', 'short']);
});

test('a_refused_line_can_be_sent_again_or_given_up', async () => {
  browser.socket.welcome();
  outbox.write('r', { text: 'one' });
  refuse('storage_full');
  await settled();
  outbox.retry(outbox.lines[0]?.clientId ?? '');
  expect(sent()).toEqual(['one', 'one']);
  refuse('storage_full');
  await settled();
  outbox.discard(outbox.lines[0]?.clientId ?? '');
  expect([outbox.lines, store.kept.size]).toEqual([[], 0]);
});

test('too_many_lines_wait_as_long_as_the_house_asks', async () => {
  browser.socket.welcome();
  outbox.write('r', { text: 'one' });
  refuse('too_many', 700);
  await browser.pass(699);
  expect(sent()).toEqual(['one']);
  await browser.pass(1);
  expect(sent()).toEqual(['one', 'one']);
});

test('what_a_page_leaves_behind_the_next_page_sends', async () => {
  outbox.write('r', { text: 'left' });
  const next = new Outbox(browser, connection, store, 'ann');
  browser.socket.welcome();
  const before = browser.socket.saidOf('message.send').length;
  await next.start();
  expect(next.lines.map(({ text }) => text)).toEqual(['left']);
  expect(browser.socket.saidOf('message.send')).toHaveLength(before + 1);
});

test('a_line_says_what_it_answers_whom_it_calls_and_what_it_passes_on', () => {
  browser.socket.welcome();
  const replyTo = { id: 'm1', seq: 1, sender: 'bob', excerpt: 'tea?' };
  outbox.write('r', { text: 'yes', replyTo, mentions: { users: ['bob'] } });
  expect(last()).toMatchObject({ text: 'yes', reply_to: 'm1', mentions: { users: ['bob'] } });
  outbox.write('s', { text: 'look', forward: { room: 'r', message: 'm1', sender: 'bob' } });
  expect(last()).toMatchObject({ room: 's', forward_of: { room: 'r', message: 'm1' } });
});

test('a_line_waits_for_its_files_and_the_next_line_for_it', async () => {
  const carried = carrier();
  const carrying = new Outbox(browser, connection, store, 'ann', carried);
  browser.socket.welcome();
  await carrying.start();
  carrying.write('r', { text: '', files: [{ id: 'local', name: 'tea.png', type: 'image/png', size: 1, kind: 'image' }] });
  carrying.write('r', { text: 'after' });
  await settled();
  expect(sent()).toEqual([]);
  carried.arrive('file');
  await settled();
  expect(last()).toMatchObject({ files: ['file'] });
  confirm();
  await settled();
  expect([sent(), carried.forgotten]).toEqual([['', 'after'], ['local']]);
});

test('a_line_whose_file_the_house_refuses_says_why', async () => {
  const carried = carrier();
  const carrying = new Outbox(browser, connection, store, 'ann', carried);
  browser.socket.welcome();
  await carrying.start();
  carrying.write('r', { text: '', files: [{ id: 'local', name: 'tea.png', type: 'image/png', size: 1, kind: 'image' }] });
  carried.fail(new Refusal('over_quota', ''));
  await settled();
  expect([sent(), carrying.lines[0]?.refused]).toEqual([[], 'over_quota']);
});

test.each([
  ['words that stay', [{ text: 'words that stay' }], 1],
  ['', [], 0],
])('a_line_of_%j_whose_only_file_is_given_up_goes_on_with_its_words', async (text, said, left) => {
  const carried = carrier();
  const carrying = new Outbox(browser, connection, store, 'ann', carried);
  browser.socket.welcome();
  await carrying.start();
  carrying.write('r', { text, files: [{ id: 'local', name: 'tea.png', type: 'image/png', size: 1, kind: 'image' }] });
  carried.wanted.delete('local');
  carried.fail(new Refusal('upload_canceled', ''));
  await settled();
  expect(browser.socket.saidOf('message.send')).toMatchObject(said);
  expect([browser.socket.saidOf('message.send').some(({ files }) => files), carrying.lines.length, store.kept.size]).toEqual([false, left, left]);
});

test('a_line_that_is_given_up_while_its_file_is_on_its_way_does_not_come_back', async () => {
  const carried = carrier();
  const carrying = new Outbox(browser, connection, store, 'ann', carried);
  browser.socket.welcome();
  await carrying.start();
  carrying.write('r', { text: 'tea', files: [{ id: 'local', name: 'tea.png', type: 'image/png', size: 1, kind: 'image' }] });
  carrying.discard(carrying.lines[0]?.clientId ?? '');
  carried.fail(new Refusal('upload_canceled', ''));
  await settled();
  expect([sent(), carrying.lines, store.kept.size]).toEqual([[], [], 0]);
});

test('the_database_keeps_lines_in_order_and_apart_by_person', async () => {
  const database = indexedDbStore();
  const line = (clientId: string, user: string, order: number): Line => ({ clientId, user, room: 'r', text: clientId, at: 0, order });
  await database.put(line('b', 'ann', 2));
  await database.put(line('a', 'ann', 1));
  await database.put(line('c', 'bob', 3));
  expect((await database.load('ann')).map(({ clientId }) => clientId)).toEqual(['a', 'b']);
  await database.clear('ann');
  expect([await database.load('ann'), (await database.load('bob')).length]).toEqual([[], 1]);
});

function sent(): unknown[] {
  return browser.socket.saidOf('message.send').map(({ text }) => text);
}

function last(): Record<string, unknown> {
  const said = browser.socket.saidOf('message.send').at(-1);
  if (!said) throw new Error('nothing was sent');
  return said;
}

function confirm(): void {
  const { re, client_id, text } = last();
  browser.socket.say({ type: 'message.posted', re: re as number, message: posted(client_id as string, text as string) });
}

function refuse(code: string, retryAfterMs?: number): void {
  browser.socket.say({ type: 'refused', re: last()['re'] as number, code, message: code, ...(retryAfterMs ? { retry_after_ms: retryAfterMs } : {}) });
}

function posted(clientId: string, text: string): Message {
  return message(1, 'ann', { id: clientId, client_id: clientId, text });
}

function carrier() {
  const forgotten: string[] = [];
  let arrive: (file: string) => void = () => {};
  let fail: (reason: Refusal) => void = () => {};
  const made = new Promise<string>((resolve, reject) => ([arrive, fail] = [resolve, reject]));
  const wanted = new Set(['local']);
  const port: Carrier = { ready: () => made, has: (id) => wanted.has(id), forget: (id) => void forgotten.push(id) };
  return { ...port, forgotten, wanted, arrive, fail };
}

function memoryStore(): OutboxStore & { kept: Map<string, Line> } {
  const kept = new Map<string, Line>();
  return {
    kept,
    load: async (user) => [...kept.values()].filter((line) => line.user === user),
    put: async (line) => void kept.set(line.clientId, line),
    remove: async (clientId) => void kept.delete(clientId),
    clear: async () => kept.clear(),
  };
}
