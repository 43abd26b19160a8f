// Who one is, as the house tells it.
import { beforeEach, expect, test } from 'vitest';
import { HouseConnection } from '../connection/connection';
import { FakeBrowser, settled } from '../testing/fake-browser';
import { GUEST } from '../testing/samples';
import { Oneself } from './oneself.svelte';

let browser: FakeBrowser;
let oneself: Oneself;

beforeEach(async () => {
  browser = new FakeBrowser();
  const connection = new HouseConnection(browser, { hasSession: async () => true, onSessionEnded: () => {} });
  oneself = new Oneself(connection, { id: 'ann', name: 'Ann' });
  oneself.start();
  connection.start();
  browser.socket.welcome();
  await settled();
});

test('a_guest_is_one_until_the_house_says_otherwise', () => {
  expect([oneself.isGuest, oneself.isStaff]).toEqual([true, false]);
  browser.socket.say({ type: 'account.changed', you: { id: 'ann', name: 'Ann', handle: 'ann' }, account: { ...GUEST, role: 'owner' } });
  expect([oneself.isGuest, oneself.isStaff, oneself.you.handle]).toEqual([false, true, 'ann']);
});

test('quiet_hours_end_by_themselves', () => {
  const until = browser.time + 1_000;
  browser.socket.say({ type: 'account.changed', you: { id: 'ann', name: 'Ann' }, account: { ...GUEST, quiet_until: until } });
  expect([oneself.quietUntil(browser.time), oneself.quietUntil(until)]).toEqual([until, undefined]);
});

test('this_device_stands_first_and_then_the_ones_used_last', async () => {
  const devices = oneself.devices();
  const device = (id: string, seen_at: number, current = false) => ({ id, device: '', bot: false, created_at: 0, seen_at, current });
  const re = browser.socket.saidOf('sessions.list')[0]?.['re'] as number;
  browser.socket.say({ type: 'sessions.page', re, sessions: [device('old', 1), device('new', 9), device('here', 5, true)] });
  expect((await devices).map(({ id }) => id)).toEqual(['here', 'new', 'old']);
});

test('a_name_changed_on_another_device_is_ones_name_here', () => {
  browser.socket.say({ type: 'person.changed', person: { id: 'ann', name: 'Anna' } });
  browser.socket.say({ type: 'person.changed', person: { id: 'bob', name: 'Bob' } });
  expect(oneself.you.name).toBe('Anna');
});
