// The links of programs in a group's details, met by accessible names alone.
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import App from '../../pages/App.svelte';
import type { OutboxStore } from '../chat/outbox-store';
import { FakeBrowser, settled } from '../testing/fake-browser';
import { GUEST, message, room } from '../testing/samples';
import type { Hook, MemberRole, ServerMessage } from '../wire/protocol';

const ANN = { id: 'ann', name: 'Ann', handle: 'ann' };
const DEPLOYS: Hook = { id: 'h1', bot: 'b1', by: 'ann', room: 'g', name: 'Deploys' };

let browser: FakeBrowser;

// What is shown at need comes by itself, and slowly the first time.
beforeAll(async () => {
  await import('../../pages/House.svelte');
  await import('./GroupSheet.svelte');
}, 60_000);

beforeEach(() => {
  browser = new FakeBrowser();
});

afterEach(cleanup);

test('a_group_without_links_says_so_and_offers_to_make_one', async () => {
  const hooks = await openDetails('admin');
  expect(hooks.getByText('One moment…')).toBeTruthy();
  await answer('hooks.list', (re) => ({ type: 'hooks.page', re, hooks: [] }));
  expect(hooks.getByText('No program writes here yet.')).toBeTruthy();
  expect(hooks.getByRole('button', { name: 'New hook' })).toBeTruthy();
});

test('a_new_link_is_shown_once_with_a_line_for_a_terminal', async () => {
  const hooks = await openDetails('owner');
  await answer('hooks.list', (re) => ({ type: 'hooks.page', re, hooks: [] }));
  await fireEvent.click(hooks.getByRole('button', { name: 'New hook' }));
  const name = hooks.getByRole('textbox', { name: 'Name of the hook' });
  await waitFor(() => expect(document.activeElement).toBe(name));
  await fireEvent.click(hooks.getByRole('button', { name: 'Make hook' }));
  expect(hooks.getByRole('alert').textContent).toBe('A hook needs a name.');
  browser.replies.push(() => ({ status: 400, body: { code: 'bad_name', message: '' } }));
  await fireEvent.input(name, { target: { value: 'a name that is far too long' } });
  await fireEvent.click(hooks.getByRole('button', { name: 'Make hook' }));
  await settled();
  expect(hooks.getByRole('alert').textContent).toBe('A name has 1 to 32 visible characters.');
  await fireEvent.input(name, { target: { value: ' Deploys ' } });
  let asked: unknown;
  browser.replies.push((method, body) => {
    asked = [method, body];
    return { status: 201, body: { hook: DEPLOYS, token: 'T0KEN', path: '/hooks/T0KEN' } };
  });
  await fireEvent.click(hooks.getByRole('button', { name: 'Make hook' }));
  await settled();
  expect(asked).toEqual(['POST', { name: 'Deploys' }]);
  expect(hooks.getByText('The link of “Deploys” is shown this once: copy it now.')).toBeTruthy();
  await fireEvent.click(hooks.getByRole('button', { name: 'Copy: Link' }));
  expect(browser.copied).toBe('https://tea.local/hooks/T0KEN');
  await fireEvent.click(hooks.getByRole('button', { name: 'Copy: To try it in a terminal' }));
  expect(browser.copied).toBe(`curl -d '{"text":"Tea is ready"}' https://tea.local/hooks/T0KEN`);
  await fireEvent.click(hooks.getByRole('button', { name: 'Done' }));
  expect(hooks.queryByText(/T0KEN/)).toBeNull();
  expect(hooks.getByText('Deploys')).toBeTruthy();
});

test('a_link_is_removed_only_after_a_second_word', async () => {
  const hooks = await openDetails('admin');
  await answer('hooks.list', (re) => ({ type: 'hooks.page', re, hooks: [DEPLOYS] }));
  await fireEvent.click(hooks.getByRole('button', { name: 'Remove Deploys' }));
  expect(said('hook.delete')).toEqual([]);
  const cancel = hooks.getByRole('button', { name: 'Cancel' });
  await waitFor(() => expect(document.activeElement).toBe(cancel));
  await fireEvent.click(cancel);
  await waitFor(() => expect(document.activeElement).toBe(hooks.getByRole('button', { name: 'Remove Deploys' })));
  await fireEvent.click(hooks.getByRole('button', { name: 'Remove Deploys' }));
  await fireEvent.click(hooks.getByRole('button', { name: 'Remove Deploys for good' }));
  await answer('hook.delete', (re) => ({ type: 'done', re }));
  expect(hooks.queryByText('Deploys')).toBeNull();
  expect(hooks.getByText('No program writes here yet.')).toBeTruthy();
  await waitFor(() => expect(document.activeElement).toBe(hooks.getByRole('button', { name: 'New hook' })));
});

test('links_that_cannot_be_read_are_asked_for_again', async () => {
  const hooks = await openDetails('admin');
  const refused = (code: string) => (re: number): ServerMessage => ({ type: 'refused', re, code, message: '' });
  await answer('hooks.list', refused('not_permitted'));
  expect(hooks.getByRole('alert').textContent).toBe('Your role does not allow that.');
  await fireEvent.click(hooks.getByRole('button', { name: 'Try again' }));
  await answer('hooks.list', (re) => ({ type: 'hooks.page', re, hooks: [DEPLOYS] }));
  expect(hooks.getByText('Deploys')).toBeTruthy();
});

test('who_does_not_look_after_the_group_sees_no_links', async () => {
  await openSheet('member');
  expect(screen.queryByRole('region', { name: 'Hooks' })).toBeNull();
  expect(said('hooks.list')).toEqual([]);
});

async function openDetails(role: MemberRole) {
  await openSheet(role);
  return within(await screen.findByRole('region', { name: 'Hooks' }));
}

async function openSheet(role: MemberRole): Promise<void> {
  browser.replies.push(() => ({ status: 200, body: { you: ANN } }));
  browser.address.go('/room/g', { replace: true });
  const store: OutboxStore = { load: async () => [], put: async () => {}, remove: async () => {}, clear: async () => {} };
  render(App, { browser, store });
  await screen.findByRole('navigation', { name: 'People', hidden: true });
  browser.socket.say({ type: 'session.welcomed', you: ANN, account: { ...GUEST, role: 'member' }, at: 0 });
  const last = message(1, 'bob', { room: 'g' });
  const tea = room({ id: 'g', kind: 'group', name: 'Tea', member_count: 2, role, last, last_seq: 1 });
  await answer('rooms.list', (re) => ({ type: 'rooms.page', re, rooms: [tea] }));
  await answer('room.read', (re) => ({ type: 'room.opened', re, room: tea }));
  const heading = await screen.findByRole('heading', { name: 'Tea' });
  await fireEvent.click(within(heading).getByRole('button'));
  await screen.findByRole('dialog', { name: 'About this group' });
  await settled();
}

async function answer(type: string, answered: (re: number) => ServerMessage): Promise<void> {
  await waitFor(() => expect(said(type).length).toBeGreaterThan(0));
  browser.socket.say(answered(said(type).at(-1)?.['re'] as number));
  await settled();
}

function said(type: string): Array<Record<string, unknown>> {
  return browser.socket.saidOf(type);
}
