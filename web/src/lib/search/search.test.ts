// A search: what is asked, when, and which answers count.
import { beforeEach, expect, test } from 'vitest';
import { Refusal, Unanswered, type ConnectionState } from '../connection/types';
import { FakeBrowser, settled } from '../testing/fake-browser';
import type { Hit, Profile } from '../wire/protocol';
import { Search } from './search.svelte';

type Asked = { type: string } & Record<string, unknown>;

let browser: FakeBrowser;
let asked: Asked[];
let answer: (request: Asked) => unknown;
let state: ConnectionState;
let tell: (state: ConnectionState) => void;
let search: Search;

beforeEach(() => {
  browser = new FakeBrowser();
  asked = [];
  state = 'online';
  answer = ({ type, before }) => {
    if (type === 'messages.search') return before ? { hits: [hit(1)] } : { hits: [hit(3), hit(2, true)], next: { at: 2, room: 'r', seq: 2 } };
    if (type === 'people.find' || type === 'people.read') return { people: [ANN] };
    return { room: { id: 'r' } };
  };
  search = made();
});

test('it_asks_when_typing_pauses_and_groups_what_comes', async () => {
  for (const text of ['t', 'te', 'tea']) {
    search.text = text;
    await browser.pass(100);
  }
  expect([asked, search.state]).toEqual([[], 'searching']);
  await browser.pass(200);
  expect(asked.slice(0, 2)).toMatchObject([{ type: 'people.find', query: 'tea' }, { type: 'messages.search', text: 'tea' }]);
  expect([search.state, search.people, search.messages.length, search.files.length, search.hasMore]).toEqual(['ready', [ANN], 1, 1, true]);
});

test('an_answer_to_an_earlier_question_is_dropped', async () => {
  const late: (() => void)[] = [];
  const quick = answer;
  answer = (request) => new Promise((resolve) => late.push(() => resolve(quick(request))));
  search.text = 'old';
  await browser.pass(200);
  answer = () => ({ hits: [], people: [] });
  search.text = 'new';
  await browser.pass(200);
  for (const say of late) say();
  await settled();
  expect([search.state, search.isEmpty]).toEqual(['ready', true]);
});

test('the_next_page_stands_behind_the_first', async () => {
  await look('tea');
  await search.more();
  expect([search.hits.map(({ message }) => message.seq), search.hasMore]).toEqual([[3, 2, 1], false]);
  const count = asked.length;
  await search.more();
  expect(asked.length).toBe(count);
});

test('names_of_those_who_wrote_are_asked_for_once', async () => {
  answer = ({ type }) => (type === 'messages.search' ? { hits: [hit(1), hit(2)] } : type === 'people.find' ? { people: [] } : { people: [ANN], room: { id: 'r' } });
  await look('tea');
  await look('cup');
  expect(asked.filter(({ type }) => type === 'people.read')).toEqual([{ type: 'people.read', users: ['ann'] }]);
  expect(search.directory.person('ann')).toEqual(ANN);
});

test('with_a_condition_nobody_is_looked_for_but_messages_are', async () => {
  search.filter({ kind: 'image' });
  await settled();
  expect(asked[0]).toMatchObject({ type: 'messages.search', text: '', kind: 'image' });
  expect(asked.some(({ type }) => type === 'people.find')).toBe(false);
});

test('in_one_conversation_only_its_messages_are_found', async () => {
  search = made({ room: 'r' });
  await look('tea');
  expect([asked[0]?.['room'], asked.some(({ type }) => type === 'people.find')]).toEqual(['r', false]);
});

test('without_a_line_it_says_so_and_asks_when_it_is_back', async () => {
  state = 'offline';
  await look('tea');
  expect([search.state, asked]).toEqual(['offline', []]);
  state = 'online';
  tell('online');
  await settled();
  expect(search.state).toBe('ready');
});

test('a_line_that_breaks_meanwhile_is_no_failure_but_a_refusal_is', async () => {
  answer = () => Promise.reject(new Unanswered('disconnected'));
  await look('tea');
  expect(search.state).toBe('offline');
  answer = () => Promise.reject(new Refusal('bad_value', ''));
  search.retry();
  await settled();
  expect([search.state, search.isEmpty]).toEqual(['failed', true]);
});

test('nothing_to_look_for_shows_nothing', async () => {
  await look('tea');
  search.clear();
  expect([search.state, search.isEmpty, search.hasMore]).toEqual(['idle', true, false]);
});

test('what_was_found_by_is_remembered_for_this_person_the_latest_first', async () => {
  for (const text of ['tea', 'cup', 'tea']) {
    await look(text);
    search.chosen();
  }
  expect([search.recent, made().recent]).toEqual([['tea', 'cup'], ['tea', 'cup']]);
  expect(made({}, 'bob').recent).toEqual([]);
  search.forgetRecent();
  expect(made().recent).toEqual([]);
});

const ANN: Profile = { id: 'ann', name: 'Ann' };

async function look(text: string): Promise<void> {
  search.text = text;
  await browser.pass(200);
}

function made(fixed = {}, you = 'you'): Search {
  const connection = {
    get state() {
      return state;
    },
    request: async (request: Asked) => (asked.push(request), answer(request)),
    onState: (heard: (state: ConnectionState) => void) => ((tell = heard), () => {}),
  };
  return new Search({ browser, you, known: { room: () => undefined }, connection: connection as never }, fixed);
}

function hit(seq: number, hasFile = false): Hit {
  const files = hasFile ? [{ id: 'f', name: 'tea.pdf', kind: 'file', mime: 'application/pdf', size: 1 } as const] : undefined;
  return { conversation: 'r', message: { id: `m${seq}`, room: 'r', seq, rev: seq, sender: 'ann', client_id: `c${seq}`, sent_at: seq, text: 'tea', ...(files ? { files } : {}) } };
}
