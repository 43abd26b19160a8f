// The door in a document: by name, with an account, with a new one, and all that may be wrong with it.
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OutboxStore } from '../lib/chat/outbox-store';
import { FakeBrowser } from '../lib/testing/fake-browser';
import App from './App.svelte';

let browser: FakeBrowser;
let asked: unknown[];

// The inside comes by itself, and slowly the first time.
beforeAll(() => import('./House.svelte'), 60_000);

beforeEach(() => {
  browser = new FakeBrowser();
  asked = [];
});

afterEach(cleanup);

test('an_account_opens_with_handle_and_password', async () => {
  await standAtTheDoor();
  await press('Sign in');
  await fill('Handle', 'Ann');
  await fill('Password', 'open sesame');
  answer(200, { you: { id: 'ann', name: 'Ann' } });
  await press('Sign in');
  expect(await screen.findByRole('navigation', { name: 'People' })).toBeTruthy();
  expect(asked).toEqual([{ handle: 'Ann', password: 'open sesame' }]);
});

test('a_wrong_password_and_an_unknown_handle_read_the_same', async () => {
  await standAtTheDoor();
  await press('Sign in');
  await fill('Handle', 'ann');
  await fill('Password', 'wrong');
  answer(403, { code: 'wrong_password', message: 'says the house' });
  await press('Sign in');
  expect((await screen.findByRole('alert')).textContent).toBe('Handle and password do not fit.');
});

test('too_many_tries_count_down_and_ask_nothing_meanwhile', async () => {
  await standAtTheDoor();
  await press('Sign in');
  await fill('Handle', 'ann');
  await fill('Password', 'wrong');
  answer(429, { code: 'too_many', message: '', retry_after_ms: 3_000 });
  await press('Sign in');
  expect((await screen.findByRole('alert')).textContent).toBe('Too many tries. Please wait 3 seconds.');
  await browser.pass(2_000);
  expect((await screen.findByRole('alert')).textContent).toBe('Too many tries. Please wait 1 second.');
  await press('Sign in');
  expect(asked).toHaveLength(1);
  await browser.pass(1_000);
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a_house_that_does_not_answer_is_named', async () => {
  await standAtTheDoor();
  await press('Sign in');
  await fill('Handle', 'ann');
  await fill('Password', 'open sesame');
  await press('Sign in');
  expect((await screen.findByRole('alert')).textContent).toBe('The house does not answer. Please try again.');
});

test('the_link_of_an_invite_leads_to_a_new_account_that_brings_it', async () => {
  browser.address.go('/invite/aB3_-xyz90');
  await standAtTheDoor();
  expect(screen.getByText(/You have been invited/)).toBeTruthy();
  await fill('Handle', 'ann');
  await fill('Password', 'kettle orchard violet');
  answer(201, { you: { id: 'ann', name: 'ann' } });
  await press('Create account');
  await screen.findByRole('navigation', { name: 'People' });
  expect(asked).toEqual([{ handle: 'ann', password: 'kettle orchard violet', invite: 'aB3_-xyz90' }]);
});

test('a_house_of_nobody_asks_for_the_code_in_the_terminal', async () => {
  await standAtTheDoor({ guests: true, accounts: 'invite', owner: 'none' });
  await press('Create account');
  await fill('Code of the house', 'TEA-1234');
  await fill('Handle', 'ann');
  await fill('Password', 'kettle orchard violet');
  answer(201, { you: { id: 'ann', name: 'ann' } });
  await press('Create account');
  await screen.findByRole('navigation', { name: 'People' });
  expect(asked).toEqual([{ handle: 'ann', password: 'kettle orchard violet', owner_code: 'TEA-1234' }]);
});

test('a_wrong_code_of_the_house_says_so_at_its_box', async () => {
  await standAtTheDoor({ guests: true, accounts: 'open', owner: 'none' });
  await press('Create account');
  await fill('Handle', 'ann');
  await fill('Password', 'kettle orchard violet');
  await fill('Code of the house', 'TEA');
  answer(403, { code: 'wrong_password', message: '' });
  await press('Create account');
  expect((await screen.findByRole('alert')).textContent).toBe('That is not the code of this house.');
});

test('a_closed_house_says_so_and_lets_its_people_in', async () => {
  await standAtTheDoor({ guests: false, accounts: 'closed', owner: 'some' });
  expect(screen.getByLabelText('Password')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Come in as a guest' })).toBeNull();
  await press('Create account');
  expect(screen.getByText(/takes no new people/)).toBeTruthy();
  expect(screen.queryByLabelText('Password')).toBeNull();
});

test('a_short_password_is_refused_without_asking', async () => {
  await standAtTheDoor();
  await press('Create account');
  await fill('Handle', 'ann');
  await fill('Password', 'short');
  await press('Create account');
  expect((await screen.findByRole('alert')).textContent).toMatch(/at least 8/);
  expect(asked).toEqual([]);
});

test('a_handle_that_is_taken_says_so_at_its_box', async () => {
  await standAtTheDoor();
  await press('Create account');
  await fill('Handle', 'ann');
  await fill('Password', 'kettle orchard violet');
  answer(409, { code: 'handle_taken', message: '' });
  await press('Create account');
  await screen.findByRole('alert');
  expect(screen.getByLabelText('Handle').getAttribute('aria-invalid')).toBe('true');
});

test('the_sign_in_says_who_helps_when_a_password_is_forgotten', async () => {
  await standAtTheDoor();
  await press('Sign in');
  expect(screen.getByText(/Ask whoever runs this house for a link/)).toBeTruthy();
});

test('the_link_for_a_new_password_says_whose_it_is_and_leads_inside', async () => {
  browser.address.go('/reset/aB3_-xyz90');
  await standAtTheDoor(undefined, { status: 200, body: ANN });
  expect(await screen.findByText('@ann')).toBeTruthy();
  await fill('New password', 'short');
  await press('Set password and sign in');
  expect((await screen.findByRole('alert')).textContent).toMatch(/at least 8/);
  await fill('New password', 'kettle orchard violet');
  answer(201, { you: ANN });
  await press('Set password and sign in');
  await screen.findByRole('navigation', { name: 'People' });
  expect(asked).toEqual([{ code: 'aB3_-xyz90' }, { code: 'aB3_-xyz90', password: 'kettle orchard violet' }]);
  expect(browser.address.hash()).toBe('');
});

test('a_link_for_a_new_password_that_is_void_leads_to_the_door', async () => {
  browser.address.go('/reset/aB3_-xyz90');
  await standAtTheDoor(undefined, { status: 404, body: { code: 'no_reset', message: '' } });
  expect((await screen.findByRole('alert')).textContent).toMatch(/Ask for another one/);
  await press('To the door');
  expect(screen.getByLabelText('Your name')).toBeTruthy();
});

test('what_is_typed_is_seen_when_one_wants_to', async () => {
  await standAtTheDoor();
  await press('Sign in');
  expect(screen.getByLabelText('Password').getAttribute('type')).toBe('password');
  await press('Show what I type');
  expect(screen.getByLabelText('Password').getAttribute('type')).toBe('text');
});

const ANN = { id: 'ann', name: 'Ann', handle: 'ann' };

/** Opens the page where nobody is signed in; `next` is what the house answers after that, by itself. */
async function standAtTheDoor(door?: object, next?: { status: number; body: unknown }): Promise<void> {
  browser.replies.push(() => ({ status: 200, body: door ?? {} }));
  if (next) answer(next.status, next.body);
  const store: OutboxStore = { load: async () => [], put: async () => {}, remove: async () => {}, clear: async () => {} };
  render(App, { browser, store });
  await screen.findByRole('main');
  await browser.pass(0);
}

function answer(status: number, body: unknown): void {
  browser.replies.push((_, given) => (asked.push(given), { status, body }));
}

async function press(name: string): Promise<void> {
  await fireEvent.click(screen.getByRole('button', { name }));
  await browser.pass(0);
}

async function fill(label: string, value: string): Promise<void> {
  await fireEvent.input(screen.getByLabelText(label), { target: { value } });
}
