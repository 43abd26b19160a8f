// The whole client in a document, against a house in the test's hands, met by accessible names alone.
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OutboxStore } from '../lib/chat/outbox-store';
import { FakeBrowser, settled } from '../lib/testing/fake-browser';
import { message as sample, room } from '../lib/testing/samples';
import type { Message, Room } from '../lib/wire/protocol';
import App from './App.svelte';

let browser: FakeBrowser;

// The inside comes by itself, and slowly the first time.
beforeAll(() => import('./House.svelte'), 60_000);

beforeEach(() => {
  browser = new FakeBrowser();
});

afterEach(cleanup);

test('a_visitor_types_a_name_and_is_in', async () => {
  answer(200, { guests: true, accounts: 'open', owner: 'some' });
  show();
  await fireEvent.input(await screen.findByRole('textbox', { name: 'Your name' }), { target: { value: 'Ann' } });
  answer(201, { you: { id: 'ann', name: 'Ann' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Enter' }));
  expect(await screen.findByRole('navigation', { name: 'People' })).toBeTruthy();
});

test('a_taken_name_proposes_another_that_one_press_takes', async () => {
  answer(200, { guests: true, accounts: 'open', owner: 'some' });
  show();
  await fireEvent.input(await screen.findByRole('textbox', { name: 'Your name' }), { target: { value: 'Ann' } });
  answer(409, { code: 'name_taken', message: '', proposal: 'Ann 2' });
  await fireEvent.click(screen.getByRole('button', { name: 'Enter' }));
  expect((await screen.findByRole('alert')).textContent).toBe('Somebody else goes by this name.');
  const asked: unknown[] = [];
  browser.replies.push((_, body) => (asked.push(body), { status: 201, body: { you: { id: 'ann', name: 'Ann 2' } } }));
  await fireEvent.click(screen.getByRole('button', { name: 'Use “Ann 2”' }));
  await screen.findByRole('navigation', { name: 'People' });
  expect(asked).toEqual([{ name: 'Ann 2' }]);
});

test('people_are_links_named_by_their_names', async () => {
  await inTheHouse();
  const people = within(screen.getByRole('navigation', { name: 'People' }));
  expect(people.getAllByRole('link')).toHaveLength(2);
  for (const name of ['Bob', 'Cai']) expect(people.getByRole('link', { name })).toBeTruthy();
});

test('messages_are_written_sent_and_shown_once', async () => {
  await inTheHouse();
  await openBob([message(1, 'bob', 'hello')]);
  const box = screen.getByRole('textbox', { name: 'Message' });
  await fireEvent.input(box, { target: { value: 'hi <b>there</b>' } });
  await fireEvent.keyDown(box, { key: 'Enter', isComposing: true });
  expect(browser.socket.saidOf('message.send')).toEqual([]);
  await fireEvent.keyDown(box, { key: 'Enter' });
  const said = browser.socket.saidOf('message.send')[0];
  browser.socket.say({ type: 'message.posted', re: said?.['re'] as number, message: { ...message(2, 'ann', 'hi <b>there</b>'), client_id: said?.['client_id'] as string } });
  await waitFor(() => expect(screen.getByRole('img', { name: 'Sent' })).toBeTruthy());
  const list = within(screen.getByRole('list', { name: 'Messages' }));
  expect(list.getAllByText('hello')).toHaveLength(1);
  expect(list.getAllByText('hi <b>there</b>')).toHaveLength(1);
});

test('a_person_who_can_only_call_has_call_buttons_and_a_reason', async () => {
  await inTheHouse();
  await fireEvent.click(screen.getByRole('link', { name: 'Cai' }));
  expect(screen.getByRole('button', { name: 'Voice call' })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Video call' })).toBeTruthy();
  expect(screen.queryByRole('textbox', { name: 'Message' })).toBeNull();
  expect(screen.getByText(/can call but not chat/)).toBeTruthy();
});

test('a_missed_call_offers_to_call_back', async () => {
  await inTheHouse();
  const { text: _, ...line } = message(1, 'bob', '');
  await openBob([{ ...line, call: { call: 'c', media: 'video', outcome: 'missed', seconds: 0 } }]);
  const list = within(screen.getByRole('list', { name: 'Messages' }));
  expect(list.getByText('Missed video call')).toBeTruthy();
  expect(list.getByRole('button', { name: 'Call back' })).toBeTruthy();
});

test('the_title_counts_what_waits', async () => {
  await inTheHouse();
  await answerTo('rooms.list', (re) => ({ type: 'rooms.page', re, rooms: [{ ...BOBS_ROOM, last_seq: 3, last: message(3, 'bob', 'tea?'), unread: 3 }] }));
  await waitFor(() => expect(browser.title).toBe('(3) Teahouse'));
});

const BOBS_ROOM: Room = room({ last_seq: 1, rev: 1 });

function show(): void {
  const store: OutboxStore = { load: async () => [], put: async () => {}, remove: async () => {}, clear: async () => {} };
  render(App, { browser, store });
}

async function inTheHouse(): Promise<void> {
  answer(200, { you: { id: 'ann', name: 'Ann' } });
  show();
  await screen.findByRole('navigation', { name: 'People' });
  browser.socket.welcome();
  const came = [{ id: 'ann', name: 'Ann' }, { id: 'bob', name: 'Bob' }, { id: 'cai', name: 'Cai', call_only: true }];
  browser.socket.say({ type: 'people.changed', fresh: true, came, went: [], total: 3 });
  await screen.findByRole('link', { name: 'Bob' });
}

async function openBob(messages: Message[]): Promise<void> {
  await fireEvent.click(screen.getByRole('link', { name: 'Bob' }));
  await answerTo('room.open', (re) => ({ type: 'room.opened', re, room: BOBS_ROOM }));
  await answerTo('history.read', (re) => ({ type: 'history.page', re, room: 'r', messages, more: false }));
  await waitFor(() => expect(screen.getByRole('list', { name: 'Messages' }).children.length).toBeGreaterThan(0));
}

async function answerTo(type: string, answered: (re: number) => Parameters<typeof browser.socket.say>[0]): Promise<void> {
  await settled();
  browser.socket.say(answered(browser.socket.saidOf(type).at(-1)?.['re'] as number));
  await settled();
}

function answer(status: number, body?: unknown): void {
  browser.replies.push(() => ({ status, body }));
}

function message(seq: number, sender: string, text: string): Message {
  return sample(seq, sender, { sent_at: browser.time, text });
}
