// Hits are pieces of the text itself.
import { expect, test } from 'vitest';
import { excerpt, type Marks, pieces } from './highlight';

const shown = (text: string, marks?: Marks) => pieces(text, marks).map(({ text: piece, isHit }) => (isHit ? `[${piece}]` : piece)).join('');

test.each<[string, Marks | undefined, string]>([
  ['Green tea and TEA', [[6, 9], [14, 17]], 'Green [tea] and [TEA]'],
  ['今天的龍井', [[3, 5]], '今天的[龍井]'],
  ['a <b>tea</b>', [[2, 5]], 'a [<b>]tea</b>'],
  ['🍵', [[0, 2]], '[🍵]'],
  ['nothing', undefined, 'nothing'],
  ['', [], ''],
  ['shorter by now', [[8, 90], [95, 99]], 'shorter [by now]'],
])('of_%j_with_the_marks_%j_is_shown_%s', (text, marks, wanted) => {
  expect(shown(text, marks)).toBe(wanted);
});

test('of_a_long_text_the_part_around_the_hit_is_shown_on_one_line', () => {
  const text = `${'before '.repeat(50)}\nthe kettle ${'after '.repeat(50)}`;
  const start = text.indexOf('kettle');
  const cut = excerpt(text, [[start, start + 6], [start + 200, start + 205]]);
  const whole = cut.map((piece) => piece.text).join('');
  expect([whole.startsWith('…'), whole.endsWith('…'), whole.length < 130, whole.includes('\n')]).toEqual([true, true, true, false]);
  expect(cut.filter(({ isHit }) => isHit).map((piece) => piece.text)).toEqual(['kettle']);
});

test('a_character_of_two_units_is_not_cut', () => {
  const whole = excerpt('🍵'.repeat(100), [], 33).map((piece) => piece.text).join('');
  // Half of a character becomes another one on its way through UTF-8.
  expect(Buffer.from(whole).toString()).toBe(whole);
});
