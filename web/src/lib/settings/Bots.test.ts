// Bots in the settings of those who look after the house, met by accessible names alone.
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import App from '../../pages/App.svelte';
import type { OutboxStore } from '../chat/outbox-store';
import { FakeBrowser, settled } from '../testing/fake-browser';
import { GUEST } from '../testing/samples';
import type { Hook, PersonRow, ServerMessage } from '../wire/protocol';

const ANN = { id: 'ann', name: 'Ann', handle: 'ann' };
const KETTLE: PersonRow = { person: { id: 'k', name: 'Kettle', bot: true }, role: 'member', disabled: false, created_at: 0, seen_at: 0 };
const WAY_OUT: Hook = { id: 'h', bot: 'k', by: 'ann', url: 'https://bot.example:8443/in' };

let browser: FakeBrowser;

// What is shown at need comes by itself, and slowly the first time.
beforeAll(async () => {
  await import('../../pages/House.svelte');
  await import('./SettingsPane.svelte');
  await import('./HousePane.svelte');
}, 60_000);

beforeEach(() => {
  browser = new FakeBrowser();
});

afterEach(cleanup);

test('a_house_without_bots_says_so', async () => {
  const bots = await comeIn([], []);
  expect(bots.getByText('No bots yet.')).toBeTruthy();
});

test('the_token_of_a_new_bot_is_shown_once', async () => {
  const bots = await comeIn([], []);
  await press(bots, 'New bot');
  expect(bots.getByRole('alert').textContent).toBe('A bot needs a name.');
  await fireEvent.input(bots.getByRole('textbox', { name: 'Name of the bot' }), { target: { value: 'Kettle' } });
  browser.replies.push(() => ({ status: 201, body: { bot: KETTLE.person, token: 'T0KEN' } }));
  await press(bots, 'New bot');
  await press(bots, 'Copy: Token');
  expect(browser.copied).toBe('T0KEN');
  await press(bots, 'Done');
  expect(bots.queryByText('T0KEN')).toBeNull();
  expect(bots.getByText('Kettle')).toBeTruthy();
});

test('what_a_bot_sees_is_sent_to_an_address_whose_secret_is_shown_once', async () => {
  const bots = await comeIn([KETTLE], []);
  await choose(bots, 'Send what it sees to an address');
  const dialog = within(screen.getByRole('dialog', { name: 'What Kettle sees' }));
  const address = dialog.getByRole('textbox', { name: 'Address' });
  await fireEvent.input(address, { target: { value: 'bot.example' } });
  await press(dialog, 'Send there');
  expect(dialog.getByRole('alert').textContent).toBe('That is no address to send to.');
  await fireEvent.input(address, { target: { value: WAY_OUT.url } });
  browser.replies.push(() => ({ status: 201, body: { hook: WAY_OUT, secret: 'S3CRET' } }));
  await press(dialog, 'Send there');
  await press(dialog, 'Copy: Secret');
  expect(browser.copied).toBe('S3CRET');
  await press(dialog, 'Done');
  expect(bots.getByText('What it sees is sent to bot.example:8443')).toBeTruthy();
});

test('sending_ends_when_somebody_says_so', async () => {
  const bots = await comeIn([KETTLE], [WAY_OUT]);
  browser.replies.push(() => ({ status: 204 }));
  await choose(bots, 'Send nothing any more');
  expect(bots.queryByText(/is sent to/)).toBeNull();
});

test('a_bot_is_shut_down_only_after_a_second_word', async () => {
  const bots = await comeIn([KETTLE], [WAY_OUT]);
  await choose(bots, 'Shut down');
  const dialog = within(screen.getByRole('dialog', { name: 'Shut down Kettle?' }));
  browser.replies.push(() => ({ status: 204 }));
  await press(dialog, 'Shut down');
  expect(bots.getByText('Shut down')).toBeTruthy();
  expect(bots.queryByRole('button', { name: 'What to do about Kettle' })).toBeNull();
});

type Place = ReturnType<typeof within>;

async function press(place: Place, name: string): Promise<void> {
  await fireEvent.click(place.getByRole('button', { name }));
  await settled();
}

async function choose(bots: Place, item: string): Promise<void> {
  await press(bots, 'What to do about Kettle');
  await fireEvent.click(await screen.findByRole('menuitem', { name: item, hidden: true }));
  await settled();
}

async function comeIn(rows: PersonRow[], hooks: Hook[]): Promise<Place> {
  browser.replies.push(() => ({ status: 200, body: { you: ANN } }));
  browser.address.go('/settings/house', { replace: true });
  const store: OutboxStore = { load: async () => [], put: async () => {}, remove: async () => {}, clear: async () => {} };
  render(App, { browser, store });
  await screen.findByRole('navigation', { name: 'People', hidden: true });
  browser.socket.say({ type: 'session.welcomed', you: ANN, account: { ...GUEST, role: 'owner' }, at: 0 });
  const bots = within(await screen.findByRole('region', { name: 'Bots' }));
  await answer((said) => said['type'] === 'people.list' && said['bots'] === true, (re) => ({ type: 'people.listed', re, people: rows, more: false }));
  await answer((said) => said['type'] === 'hooks.list', (re) => ({ type: 'hooks.page', re, hooks }));
  return bots;
}

async function answer(isMeant: (said: Record<string, unknown>) => boolean, answered: (re: number) => ServerMessage): Promise<void> {
  const asked = () => browser.socket.said.filter(isMeant).at(-1);
  await waitFor(() => expect(asked()).toBeTruthy());
  browser.socket.say(answered(asked()?.['re'] as number));
  await settled();
}
