// Who people are and what one calls them, against a house in the test's hands.
import { beforeEach, expect, test } from 'vitest';
import { HouseConnection } from '../connection/connection';
import { FakeBrowser, settled } from '../testing/fake-browser';
import type { Contact, Profile } from '../wire/protocol';
import { People } from './people.svelte';

const BOB: Profile = { id: 'bob', name: 'Bob' };

let browser: FakeBrowser;
let people: People;

beforeEach(async () => {
  browser = new FakeBrowser();
  const connection = new HouseConnection(browser, { hasSession: async () => true, onSessionEnded: () => {} });
  people = new People(browser, connection, { id: 'ann', name: 'Ann' });
  people.start();
  connection.start();
  browser.socket.welcome();
  await settled();
});

test('the_remark_name_stands_before_her_own', async () => {
  browser.socket.say({ type: 'contacts.page', re: re('contacts.list'), contacts: [noted({ remark: 'Robert from the market' })] });
  await settled();
  expect([people.nameOf(BOB), people.name('bob'), people.named(BOB).name]).toEqual(Array(3).fill('Robert from the market'));
});

test('what_was_noted_on_another_device_is_known_here', async () => {
  browser.socket.say({ type: 'contact.changed', contact: noted({ remark: 'Rob' }) });
  expect(people.nameOf(BOB)).toBe('Rob');
  browser.socket.say({ type: 'contact.changed', contact: noted({}) });
  expect(people.nameOf(BOB)).toBe('Bob');
});

test('people_who_are_missed_are_asked_about_once_and_together', async () => {
  expect([people.name('bob'), people.name('cai'), people.name('bob')]).toEqual(['', '', '']);
  await browser.pass(100);
  expect(browser.socket.saidOf('people.read')).toMatchObject([{ users: ['bob', 'cai'] }]);
  browser.socket.say({ type: 'people.page', re: re('people.read'), people: [BOB] });
  await settled();
  expect([people.name('bob'), people.name('cai')]).toEqual(['Bob', '']);
  await browser.pass(100);
  expect(browser.socket.saidOf('people.read')).toHaveLength(1);
});

test('people_seen_in_passing_need_not_be_asked_about', async () => {
  browser.socket.say({ type: 'people.changed', fresh: true, came: [BOB], went: [], total: 1 });
  expect(people.name('bob')).toBe('Bob');
  browser.socket.say({ type: 'person.changed', person: { id: 'bob', name: 'Bobby' } });
  expect(people.name('bob')).toBe('Bobby');
  await browser.pass(100);
  expect(browser.socket.saidOf('people.read')).toEqual([]);
});

test('whoever_is_called_or_looks_otherwise_now_is_shown_so_wherever_she_was_known_before', () => {
  const bobby = { id: 'bob', name: 'Bobby', about: 'At the stove' };
  browser.socket.say({ type: 'person.changed', person: bobby });
  expect([people.nameOf(BOB), people.named({ ...BOB, avatar: 'taken off' }), people.now(BOB)]).toEqual(['Bobby', bobby, bobby]);
});

test('more_people_than_the_house_tells_about_at_once_are_asked_about_by_and_by', async () => {
  const crowd = Array.from({ length: 300 }, (_, place): Profile => ({ id: `p${place}`, name: `Person ${place}` }));
  for (const { id } of crowd) people.name(id);
  for (const [from, to] of [[0, 200], [200, 300]] as const) {
    await browser.pass(100);
    expect(browser.socket.saidOf('people.read').at(-1)).toMatchObject({ users: crowd.slice(from, to).map(({ id }) => id) });
    browser.socket.say({ type: 'people.page', re: re('people.read'), people: crowd.slice(from, to) });
    await settled();
  }
  expect(people.name('p299')).toBe('Person 299');
});

test('the_blocked_and_the_listed_are_lists_by_name', async () => {
  const zoe = { id: 'zoe', name: 'Zoe' };
  const contacts = [noted({ person: zoe, blocked: true }), noted({ blocked: true, listed: true })];
  browser.socket.say({ type: 'contacts.page', re: re('contacts.list'), contacts });
  await settled();
  expect(people.blocked.map(({ person }) => person.id)).toEqual(['bob', 'zoe']);
  expect(people.listed.map(({ person }) => person.id)).toEqual(['bob']);
});

test('noting_something_tells_the_house_and_takes_its_answer', async () => {
  const done = people.set('bob', { remark: 'Rob' });
  expect(browser.socket.saidOf('contact.set')).toMatchObject([{ user: 'bob', remark: 'Rob' }]);
  browser.socket.say({ type: 'contact.changed', re: re('contact.set'), contact: noted({ remark: 'Rob' }) });
  await done;
  expect(people.contact('bob')?.remark).toBe('Rob');
});

function noted(change: Partial<Contact>): Contact {
  return { person: BOB, listed: false, blocked: false, ...change };
}

function re(type: string): number {
  return browser.socket.saidOf(type).at(-1)?.['re'] as number;
}
