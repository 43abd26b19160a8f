// The chat as a whole against a house in the test's hands: reconnection, marks, order, typing.
import { beforeEach, expect, test } from 'vitest';
import { HouseConnection } from '../connection/connection';
import { FakeBrowser, settled } from '../testing/fake-browser';
import { GUEST, message, room } from '../testing/samples';
import type { Message, Room } from '../wire/protocol';
import { noCache } from './cache/page-cache';
import { Chat } from './chat.svelte';
import type { OutboxStore } from './outbox-store';

let browser: FakeBrowser;
let connection: HouseConnection;
let chat: Chat;

beforeEach(() => {
  browser = new FakeBrowser();
  connection = new HouseConnection(browser, { hasSession: async () => true, onSessionEnded: () => {} });
  chat = new Chat({ browser, connection }, { id: 'ann', name: 'Ann' }, noStore);
  connection.start();
  chat.start();
});

test('coming_back_reads_what_was_missed_and_doubles_nothing', async () => {
  await enterAndOpen([message(1, 'bob'), message(2, 'bob')]);
  browser.socket.drop();
  await browser.pass(1_000);
  browser.socket.welcome();
  await answerLast('room.open', (re) => ({ type: 'room.opened', re, room: room({ last_seq: 4 }) }));
  const asked = browser.socket.saidOf('history.read').at(-1);
  expect(asked).toMatchObject({ room: 'r', after: 2 });
  browser.socket.say({ type: 'message.posted', message: message(4, 'bob') });
  await answerLast('history.read', (re) => ({ type: 'history.page', re, room: 'r', messages: [message(3, 'bob'), message(4, 'bob')], more: false }));
  expect(shownTexts()).toEqual(['text 1', 'text 2', 'text 3', 'text 4']);
});

test('a_hole_in_what_comes_is_read', async () => {
  await enterAndOpen([message(1, 'bob')]);
  browser.socket.say({ type: 'message.posted', message: message(4, 'bob') });
  await settled();
  expect(browser.socket.saidOf('history.read').at(-1)).toMatchObject({ after: 1 });
  await answerLast('history.read', (re) => ({ type: 'history.page', re, room: 'r', messages: [2, 3, 4].map((seq) => message(seq, 'bob')), more: false }));
  expect(shownTexts()).toEqual(['text 1', 'text 2', 'text 3', 'text 4']);
});

test('what_is_seen_is_marked_read_and_what_only_came_is_marked_delivered', async () => {
  await enterAndOpen([message(1, 'bob')]);
  await browser.pass(200);
  expect(browser.socket.saidOf('room.mark').at(-1)).toMatchObject({ room: 'r', delivered: 1, read: 1 });
  browser.setAttention(false);
  browser.socket.say({ type: 'message.posted', message: message(2, 'bob') });
  await browser.pass(200);
  expect(browser.socket.saidOf('room.mark').at(-1)).toMatchObject({ delivered: 2, read: 1 });
  expect(chat.unread).toBe(1);
  browser.setAttention(true);
  await browser.pass(200);
  expect(browser.socket.saidOf('room.mark').at(-1)).toMatchObject({ delivered: 2, read: 2 });
  expect(chat.unread).toBe(0);
});

test('what_waits_in_a_silent_conversation_is_counted_when_its_silence_is_over', async () => {
  browser.socket.welcome();
  const silent = room({ unread: 3, last_seq: 3, last: message(3, 'bob'), own: { muted_until: browser.now() + 60_000 } });
  await answerLast('rooms.list', (re) => ({ type: 'rooms.page', re, rooms: [silent] }));
  expect(chat.unread).toBe(0);
  await browser.pass(59_000);
  expect(chat.unread).toBe(0);
  await browser.pass(31_000);
  expect(chat.unread).toBe(3);
});

test('nothing_is_read_while_the_reader_looks_at_older_messages', async () => {
  await enterAndOpen([message(1, 'bob')]);
  await browser.pass(200);
  chat.conversation?.setSeen(1);
  browser.socket.say({ type: 'message.posted', message: message(2, 'bob') });
  await browser.pass(200);
  expect([chat.unread, browser.socket.saidOf('room.mark').at(-1)?.['read']]).toEqual([1, 1]);
});

test('a_refusal_that_passes_is_waited_out', async () => {
  browser.socket.welcome();
  chat.open('bob');
  await answerLast('room.open', (re) => ({ type: 'refused', re, code: 'too_many', message: '', retry_after_ms: 500 }));
  expect(chat.conversation?.failure).toBeUndefined();
  await browser.pass(500);
  await answerLast('room.open', (re) => ({ type: 'room.opened', re, room: room({}) }));
  expect(chat.conversation?.room?.id).toBe('r');
});

test('what_comes_while_nobody_looks_begins_what_is_new', async () => {
  await enterAndOpen([message(1, 'bob')]);
  await browser.pass(200);
  chat.conversation?.send({ text: 'seen' });
  browser.setAttention(false);
  for (const seq of [2, 3]) browser.socket.say({ type: 'message.posted', message: message(seq, 'bob') });
  expect(chat.conversation?.unreadFrom).toBe(2);
});

test('a_line_becomes_its_message', async () => {
  await enterAndOpen([]);
  chat.conversation?.send({ text: '  hello  ' });
  expect(shown()).toMatchObject([{ text: 'hello', progress: 'waiting' }]);
  const said = browser.socket.saidOf('message.send')[0];
  const standing = { ...message(1, 'ann'), text: 'hello', client_id: said?.['client_id'] as string };
  browser.socket.say({ type: 'message.posted', re: said?.['re'] as number, message: standing });
  await settled();
  expect(shown()).toMatchObject([{ text: 'hello', progress: 'sent' }]);
  browser.socket.say({ type: 'room.marked', room: 'r', user: 'bob', delivered: 1, read: 0 });
  expect(shown()).toMatchObject([{ progress: 'delivered' }]);
});

test('a_blank_line_is_not_sent', async () => {
  await enterAndOpen([]);
  expect(chat.conversation?.send({ text: ' \n ' })).toBe(false);
  expect(browser.socket.saidOf('message.send')).toEqual([]);
});

test('typing_is_told_every_three_seconds_and_forgotten_after_five', async () => {
  await enterAndOpen([]);
  chat.conversation?.write();
  chat.conversation?.write();
  expect(browser.socket.saidOf('room.typing')).toHaveLength(1);
  await browser.pass(3_000);
  chat.conversation?.write();
  expect(browser.socket.saidOf('room.typing')).toHaveLength(2);
  browser.socket.say({ type: 'typing.noticed', room: 'r', user: 'bob' });
  expect(chat.conversation?.isTyping).toBe(true);
  await browser.pass(5_000);
  expect(chat.conversation?.isTyping).toBe(false);
});

test('a_person_who_can_only_call_gets_no_room', async () => {
  browser.socket.welcome();
  browser.socket.say({ type: 'people.changed', fresh: true, came: [{ id: 'plain', name: 'Plain', call_only: true }], went: [], total: 1 });
  chat.open('plain');
  await settled();
  expect(browser.socket.saidOf('room.open')).toEqual([]);
  expect([chat.conversation?.peer?.name, chat.conversation?.canChat, chat.conversation?.isLoading]).toEqual(['Plain', false, false]);
});

test('a_message_in_a_room_never_seen_asks_for_the_list', async () => {
  browser.socket.welcome();
  await settled();
  const before = browser.socket.saidOf('rooms.list').length;
  browser.socket.say({ type: 'message.posted', message: message(1, 'bob') });
  await browser.pass(100);
  expect(browser.socket.saidOf('rooms.list')).toHaveLength(before + 1);
});

test('the_list_forgets_rooms_that_are_gone_and_no_room_that_was_just_opened', async () => {
  await enterAndOpen([]);
  chat.rooms.put(room({ id: 'gone', peer: { id: 'cai', name: 'Cai' }, last: message(1, 'cai', { room: 'gone' }) }));
  void chat.rooms.refresh();
  await answerLast('rooms.list', (re) => ({ type: 'rooms.page', re, rooms: [] }));
  expect([chat.rooms.get('gone'), chat.conversation?.canChat]).toEqual([undefined, true]);
  void chat.rooms.refresh();
  chat.rooms.put(room({ id: 'new', kind: 'group', name: 'Tuesday tea', last: message(1, 'cai', { room: 'new' }) }));
  await answerLast('rooms.list', (re) => ({ type: 'rooms.page', re, rooms: [] }));
  expect(chat.rooms.get('new')?.name).toBe('Tuesday tea');
});

test('a_conversation_that_an_address_has_opened_shows_what_the_browser_kept_however_late_that_comes', async () => {
  let kept = (_: Room[]) => {};
  const page = { user: 'ann', room: 'r', messages: [message(1, 'bob')], rev: 1, reachesStart: true, at: 0 };
  const cache = { ...noCache, rooms: () => new Promise<Room[]>((resolve) => (kept = resolve)), pages: async () => [page] };
  const early = new Chat({ browser, connection }, { id: 'ann', name: 'Ann' }, noStore, { cache });
  early.start();
  early.open('bob');
  await settled();
  expect(early.conversation?.isLoading).toBe(true);
  kept([room({ last_seq: 1 })]);
  await settled();
  const words = early.conversation?.rows.filter((row) => row.kind === 'words').map(({ text }) => text);
  expect([early.conversation?.isLoading, words]).toEqual([false, ['text 1']]);
});

test('the_house_says_by_its_own_clock_what_can_be_taken_back', async () => {
  expect(chat.recalled.since, 'nothing before it has said').toBe(browser.now());
  const facts = { you: { id: 'ann', name: 'Ann' }, account: GUEST, at: browser.now() - 5_000 };
  browser.socket.say({ type: 'session.welcomed', ...facts, recall_window_ms: 60_000 });
  expect(chat.recalled.since).toBe(browser.now() - 65_000);
  browser.socket.drop();
  await browser.pass(1_000);
  browser.socket.say({ type: 'session.welcomed', ...facts });
  expect(chat.recalled.since).toBe(-Infinity);
});

test('people_come_and_go_within_the_watched_rows', () => {
  browser.socket.welcome();
  const profile = (id: string) => ({ id, name: id });
  browser.socket.say({ type: 'people.changed', fresh: true, came: ['ann', 'bob', 'cai'].map(profile), went: [], total: 3 });
  browser.socket.say({ type: 'people.changed', fresh: false, came: [profile('dan')], went: ['bob'], total: 3 });
  expect(chat.strangers.map(({ id }) => id)).toEqual(['cai', 'dan']);
  expect(chat.presence.isOnline('bob')).toBe(false);
});

async function enterAndOpen(messages: Message[]): Promise<void> {
  browser.socket.welcome();
  chat.open('bob');
  await answerLast('room.open', (re) => ({ type: 'room.opened', re, room: room({ last_seq: messages.length, unread: messages.length }) }));
  await answerLast('history.read', (re) => ({ type: 'history.page', re, room: 'r', messages, more: false }));
  chat.conversation?.setSeen(Number.POSITIVE_INFINITY);
}

async function answerLast(type: string, answer: (re: number) => Parameters<typeof browser.socket.say>[0]): Promise<void> {
  await settled();
  const asked = browser.socket.saidOf(type).at(-1);
  if (!asked) throw new Error(`${type} was not said`);
  browser.socket.say(answer(asked['re'] as number));
  await settled();
}

function shown() {
  return (chat.conversation?.rows ?? []).filter((row) => row.kind === 'words');
}

function shownTexts(): string[] {
  return shown().map(({ text }) => text);
}

const noStore: OutboxStore = { load: async () => [], put: async () => {}, remove: async () => {}, clear: async () => {} };
