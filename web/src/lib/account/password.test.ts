// What the meter beside a new password says.
import { expect, test } from 'vitest';
import { strengthOf } from './password';

test('nothing_is_nothing_and_short_is_weak', () => {
  expect([strengthOf(''), strengthOf('Xk9$')]).toEqual([0, 1]);
});

test.each(['password', 'password1', '12345678', 'qwertyuiop', 'aaaaaaaaaaaaaaaa', 'teahouse2026'])('%s_is_weak', (password) => {
  expect(strengthOf(password)).toBe(1);
});

test('a_name_with_a_year_is_weak_for_its_bearer_alone', () => {
  expect(strengthOf('zhangsansan2026', ['zhangsansan'])).toBe(1);
  expect(strengthOf('zhangsansan2026')).toBeGreaterThan(1);
});

test('several_words_are_better_than_one_with_signs', () => {
  expect(strengthOf('kettle orchard violet thunder')).toBe(4);
  expect(strengthOf('Kettle7!')).toBeLessThan(3);
});

test('chinese_counts_for_more', () => {
  expect(strengthOf('青山绿水茶馆夜雨')).toBe(4);
});
