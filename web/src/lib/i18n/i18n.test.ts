// Language, texts, dates and lengths as readers write them.
import { expect, test } from 'vitest';
import { FakeBrowser } from '../testing/fake-browser';
import { I18n } from './i18n.svelte';

const NOW = new Date(2026, 4, 6, 12, 0).getTime();
const HOUR = 3_600_000;

test.each([
  [['zh-CN', 'en'], 'zh'],
  [['de-DE', 'en-GB'], 'en'],
  [['fr'], 'en'],
  [[], 'en'],
])('a_browser_that_speaks_%j_reads_%s', (languages, expected) => {
  expect(speaking(languages).language).toBe(expected);
});

test('the_choice_is_kept_over_the_browsers_language', () => {
  const browser = new FakeBrowser();
  new I18n(browser).setLanguage('zh');
  const next = new I18n(browser);
  expect([next.language, next.t('day.today'), document.documentElement.lang]).toEqual(['zh', '今天', 'zh-CN']);
});

test('one_message_is_not_two_messages', () => {
  const { t } = speaking(['en']);
  expect([t('rail.unread', { count: 1 }), t('rail.unread', { count: 2 })]).toEqual(['1 unread message', '2 unread messages']);
});

test('a_name_is_text_and_never_markup_or_a_hole', () => {
  expect(speaking(['en']).t('settings.signedInAs', { name: '<b>{x}</b>' })).toBe('You are <b>{x}</b>');
});

test('days_are_named_by_how_near_they_are', () => {
  const i18n = speaking(['en-GB']);
  const days = [1, 13, 5 * 24, 30 * 24, 400 * 24].map((hours) => i18n.day(NOW - hours * HOUR, NOW));
  expect(days).toEqual(['Today', 'Yesterday', 'Friday', '6 April', '1 April 2025']);
});

test('a_row_of_the_list_shows_the_time_today_and_the_day_before_that', () => {
  const i18n = speaking(['en-GB']);
  expect([i18n.brief(NOW - HOUR, NOW), i18n.brief(NOW - 13 * HOUR, NOW), i18n.brief(NOW - 48 * HOUR, NOW)]).toEqual(['11:00', 'Yesterday', 'Mon']);
});

test('lengths_read_like_a_clock', () => {
  const i18n = speaking(['en']);
  expect([0, 207, 3729].map((seconds) => i18n.duration(seconds))).toEqual(['0:00', '3:27', '1:02:09']);
});

function speaking(languages: readonly string[]): I18n {
  const browser = new FakeBrowser();
  browser.languages = languages;
  return new I18n(browser);
}
