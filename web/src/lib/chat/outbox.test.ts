// Lines on their way: nothing lost, nothing doubled, nothing out of order.
import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { HouseConnection } from '../connection/connection';
import { FakeBrowser, settled } from '../testing/fake-browser';
import type { Message } from '../wire/protocol';
import { indexedDbStore, type Line, type OutboxStore } from './outbox-store';
import { Outbox } from './outbox.svelte';

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
  outbox.write('r', 'hello');
  expect(sent()).toEqual(['hello']);
  confirm();
  await settled();
  expect([outbox.lines, store.kept.size]).toEqual([[], 0]);
});

test('the_next_line_waits_until_the_one_before_stands', async () => {
  browser.socket.welcome();
  for (const text of ['one', 'two', 'three']) outbox.write('r', text);
  expect(sent()).toEqual(['one']);
  confirm();
  await settled();
  expect(sent()).toEqual(['one', 'two']);
});

test('conversations_do_not_wait_for_each_other', () => {
  browser.socket.welcome();
  outbox.write('r', 'one');
  outbox.write('s', 'other');
  expect(sent()).toEqual(['one', 'other']);
});

test('lines_written_offline_go_in_order_when_the_house_is_back', async () => {
  for (const text of ['one', 'two']) outbox.write('r', text);
  browser.socket.welcome();
  confirm();
  await settled();
  confirm();
  await settled();
  expect([sent(), outbox.lines]).toEqual([['one', 'two'], []]);
});

test('a_line_without_an_answer_goes_again_under_the_same_name', async () => {
  browser.socket.welcome();
  outbox.write('r', 'hello');
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
  outbox.write('r', 'hello');
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
  outbox.write('r', 'too long');
  outbox.write('r', 'short');
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
  outbox.write('r', 'one');
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
  outbox.write('r', 'one');
  refuse('too_many', 700);
  await browser.pass(699);
  expect(sent()).toEqual(['one']);
  await browser.pass(1);
  expect(sent()).toEqual(['one', 'one']);
});

test('what_a_page_leaves_behind_the_next_page_sends', async () => {
  outbox.write('r', 'left');
  const next = new Outbox(browser, connection, store, 'ann');
  browser.socket.welcome();
  const before = browser.socket.saidOf('message.send').length;
  await next.start();
  expect(next.lines.map(({ text }) => text)).toEqual(['left']);
  expect(browser.socket.saidOf('message.send')).toHaveLength(before + 1);
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
  const message = browser.socket.saidOf('message.send').at(-1);
  if (!message) throw new Error('nothing was sent');
  return message;
}

function confirm(): void {
  const { re, client_id, text } = last();
  browser.socket.say({ type: 'message.posted', re: re as number, message: posted(client_id as string, text as string) });
}

function refuse(code: string, retryAfterMs?: number): void {
  browser.socket.say({ type: 'refused', re: last()['re'] as number, code, message: code, ...(retryAfterMs ? { retry_after_ms: retryAfterMs } : {}) });
}

function posted(clientId: string, text: string): Message {
  return { id: clientId, room: 'r', seq: 1, author: 'ann', client_id: clientId, at: 0, text };
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
