// What the address names.
import { expect, test } from 'vitest';
import { addressOf, Navigation, whereIn, type Where } from './navigation.svelte';
import { FakeBrowser } from './testing/fake-browser';

test.each<Where>([
  { at: 'list' },
  { at: 'person', id: 'a/b c' },
  { at: 'room', id: '张' },
  { at: 'room', id: 'r', seq: 12 },
  { at: 'settings', part: 'oneself' },
  { at: 'settings', part: 'house' },
  { at: 'join', code: 'aB3_-xyz90' },
])('%j_has_an_address_of_its_own', (where) => {
  expect(whereIn(addressOf(where))).toEqual(where);
});

test.each(['', '/', '/with/', '/with/%', '/other/x', 'with/x', '/room/', '/invite/abcdefghij'])('%j_names_no_more_than_the_list', (hash) => {
  expect(whereIn(hash)).toEqual({ at: 'list' });
});

test('a_place_in_a_room_that_is_no_number_is_ignored', () => {
  expect(whereIn('/room/r/x')).toEqual({ at: 'room', id: 'r' });
});

test('the_step_back_leads_to_the_list', () => {
  const browser = new FakeBrowser();
  const navigation = new Navigation(browser, 'ann', false);
  navigation.open({ at: 'person', id: 'bob' });
  expect([navigation.where, browser.address.hash()]).toEqual([{ at: 'person', id: 'bob' }, '/with/bob']);
  browser.address.back();
  expect(navigation.where).toEqual({ at: 'list' });
});

test('closing_what_the_page_began_with_leads_to_the_list_too', () => {
  const browser = new FakeBrowser();
  browser.address.go('/with/bob', { replace: true });
  const navigation = new Navigation(browser, 'ann', false);
  navigation.close();
  expect([navigation.where, browser.address.hash()]).toEqual([{ at: 'list' }, '']);
});

test('the_conversation_of_last_time_comes_back_to_the_same_person_alone', () => {
  const browser = new FakeBrowser();
  const navigation = new Navigation(browser, 'ann', true);
  navigation.open({ at: 'room', id: 'r' });
  navigation.open({ at: 'settings', part: 'oneself' });
  const reopened = (you: string, restoresLast: boolean) => {
    browser.address.go('', { replace: true });
    return new Navigation(browser, you, restoresLast).where;
  };
  expect(reopened('ann', false)).toEqual({ at: 'list' });
  expect(reopened('eve', true)).toEqual({ at: 'list' });
  expect(reopened('ann', true)).toEqual({ at: 'room', id: 'r' });
});
