// Inside the house in a document: groups, contacts, settings and devices, met by accessible names alone.
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OutboxStore } from '../lib/chat/outbox-store';
import { FakeBrowser, settled } from '../lib/testing/fake-browser';
import { GUEST, message, room } from '../lib/testing/samples';
import type { Account, Room, ServerMessage } from '../lib/wire/protocol';
import App from './App.svelte';

const MEMBER: Account = { ...GUEST, role: 'member' };
const ANN = { id: 'ann', name: 'Ann', handle: 'ann' };
const BOB = { id: 'bob', name: 'Bob', handle: 'bob' };
const TEA: Room = room({ id: 'g', kind: 'group', name: 'Tea', member_count: 3, role: 'owner', last: message(1, 'bob', { room: 'g', text: 'oolong?' }), last_seq: 1 });

let browser: FakeBrowser;

// What is shown at need comes by itself, and slowly the first time.
beforeAll(async () => {
  await import('./House.svelte');
  await import('../lib/settings/SettingsPane.svelte');
  await import('../lib/groups/NewGroup.svelte');
  await import('../lib/groups/JoinPane.svelte');
  await import('../lib/people/PersonSheet.svelte');
  await import('../lib/people/ContactList.svelte');
}, 60_000);

beforeEach(() => {
  browser = new FakeBrowser();
});

afterEach(cleanup);

test('each_device_has_a_button_that_signs_it_out', async () => {
  await comeIn(MEMBER, '/settings');
  const devices = within(await screen.findByRole('region', { name: 'Devices' }));
  const device = (id: string, current: boolean) => ({ id, device: 'Firefox on Linux', bot: false, created_at: 1, seen_at: 1, current });
  await answer('sessions.list', (re) => ({ type: 'sessions.page', re, sessions: [device('here', true), device('there', false)] }));
  const buttons = devices.getAllByRole('button', { name: 'Sign out' });
  expect(buttons).toHaveLength(2);
  await fireEvent.click(buttons[1] as HTMLElement);
  expect(said('session.end')).toMatchObject([{ session: 'there' }]);
  await answer('session.end', (re) => ({ type: 'done', re }));
  expect(devices.getAllByRole('button', { name: 'Sign out' })).toHaveLength(1);
});

test('this_device_can_be_signed_out_before_the_house_has_told_of_any', async () => {
  await comeIn(MEMBER, '/settings');
  const devices = within(await screen.findByRole('region', { name: 'Devices' }));
  browser.replies.push(() => ({ status: 204 }));
  await fireEvent.click(devices.getByRole('button', { name: 'Sign out' }));
  expect(await screen.findByRole('textbox', { name: 'Your name' })).toBeTruthy();
});

test('a_guest_is_told_what_signing_out_means_and_offered_an_account', async () => {
  await comeIn(GUEST, '/settings');
  const devices = within(await screen.findByRole('region', { name: 'Devices' }));
  await fireEvent.click(devices.getByRole('button', { name: 'Sign out' }));
  expect(screen.getByRole('dialog', { name: 'Sign out?' })).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Stay' }));
  expect(within(screen.getByRole('region', { name: 'Keep your seat' })).getByRole('button', { name: 'Create account' })).toBeTruthy();
});

test('a_group_is_begun_with_a_name_and_whom_one_chooses', async () => {
  await comeIn(MEMBER);
  await press('New group');
  await press('Create group');
  expect((await screen.findByRole('alert')).textContent).toBe('A group needs a name.');
  await fireEvent.input(screen.getByRole('textbox', { name: 'Group name' }), { target: { value: 'Tea' } });
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Bob' }));
  await press('Create group');
  expect(said('group.create')).toMatchObject([{ name: 'Tea', members: ['bob'] }]);
  await answer('group.create', (re) => ({ type: 'room.opened', re, room: { ...TEA, id: 'g2' } }));
  await waitFor(() => expect(browser.address.hash()).toBe('/room/g2'));
});

test('a_guest_begins_a_group_which_is_empty_and_stands_in_the_list', async () => {
  await comeIn(GUEST);
  await press('New group');
  await fireEvent.input(screen.getByRole('textbox', { name: 'Group name' }), { target: { value: 'Oolong' } });
  await press('Create group');
  const begun = room({ id: 'g2', kind: 'group', name: 'Oolong', member_count: 1, role: 'owner' });
  await answer('group.create', (re) => ({ type: 'room.opened', re, room: begun }));
  await answer('room.read', (re) => ({ type: 'room.opened', re, room: begun }));
  await answer('history.read', (re) => ({ type: 'history.page', re, room: 'g2', messages: [], more: false }));
  expect(await screen.findByText('This is the beginning of Oolong.')).toBeTruthy();
  expect(screen.getByRole('textbox', { name: /message/i })).toBeTruthy();
  const people = within(screen.getByRole('navigation', { name: 'People', hidden: true }));
  expect(people.getByRole('link', { name: 'Oolong' }).textContent).toContain('New group');
});

test('whoever_is_removed_from_the_open_group_hears_of_it_and_stands_before_the_list', async () => {
  await comeIn(MEMBER, '/room/g');
  browser.socket.say({ type: 'room.left', room: 'g', removed: true });
  expect(await screen.findByText('You are no longer in “Tea”.')).toBeTruthy();
  expect(browser.address.hash()).toBe('');
  await waitFor(() => expect(screen.queryByRole('link', { name: 'Tea' })).toBeNull());
});

test('groups_and_people_are_links_by_their_names_and_remark_names_come_first', async () => {
  await comeIn(MEMBER);
  const people = within(screen.getByRole('navigation', { name: 'People' }));
  expect(people.getByRole('link', { name: 'Tea' }).textContent).toContain('Bob: oolong?');
  browser.socket.say({ type: 'contact.changed', contact: { person: BOB, listed: false, blocked: false, remark: 'Robert' } });
  await waitFor(() => expect(people.getByRole('link', { name: 'Robert' })).toBeTruthy());
  expect(people.getByRole('link', { name: 'Tea' }).textContent).toContain('Robert: oolong?');
});

test('a_person_is_blocked_from_her_sheet', async () => {
  await comeIn(MEMBER, '/with/bob');
  await fireEvent.click(screen.getByRole('button', { name: 'Bob' }));
  await fireEvent.click(await screen.findByRole('switch', { name: 'Block' }));
  expect(said('contact.set')).toMatchObject([{ user: 'bob', blocked: true }]);
});

test('a_conversation_is_silent_for_as_long_as_one_chooses_and_says_until_when', async () => {
  await comeIn(MEMBER, '/with/bob');
  await fireEvent.click(screen.getByRole('button', { name: 'Bob' }));
  await fireEvent.click(await screen.findByRole('switch', { name: 'Mute' }));
  expect(said('own.set')).toMatchObject([{ room: 'r', muted_until: 8_640_000_000_000_000 }]);
  await answer('own.set', (re) => ({ type: 'own.changed', re, room: 'r', own: { muted_until: 8_640_000_000_000_000 } }));
  expect(screen.getByRole('button', { name: 'Always' }).getAttribute('aria-pressed')).toBe('true');
  await press('8 hours');
  const until = browser.now() + 8 * 3_600_000;
  expect(said('own.set').at(-1)).toMatchObject({ muted_until: until });
  await answer('own.set', (re) => ({ type: 'own.changed', re, room: 'r', own: { muted_until: until } }));
  const mute = screen.getByRole<HTMLInputElement>('switch', { name: 'Mute' });
  expect([mute.checked, screen.queryByText(/^Quiet until /) !== null]).toEqual([true, true]);
  // Another device has made it shorter; its end comes by itself.
  browser.socket.say({ type: 'own.changed', room: 'r', own: { muted_until: browser.now() + 10_000 } });
  await browser.pass(30_000);
  expect([mute.checked, screen.queryByText(/^Quiet until /) !== null]).toEqual([false, false]);
  expect(browser.sockets.flatMap((socket) => socket.saidOf('own.set'))).toHaveLength(2);
});

test('contacts_stand_by_letter_in_a_view_of_their_own', async () => {
  await comeIn(MEMBER);
  const contact = (id: string, name: string, remark?: string) => ({ person: { id, name }, listed: true, blocked: false, ...(remark === undefined ? {} : { remark }) });
  await answer('contacts.list', (re) => ({ type: 'contacts.page', re, contacts: [contact('z', 'Zoe', '安娜'), contact('c', 'Carl'), { ...contact('b', 'Bob'), listed: false }] }));
  await fireEvent.click(screen.getByRole('tab', { name: 'Contacts' }));
  const contacts = within(await screen.findByRole('navigation', { name: 'Contacts' }));
  expect(contacts.getAllByRole('heading').map(({ textContent }) => textContent)).toEqual(['A', 'C']);
  expect(contacts.getAllByRole('link').map((link) => link.getAttribute('aria-label') ?? link.textContent)).toHaveLength(2);
  await fireEvent.click(contacts.getByRole('link', { name: '安娜' }));
  expect(browser.address.hash()).toBe('/with/z');
  await fireEvent.keyDown(screen.getByRole('tab', { name: 'Contacts' }), { key: 'ArrowLeft' });
  expect(screen.getByRole('tab', { name: 'Chats' }).getAttribute('aria-selected')).toBe('true');
  expect(screen.getByRole('navigation', { name: 'People' })).toBeTruthy();
});

test('who_has_no_contacts_is_told_how_to_get_some_and_led_to_the_search', async () => {
  await comeIn(MEMBER);
  await answer('contacts.list', (re) => ({ type: 'contacts.page', re, contacts: [] }));
  await fireEvent.click(screen.getByRole('tab', { name: 'Contacts' }));
  expect(await screen.findByText('No contacts yet')).toBeTruthy();
  await press('Find people');
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Search' }));
});

test('the_link_of_a_group_leads_into_it', async () => {
  await comeIn(MEMBER, '/join/aB3_-xyz90');
  await screen.findByRole('main');
  await answer('invite.show', (re) => ({ type: 'invite.shown', re, room: { id: 'g9', kind: 'group', name: 'Oolong', member_count: 4 }, by: BOB, needs_approval: false, is_member: false }));
  await press('Join the group');
  await answer('invite.use', (re) => ({ type: 'room.opened', re, room: { ...TEA, id: 'g9', name: 'Oolong' } }));
  expect(browser.address.hash()).toBe('/room/g9');
});

test('control_and_k_lead_to_the_search', async () => {
  await comeIn(MEMBER);
  await fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Search' }));
});

test('the_arrows_go_through_the_list', async () => {
  await comeIn(MEMBER);
  const links = within(screen.getByRole('navigation', { name: 'People' })).getAllByRole('link');
  links[0]?.focus();
  await fireEvent.keyDown(links[0] as HTMLElement, { key: 'ArrowDown' });
  expect(document.activeElement).toBe(links[1]);
});

async function comeIn(account: Account, hash = ''): Promise<void> {
  browser.replies.push(() => ({ status: 200, body: { you: ANN } }));
  browser.address.go(hash, { replace: true });
  const store: OutboxStore = { load: async () => [], put: async () => {}, remove: async () => {}, clear: async () => {} };
  render(App, { browser, store });
  await screen.findByRole('navigation', { name: 'People', hidden: true });
  browser.socket.say({ type: 'session.welcomed', you: ANN, account, at: 0 });
  await answer('rooms.list', (re) => ({ type: 'rooms.page', re, rooms: [TEA, room({ last: message(1, 'bob'), last_seq: 1, peer: BOB })] }));
  browser.socket.say({ type: 'people.changed', fresh: true, came: [ANN, BOB], went: [], total: 2 });
  await settled();
}

async function answer(type: string, answered: (re: number) => ServerMessage): Promise<void> {
  await waitFor(() => expect(said(type).length).toBeGreaterThan(0));
  browser.socket.say(answered(said(type).at(-1)?.['re'] as number));
  await settled();
}

async function press(name: string): Promise<void> {
  await fireEvent.click(await screen.findByRole('button', { name }));
  await settled();
}

function said(type: string): Array<Record<string, unknown>> {
  return browser.socket.saidOf(type);
}
