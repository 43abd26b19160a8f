// From the door into the house and out again.
import { beforeEach, expect, test } from 'vitest';
import type { OutboxStore } from './chat/outbox-store';
import { FakeBrowser, settled } from './testing/fake-browser';
import { Visit } from './visit.svelte';

let browser: FakeBrowser;
let visit: Visit;
let cleared: string[];

beforeEach(() => {
  browser = new FakeBrowser();
  cleared = [];
  const store: OutboxStore = { load: async () => [], put: async () => {}, remove: async () => {}, clear: async (user) => void cleared.push(user) };
  visit = new Visit(browser, store);
});

test('a_browser_without_a_session_stands_at_the_door', async () => {
  const door = { guests: true, accounts: 'open', owner: 'some' };
  answer(200, door);
  await visit.look();
  expect([visit.place.at, visit.door]).toEqual(['door', door]);
  expect(browser.sockets).toHaveLength(0);
});

test('a_house_that_fails_is_asked_again_and_shows_nobody_the_door', async () => {
  answer(503, { code: 'unavailable', message: '' });
  await visit.look();
  expect(visit.place.at).toBe('away');
});

test('whoever_signs_out_learns_how_one_gets_in', async () => {
  await comeIn();
  answer(204);
  answer(200, { guests: false, accounts: 'invite', owner: 'some' });
  await visit.leave();
  await settled();
  expect(visit.door).toEqual({ guests: false, accounts: 'invite', owner: 'some' });
});

test('a_browser_with_a_session_is_in_after_a_reload', async () => {
  answer(200, { you: ANN });
  await visit.look();
  expect(visit.place.at).toBe('house');
  expect(browser.sockets).toHaveLength(1);
});

test('a_house_that_does_not_answer_is_asked_again', async () => {
  await visit.look();
  expect(visit.place.at).toBe('away');
  answer(200, { you: ANN });
  await browser.pass(1_000);
  expect(visit.place.at).toBe('house');
});

test('a_name_that_is_taken_comes_with_another', async () => {
  answer(409, { code: 'name_taken', message: 'Somebody else goes by this name.', proposal: 'Ann 2' });
  expect(await visit.enter('Ann')).toEqual({ ok: false, code: 'name_taken', proposal: 'Ann 2' });
  answer(201, { you: ANN });
  expect(await visit.enter('Ann')).toMatchObject({ ok: true });
  expect(visit.place.at).toBe('house');
});

test('signing_out_forgets_what_waited_and_closes_the_line', async () => {
  await comeIn();
  answer(204);
  expect(await visit.leave()).toBe(true);
  expect([visit.place.at, cleared, browser.socket.isClosed]).toEqual(['door', ['ann'], true]);
});

test('signing_out_fails_while_the_house_is_away', async () => {
  await comeIn();
  expect(await visit.leave()).toBe(false);
  expect([visit.place.at, cleared]).toEqual(['house', []]);
});

test('a_session_that_ends_leads_to_the_door_and_says_so', async () => {
  await comeIn();
  browser.socket.drop(4401);
  await settled();
  expect(visit.place.at).toBe('door');
  expect(visit.parts.toasts.list.map(({ text }) => text)).toEqual(['You have been signed out.']);
});

test('a_guest_who_makes_an_account_is_not_told_that_her_old_session_ended', async () => {
  await comeIn();
  const old = browser.socket;
  browser.replies.push(() => {
    old.drop(4401);
    return { status: 201, body: { you: { ...ANN, handle: 'ann' } } };
  });
  expect(await visit.signUp({ handle: 'ann', password: 'kettle orchard violet' })).toMatchObject({ ok: true });
  expect([visit.place.at, browser.sockets.length, visit.parts.toasts.list.length]).toEqual(['house', 2, 0]);
});

test('a_password_chosen_by_a_link_lets_its_person_in_and_whoever_was_inside_out', async () => {
  await comeIn();
  answer(404, { code: 'no_reset', message: '' });
  expect(await visit.reset('code', 'kettle orchard violet')).toEqual({ ok: false, code: 'no_reset' });
  expect([visit.place.at, cleared]).toEqual(['house', []]);
  answer(201, { you: { id: 'bob', name: 'Bob', handle: 'bob' } });
  expect(await visit.reset('code', 'kettle orchard violet')).toMatchObject({ ok: true });
  expect(visit.place).toMatchObject({ at: 'house', chat: { you: { id: 'bob' } } });
  expect([cleared, visit.parts.toasts.list.length]).toEqual([['ann'], 0]);
});

test('somebody_else_can_enter_after_a_sign_out', async () => {
  await comeIn();
  answer(204);
  await visit.leave();
  answer(201, { you: { id: 'bob', name: 'Bob' } });
  await visit.enter('Bob');
  expect([visit.place.at, browser.sockets.length]).toEqual(['house', 2]);
});

test('a_page_that_was_away_while_somebody_else_signed_in_becomes_theirs', async () => {
  await comeIn();
  if (visit.place.at === 'house') visit.place.chat.outbox.write('r', { text: 'of Ann alone' });
  browser.socket.drop();
  await browser.pass(1_000);
  browser.socket.welcome('Bob');
  await settled();
  browser.socket.welcome('Bob');
  await settled();
  expect(visit.place).toMatchObject({ at: 'house', chat: { you: { id: 'bob' } } });
  expect(browser.socket.saidOf('message.send')).toEqual([]);
});

const ANN = { id: 'ann', name: 'Ann' };

function answer(status: number, body?: unknown): void {
  browser.replies.push(() => ({ status, body }));
}

async function comeIn(): Promise<void> {
  answer(200, { you: ANN });
  await visit.look();
  browser.socket.welcome();
}
