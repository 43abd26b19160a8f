// Links for a new password: read from the address, and made for somebody.
import { expect, test } from 'vitest';
import { FakeBrowser } from '../testing/fake-browser';
import { makeReset, resetIn } from './reset';

test('a_link_is_told_from_other_addresses', () => {
  expect(resetIn('/reset/aB3_-xyz90')).toBe('aB3_-xyz90');
  for (const hash of ['', '/reset/', '/reset/a/b', '/reset/<b>', '/invite/aB3_-xyz90', 'reset/aB3_-xyz90', `/reset/${'a'.repeat(65)}`]) {
    expect(resetIn(hash)).toBeUndefined();
  }
});

test('a_link_that_was_made_leads_to_this_house', async () => {
  const browser = new FakeBrowser();
  browser.replies.push(() => ({ status: 201, body: { code: 'aB3_-xyz90', expires_at: 7 } }));
  const { link, expiresAt } = await makeReset(browser, 'ann');
  expect([link, expiresAt]).toEqual(['https://tea.local/#/reset/aB3_-xyz90', 7]);
  expect(resetIn(new URL(link).hash.slice(1))).toBe('aB3_-xyz90');
});
