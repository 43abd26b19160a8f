// Choosing people.
import { beforeEach, expect, test } from 'vitest';
import { FakeBrowser } from '../testing/fake-browser';
import type { Profile } from '../wire/protocol';
import { Picking } from './picking.svelte';

const [ANN, BOB, CAI]: [Profile, Profile, Profile] = [{ id: 'ann', name: 'Ann' }, { id: 'bob', name: 'Bob' }, { id: 'cai', name: 'Cai', call_only: true }];

let browser: FakeBrowser;
let asked: string[];
let found: () => Promise<readonly Profile[]>;
let picking: Picking;

beforeEach(() => {
  browser = new FakeBrowser();
  asked = [];
  found = async () => [ANN, BOB];
  const people = { find: (query: string) => (asked.push(query), found()) };
  picking = new Picking(browser, people, () => [BOB, BOB, CAI, ANN], (id) => id === 'ann');
});

test('before_anything_is_typed_those_likely_meant_are_proposed_once_each', () => {
  expect(ids()).toEqual(['bob']);
});

test('a_word_typed_letter_by_letter_is_asked_for_once', async () => {
  for (const query of ['b', 'bo', 'bob']) picking.query = query;
  expect([picking.isSearching, ids()]).toEqual([true, []]);
  await browser.pass(200);
  expect([asked, ids(), picking.isSearching]).toEqual([['bob'], ['bob'], false]);
});

test('an_answer_to_an_earlier_word_is_dropped', async () => {
  let late: (people: readonly Profile[]) => void = () => {};
  found = () => new Promise((resolve) => (late = resolve));
  picking.query = 'x';
  await browser.pass(200);
  picking.query = '';
  late([{ id: 'x', name: 'X' }]);
  await browser.pass(0);
  expect([ids(), picking.isSearching]).toEqual([['bob'], false]);
});

test('a_house_that_does_not_answer_is_named', async () => {
  found = () => Promise.reject(new Error());
  picking.query = 'x';
  await browser.pass(200);
  expect([picking.hasFailed, picking.isSearching]).toEqual([true, false]);
});

test('who_is_chosen_twice_is_not_chosen', () => {
  picking.toggle(BOB);
  picking.toggle(ANN);
  picking.toggle(BOB);
  expect([...picking.taken.keys()]).toEqual(['ann']);
});

function ids(): string[] {
  return picking.shown.map(({ id }) => id);
}
