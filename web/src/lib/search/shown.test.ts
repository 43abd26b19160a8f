// What people see and reach of a search, met by accessible names alone.
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import Surround from '../attachments/Surround.fake.svelte';
import type { Surroundings } from '../context';
import { FakeBrowser } from '../testing/fake-browser';
import { I18n } from '../i18n/i18n.svelte';
import type { FoundBy, Hit, Profile, Room } from '../wire/protocol';
import { Search } from './search.svelte';
import SearchResults from './SearchResults.svelte';

const ANN: Profile = { id: 'ann', name: '张三三', handle: 'zhang' };
const ROOM = { id: 'g', kind: 'group', name: 'Tuesday tea' } as Room;

let browser: FakeBrowser;
let search: Search;
let box: HTMLInputElement;
let asked: Record<string, unknown>[];
let opened: unknown[];
let answer: { people: Profile[]; hits: Hit[] };
let foundBy: FoundBy[];

beforeEach(() => {
  vi.stubGlobal('IntersectionObserver', class { observe() {} disconnect() {} });
  browser = new FakeBrowser();
  asked = [];
  opened = [];
  answer = { people: [ANN], hits: [{ ...hit('m1', '今天喝茶 <b>吗</b>'), marks: [[3, 4]] }] };
  foundBy = [{ name: [[1, 3]], handle: [[0, 2]] }];
  const connection = { state: 'online', onState: () => () => {}, request: async (request: Record<string, unknown>) => (asked.push(request), { ...answer, found_by: foundBy }) };
  search = new Search({ browser, connection: connection as never, known: { room: () => ROOM }, you: 'you' });
  box = document.body.appendChild(document.createElement('input'));
  render(Surround, {
    surroundings: { browser, i18n: new I18n(browser), clock: { now: browser.now() } } as unknown as Surroundings,
    component: SearchResults,
    inner: { search, box, you: { id: 'you', name: 'You' }, people: [ANN], rooms: [ROOM], onperson: (person: Profile) => opened.push(person.id), onhit: (found: Hit) => opened.push(found.message.seq) },
  });
});

afterEach(() => {
  cleanup();
  box.remove();
  vi.unstubAllGlobals();
});

test('hits_stand_in_a_region_of_their_own_with_the_words_marked', async () => {
  await look('茶');
  const region = within(screen.getByRole('region', { name: 'Search results' }));
  expect(region.getByRole('heading', { name: 'People' })).toBeTruthy();
  const message = region.getByRole('button', { name: /今天喝/ });
  expect([message.querySelector('mark')?.textContent, message.querySelector('b')]).toEqual(['茶', null]);
  expect(message.textContent).toContain('Tuesday tea');
});

test('people_are_marked_by_what_they_were_found_by', async () => {
  await look('ss');
  const marks = [...screen.getByRole('button', { name: /ang/ }).querySelectorAll('mark')].map(({ textContent }) => textContent);
  expect(marks).toEqual(['三三', 'zh']);
});

test('arrows_go_from_the_box_into_the_hits_and_back_and_enter_opens', async () => {
  await look('茶');
  await fireEvent.keyDown(box, { key: 'ArrowDown' });
  expect(document.activeElement?.textContent).toContain('张三三');
  await fireEvent.keyDown(document.activeElement ?? box, { key: 'ArrowDown' });
  expect(document.activeElement?.textContent).toContain('今天');
  await fireEvent.click(document.activeElement ?? box);
  await fireEvent.keyDown(document.activeElement ?? box, { key: 'Home' });
  await fireEvent.keyDown(document.activeElement ?? box, { key: 'ArrowUp' });
  expect(document.activeElement).toBe(box);
  await fireEvent.keyDown(box, { key: 'Enter' });
  expect(opened).toEqual([7, 'ann']);
});

test('a_condition_is_chosen_and_taken_away', async () => {
  await fireEvent.click(screen.getByText('Filters'));
  await fireEvent.change(screen.getByLabelText('Kind'), { target: { value: 'image' } });
  expect(asked.findLast(({ type }) => type === 'messages.search')).toMatchObject({ kind: 'image' });
  await fireEvent.change(screen.getByLabelText('From'), { target: { value: 'ann' } });
  expect(asked.findLast(({ type }) => type === 'messages.search')).toMatchObject({ kind: 'image', sender: 'ann' });
  const filters = screen.getByText('Filters').closest('details');
  if (filters) filters.open = true;
  await fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect([search.state, filters?.open]).toEqual(['idle', true]);
});

test('of_several_files_the_one_that_was_looked_for_is_named', async () => {
  const files = ['one.png', '茶.pdf'].map((name) => ({ id: name, name, kind: 'file' as const, mime: 'x/y', size: 10 }));
  const found = hit('m1', '');
  answer = { people: [], hits: [{ ...found, message: { ...found.message, files }, file_marks: [[], [[0, 1]]] }] };
  await look('茶');
  const button = screen.getByRole('button', { name: /pdf/ });
  expect(button.textContent).toMatch(/茶\.pdf.*\+1/);
  expect(button.querySelector('mark')?.textContent).toBe('茶');
});

test('nothing_found_says_what_was_looked_for', async () => {
  answer = { people: [], hits: [] };
  await look('<i>');
  expect(screen.getByText('Nothing found for “<i>”.')).toBeTruthy();
  expect(screen.getByText('Nothing found')).toBeTruthy();
});

test('what_was_found_by_is_offered_again', async () => {
  await look('茶');
  await fireEvent.click(screen.getByRole('button', { name: /今天喝/ }));
  search.clear();
  await browser.pass(0);
  await fireEvent.click(screen.getByRole('button', { name: '茶' }));
  expect(search.text).toBe('茶');
});

async function look(text: string): Promise<void> {
  search.text = text;
  await browser.pass(300);
  await screen.findByText(/hit|Nothing found$/);
}

function hit(id: string, text: string): Hit {
  return { conversation: 'g', message: { id, room: 'g', seq: 7, rev: 7, sender: 'ann', client_id: id, sent_at: browser.time, text } };
}
