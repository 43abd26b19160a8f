// Loading, finding and remembering emoji.
import { expect, test } from 'vitest';
import { findEmoji, GROUPS, loadEmoji, RecentEmoji } from './emoji';

test('emoji_are_found_by_words_of_the_language', async () => {
  const [en, zh] = [await loadEmoji('en'), await loadEmoji('zh')];
  expect(findEmoji(en, 'teacup').map(({ char }) => char)).toContain('🍵');
  expect(findEmoji(zh, '茶').map(({ char }) => char)).toContain('🍵');
  expect(findEmoji(en, '  ')).toEqual([]);
});

test('every_group_has_emoji_and_no_emoji_is_a_part', async () => {
  const all = await loadEmoji('en');
  for (const { id } of GROUPS) expect(all.some(({ group }) => group === id)).toBe(true);
  expect(all.map(({ group }) => group)).not.toContain(2);
});

test('the_latest_used_stands_first_and_once', () => {
  let kept: string | null = null;
  const recent = new RecentEmoji({ get: () => kept, set: (_, value) => void (kept = value) });
  for (const char of ['🍵', '👍', '🍵']) recent.use(char);
  expect(recent.list()).toEqual(['🍵', '👍']);
});
