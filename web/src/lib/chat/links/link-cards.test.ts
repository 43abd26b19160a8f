// Asking the house what linked pages are: each once, few at a time, and not at all where it does not say.
import { expect, test } from 'vitest';
import type { Reply } from '../../browser';
import { FakeBrowser, settled } from '../../testing/fake-browser';
import { LinkCards } from './link-cards.svelte';

const url = (n: number) => `https://tea.example/${n}`;

/** A house that answers when the test says so. */
class Asked {
  readonly browser = new FakeBrowser();
  readonly cards = new LinkCards({ after: (ms, due) => this.browser.after(ms, due), ask: (_, path) => this.ask(path) });
  readonly pending: Array<{ url: string; answer: (status: number, body: unknown) => Promise<void>; lose: () => Promise<void> }> = [];

  constructor() {
    this.cards.told(true);
  }

  private ask(path: string): Promise<Reply> {
    const url = decodeURIComponent(path.replace('/api/v1/preview?url=', ''));
    return new Promise((resolve, reject) => {
      const answer = (status: number, body: unknown) => (resolve({ status, json: async () => body }), settled());
      const lose = () => (reject(new Error('gone')), settled());
      this.pending.push({ url, answer, lose });
    });
  }

  get urls(): string[] {
    return this.pending.map((one) => one.url);
  }
}

test('a_house_that_does_not_look_up_pages_is_not_asked', () => {
  const asked = new Asked();
  asked.cards.told(false);
  asked.cards.want(url(1));
  expect(asked.urls).toEqual([]);
});

test('a_page_is_asked_for_once_and_known_then', async () => {
  const asked = new Asked();
  asked.cards.want(url(1));
  asked.cards.want(url(1));
  await asked.pending[0]!.answer(200, { url: url(1), title: 'Green tea' });
  asked.cards.want(url(1));
  expect(asked.urls).toEqual([url(1)]);
  expect(asked.cards.of(url(1))).toEqual({ url: url(1), title: 'Green tea' });
});

test('a_page_that_says_nothing_is_not_asked_again', async () => {
  const asked = new Asked();
  asked.cards.want(url(1));
  await asked.pending[0]!.answer(422, { code: 'no_preview', message: '' });
  asked.cards.want(url(1));
  expect(asked.urls).toEqual([url(1)]);
  expect(asked.cards.of(url(1))).toBeUndefined();
});

test('two_are_asked_at_once_and_what_was_looked_at_last_comes_next', async () => {
  const asked = new Asked();
  for (let n = 0; n < 40; n++) asked.cards.want(url(n));
  expect(asked.urls).toEqual([url(0), url(1)]);
  await asked.pending[0]!.answer(422, { code: 'no_preview', message: '' });
  expect(asked.urls).toEqual([url(0), url(1), url(39)]);
  for (let n = 1; n < asked.pending.length; n++) await asked.pending[n]!.answer(422, { code: 'no_preview', message: '' });
  expect(asked.urls).toHaveLength(22);
  asked.cards.want(url(5));
  expect(asked.urls.at(-1), 'who was passed by is asked for when looked at again').toBe(url(5));
});

test('a_house_that_has_had_enough_is_left_alone_for_as_long_as_it_says', async () => {
  const asked = new Asked();
  asked.cards.want(url(1));
  await asked.pending[0]!.answer(429, { code: 'too_many', message: '', retry_after_ms: 3000 });
  asked.cards.want(url(2));
  expect(asked.urls).toEqual([url(1)]);
  await asked.browser.pass(3000);
  expect(asked.urls.slice(1).toSorted()).toEqual([url(1), url(2)]);
});

test('who_signs_out_asks_for_no_more', async () => {
  const asked = new Asked();
  for (let n = 0; n < 4; n++) asked.cards.want(url(n));
  asked.cards.stop();
  await asked.pending[0]!.answer(429, { code: 'too_many', message: '', retry_after_ms: 3000 });
  await asked.browser.pass(3000);
  expect(asked.urls).toEqual([url(0), url(1)]);
});

test('what_was_not_answered_by_the_house_is_asked_for_again', async () => {
  const asked = new Asked();
  asked.cards.want(url(1));
  await asked.pending[0]!.lose();
  asked.cards.want(url(1));
  await asked.pending[1]!.answer(502, 'a page of a proxy');
  asked.cards.want(url(1));
  expect(asked.urls).toEqual([url(1), url(1), url(1)]);
});
