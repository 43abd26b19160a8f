// Which conversation the address names.
import { expect, test } from 'vitest';
import { addressOf, Navigation, peerIn } from './navigation.svelte';
import { FakeBrowser } from './testing/fake-browser';

test('an_address_names_its_person', () => {
  expect(peerIn(addressOf('a/b c'))).toBe('a/b c');
});

test.each(['', '/', '/with/', '/with/%', '/other/x', 'with/x'])('%j_names_nobody', (hash) => {
  expect(peerIn(hash)).toBeUndefined();
});

test('the_step_back_leads_to_the_list', () => {
  const browser = new FakeBrowser();
  const navigation = new Navigation(browser, 'ann', false);
  navigation.open('bob');
  expect([navigation.peerId, browser.address.hash()]).toEqual(['bob', '/with/bob']);
  browser.address.back();
  expect(navigation.peerId).toBeUndefined();
});

test('closing_a_conversation_that_the_page_began_with_leads_to_the_list_too', () => {
  const browser = new FakeBrowser();
  browser.address.go(addressOf('bob'), { replace: true });
  const navigation = new Navigation(browser, 'ann', false);
  navigation.close();
  expect([navigation.peerId, browser.address.hash()]).toEqual([undefined, '']);
});

test('the_conversation_of_last_time_comes_back_to_the_same_person_alone', () => {
  const browser = new FakeBrowser();
  new Navigation(browser, 'ann', true).open('bob');
  const reopened = (you: string, restoresLast: boolean) => {
    browser.address.go('', { replace: true });
    return new Navigation(browser, you, restoresLast).peerId;
  };
  expect(reopened('ann', false)).toBeUndefined();
  expect(reopened('eve', true)).toBeUndefined();
  expect(reopened('ann', true)).toBe('bob');
});
