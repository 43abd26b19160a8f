// Web and mail addresses in texts.
import { expect, test } from 'vitest';
import { pieces } from './links';

test.each([
  ['see https://tea.example/a?b=c#d now', 'https://tea.example/a?b=c#d'],
  ['(https://tea.example/oolong)', 'https://tea.example/oolong'],
  ['https://tea.example/wiki/Tea_(drink)', 'https://tea.example/wiki/Tea_(drink)'],
  ['Read https://tea.example/x.', 'https://tea.example/x'],
  ['看 https://tea.example/茶。很好', 'https://tea.example/茶'],
  ['HTTP://TEA.example', 'HTTP://TEA.example'],
  ['write to ann@tea.example.', 'ann@tea.example'],
  ['mailto:ann.b+c@tea.example', 'mailto:ann.b+c@tea.example'],
])('the_address_in_%j_is_%s', (text, address) => {
  const found = pieces(text);
  expect(found.filter(({ href }) => href).map((piece) => piece.text)).toEqual([address]);
  expect(found.map((piece) => piece.text).join('')).toBe(text);
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://tea.example', 'http://', 'tea.example', '<b>x</b>', 'mailto:?body=x', '@ann', 'ann@localhost'])('%j_is_no_address', (text) => {
  expect(pieces(text)).toEqual([{ text }]);
});

test('an_address_goes_only_to_the_web_or_into_a_letter', () => {
  for (const { href } of pieces('http://a.example javascript://b.example https://c.example javascript:d@e.example')) {
    if (href) expect(new URL(href).protocol).toMatch(/^(https?|mailto):$/);
  }
});

test('an_empty_text_has_no_pieces', () => {
  expect(pieces('')).toEqual([]);
});
