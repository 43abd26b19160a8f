// The line to the house, with sockets and time in the test's hands.
import { beforeEach, expect, test, vi } from 'vitest';
import { FakeBrowser, settled } from '../testing/fake-browser';
import { HouseConnection } from './connection';

let browser: FakeBrowser;
let connection: HouseConnection;
let hasSession: boolean;
const ended = vi.fn();

beforeEach(() => {
  ended.mockReset();
  browser = new FakeBrowser();
  hasSession = true;
  connection = new HouseConnection(browser, { hasSession: async () => hasSession, onSessionEnded: ended });
});

test('it_is_online_once_the_house_has_said_welcome', () => {
  const states: string[] = [];
  connection.onState((state) => states.push(state));
  connection.start();
  browser.socket.welcome();
  expect(browser.socket.path).toBe('/api/v1/socket');
  expect(states).toEqual(['connecting', 'online']);
});

test('a_silent_handshake_is_given_up_after_five_seconds', async () => {
  connection.start();
  const silent = browser.socket;
  await browser.pass(4_999);
  expect(silent.isClosed).toBe(false);
  await browser.pass(1);
  expect(silent.isClosed).toBe(true);
  expect(connection.state).toBe('offline');
  await browser.pass(1_000);
  expect(browser.sockets).toHaveLength(2);
});

test('the_waits_between_attempts_grow_and_stay_bounded', async () => {
  connection.start();
  const waits: number[] = [];
  for (let attempt = 0; attempt < 8; attempt++) {
    browser.socket.drop();
    const before = browser.sockets.length;
    let waited = 0;
    while (browser.sockets.length === before) {
      await browser.pass(50);
      waited += 50;
    }
    waits.push(waited);
  }
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits[0]).toBeLessThanOrEqual(400);
  expect(waits.at(-1)).toBeGreaterThan(7_000);
  expect(waits.at(-1)).toBeLessThanOrEqual(15_000);
});

test('the_network_coming_back_ends_the_wait', () => {
  connection.start();
  for (let attempt = 0; attempt < 3; attempt++) browser.socket.drop();
  expect(connection.state).toBe('offline');
  browser.setUp(true);
  expect(connection.state).toBe('connecting');
});

test('an_answer_finds_its_request', async () => {
  connection.start();
  browser.socket.welcome();
  const first = connection.request({ type: 'room.open', peer: 'bob' });
  const second = connection.request({ type: 'rooms.list', limit: 10 });
  const [open, list] = browser.socket.said;
  browser.socket.say({ type: 'rooms.page', re: list?.['re'] as number, rooms: [] });
  browser.socket.say({ type: 'refused', re: open?.['re'] as number, code: 'no_person', message: 'There is no such person.' });
  await expect(second).resolves.toMatchObject({ type: 'rooms.page', rooms: [] });
  await expect(first).rejects.toMatchObject({ name: 'Refusal', code: 'no_person' });
});

test('a_request_is_rejected_when_the_line_breaks', async () => {
  connection.start();
  browser.socket.welcome();
  const asked = connection.request({ type: 'rooms.list', limit: 10 });
  browser.socket.drop();
  await expect(asked).rejects.toMatchObject({ name: 'Unanswered', cause: 'disconnected' });
  await expect(connection.request({ type: 'rooms.list', limit: 10 })).rejects.toMatchObject({ cause: 'disconnected' });
});

test('a_request_without_an_answer_in_time_means_a_dead_line', async () => {
  connection.start();
  browser.socket.welcome();
  const dead = browser.socket;
  const asked = expect(connection.request({ type: 'rooms.list', limit: 10 })).rejects.toMatchObject({ cause: 'timeout' });
  await browser.pass(10_000);
  await asked;
  expect(dead.isClosed).toBe(true);
  expect(connection.state).toBe('offline');
});

test('a_line_that_died_unseen_is_noticed_when_the_reader_comes_back', async () => {
  connection.start();
  browser.socket.welcome();
  browser.setAttention(false);
  browser.setAttention(true);
  await browser.pass(5_000);
  expect(connection.state).toBe('offline');
});

test('a_session_that_has_ended_stops_the_line', async () => {
  connection.start();
  browser.socket.welcome();
  browser.socket.drop(4401);
  expect(ended).toHaveBeenCalledOnce();
  await browser.pass(60_000);
  expect(browser.sockets).toHaveLength(1);
});

test('a_socket_turned_away_for_want_of_a_session_stops_the_line', async () => {
  hasSession = false;
  connection.start();
  browser.socket.drop();
  await settled();
  expect(ended).toHaveBeenCalledOnce();
});

test('what_an_old_socket_still_says_is_not_heard', async () => {
  const heard = vi.fn();
  connection.onMessage(heard);
  connection.start();
  const old = browser.socket;
  old.welcome();
  await browser.pass(0);
  old.drop();
  heard.mockReset();
  old.say({ type: 'presence.changed', online: ['bob'], offline: [] });
  expect(heard).not.toHaveBeenCalled();
});
