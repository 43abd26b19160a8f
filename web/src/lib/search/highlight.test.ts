// Hits are pieces of the text itself.
import { expect, test } from 'vitest';
import { excerpt, pieces } from './highlight';

const shown = (text: string, query: string) => pieces(text, query).map(({ text: piece, isHit }) => (isHit ? `[${piece}]` : piece)).join('');

test.each([
  ['Green tea and TEA', 'tea', 'Green [tea] and [TEA]'],
  ['今天喝茶吗', '茶', '今天喝[茶]吗'],
  ['ＴＥＡ house', 'tea house', '[ＴＥＡ] [house]'],
  ['ﬁne ﬁrst', 'fi', '[ﬁ]ne [ﬁ]rst'],
  ['aaa', 'aa a', '[aaa]'],
  ['a <b>tea</b>', '<b>', 'a [<b>]tea</b>'],
  ['nothing', '茶', 'nothing'],
  ['👨‍👩‍👧 family 🍵', '🍵', '👨‍👩‍👧 family [🍵]'],
])('in_%s_the_words_%s_are_marked', (text, query, marked) => {
  expect(shown(text, query)).toBe(marked);
});

test.each(['', 'İstanbul ΑΣ ß', '茶\u{1f375}é'])('the_pieces_of_%s_are_the_text_again', (text) => {
  expect(pieces(text, 'i s').map((piece) => piece.text).join('')).toBe(text);
});

test('of_a_long_text_the_part_around_the_hit_is_shown_on_one_line', () => {
  const text = `${'before '.repeat(50)}\nthe kettle ${'after '.repeat(50)}`;
  const cut = excerpt(text, 'kettle');
  const whole = cut.map((piece) => piece.text).join('');
  expect([whole.startsWith('…'), whole.endsWith('…'), whole.length < 130, cut.some(({ isHit }) => isHit)]).toEqual([true, true, true, true]);
});

test('a_character_of_two_units_is_not_cut', () => {
  const whole = excerpt('🍵'.repeat(100), 'none', 33).map((piece) => piece.text).join('');
  // Half of a character becomes another one on its way through UTF-8.
  expect(Buffer.from(whole).toString()).toBe(whole);
});
