// What the marks make of a text, and what they leave alone.
import { expect, test } from 'vitest';
import { type Block, blocksOf, plainOf } from './blocks';
import { type Span, spansOf } from './inline';

test.each([
  ['**bold**', '<strong>bold</strong>'],
  ['*it* and _it_', '<emphasis>it</emphasis> and <emphasis>it</emphasis>'],
  ['~~gone~~', '<strike>gone</strike>'],
  ['`a*b*c`', '<code>a*b*c</code>'],
  ['``a`b``', '<code>a`b</code>'],
  ['**bold _and italic_**', '<strong>bold <emphasis>and italic</emphasis></strong>'],
  ['***both***', '<strong><emphasis>both</emphasis></strong>'],
  ['这是**粗体**文字', '这是<strong>粗体</strong>文字'],
  ['这是_斜体_文字', '这是<emphasis>斜体</emphasis>文字'],
  ['(**a**)', '(<strong>a</strong>)'],
  ['*a\nb*', '<emphasis>a\nb</emphasis>'],
])('%j_reads_as_%s', (text, expected) => {
  expect(drawn(spansOf(text))).toBe(expected);
});

test.each([
  '2*3*4', 'snake_case_name', '** not bold **', '*open', '**', '****', '*', '_', '~~', '``', String.raw`¯\_(ツ)_/¯`,
  String.raw`\*as it is*`, '__init__', 'a ~ b ~~ c', '<b>x</b>', '5 > 3', '>_<', '-5', '1.5', '#tag', '{{1+1}}',
])('%j_stays_as_it_was_typed', (text) => {
  expect(blocksOf(text)).toEqual([{ kind: 'paragraph', spans: [{ kind: 'text', text }] }]);
});

test('marks_within_an_address_belong_to_it', () => {
  expect(drawn(spansOf('https://tea.example/_a_/*b* *c*'))).toBe('<link>https://tea.example/_a_/*b</link>* <emphasis>c</emphasis>');
});

test('a_name_behind_an_at_is_a_mention_and_the_longest_name_wins', () => {
  const mentioned = [{ name: 'Ann', isYou: false }, { name: 'Ann Lee', isYou: true }, { name: '张三', isYou: false }];
  expect(spansOf('hi @Ann Lee, 你好@张三吗? me@ann.example @Anna', mentioned).filter(({ kind }) => kind === 'mention')).toEqual([
    { kind: 'mention', text: '@Ann Lee', isYou: true },
    { kind: 'mention', text: '@张三', isYou: false },
  ]);
});

test('a_name_of_any_characters_is_matched_as_it_is_written', () => {
  const name = 'a.*(b)[c]^$|\\/-{1}';
  expect(spansOf(`@${name}`, [{ name, isYou: false }])).toEqual([{ kind: 'mention', text: `@${name}`, isYou: false }]);
});

test('blocks_are_told_apart_by_how_their_lines_begin', () => {
  const text = 'intro\n> said\n> more\n- one\n- two\n3. three\n4. four\n```js\n- *code*\n```\nend';
  expect(blocksOf(text).map(({ kind }) => kind)).toEqual(['paragraph', 'quote', 'bullets', 'numbers', 'code', 'paragraph']);
  expect(blocksOf(text)[3]).toMatchObject({ start: 3, items: [[{ text: 'three' }], [{ text: 'four' }]] });
  expect(blocksOf(text)[4]).toEqual({ kind: 'code', text: '- *code*' });
});

test('a_fence_without_an_end_is_text', () => {
  expect(blocksOf('```\nx')).toEqual([{ kind: 'paragraph', spans: [{ kind: 'text', text: '```\nx' }] }]);
});

test('empty_lines_between_words_stay', () => {
  expect(blocksOf('a\n\n\nb')).toEqual([{ kind: 'paragraph', spans: [{ kind: 'text', text: 'a\n\n\nb' }] }]);
});

test('a_preview_has_one_line_and_no_marks', () => {
  expect(plainOf('**Tea**\n- green\n- black\n> *said*')).toBe('Tea green, black said');
});

test('the_longest_text_of_nothing_but_marks_is_read_at_once', () => {
  // Not by the clock on the wall: a busy machine is no slow parser.
  const began = process.cpuUsage();
  for (const unit of ['*a ', '**', '`', '_a', '~~x', '> ', '```\n', '- *', '***a', '@Ann', 'http://', 'a@', '`` ` ', 'a@b.c.', '((((https://a(']) {
    blocksOf(unit.repeat(Math.ceil(16_384 / unit.length)), [{ name: 'Ann', isYou: true }]);
  }
  expect(process.cpuUsage(began).user / 1_000).toBeLessThan(2_000);
});

function drawn(spans: readonly Span[]): string {
  return spans.map((span) => ('spans' in span ? `<${span.kind}>${drawn(span.spans)}</${span.kind}>` : span.kind === 'text' ? span.text : `<${span.kind}>${span.text}</${span.kind}>`)).join('');
}

test('whatever_is_typed_every_word_of_it_is_shown', () => {
  const random = generator(7);
  const parts = ['*', '**', '_', '~~', '`', '```\n', '\n', '> ', '- ', '1. ', ' ', 'tea', '茶', '@Ann', 'https://a.example/x', '\\', '(', ')', 'a@b.example'];
  for (let round = 0; round < 3_000; round++) {
    const text = Array.from({ length: 1 + Math.floor(random() * 14) }, () => parts[Math.floor(random() * parts.length)]).join('');
    const shown = blocksOf(text, [{ name: 'Ann', isYou: false }]).map(lettersOf).join('');
    expect([...shown.replace(/[^\p{L}]/gu, '')].join(''), JSON.stringify(text)).toBe([...text.replace(/[^\p{L}]/gu, '')].join(''));
  }
});

function lettersOf(block: Block): string {
  const ofSpans = (spans: readonly Span[]): string => spans.map((span) => ('spans' in span ? ofSpans(span.spans) : span.text)).join('');
  if (block.kind === 'code') return block.text;
  if (block.kind === 'quote') return block.blocks.map(lettersOf).join('');
  return block.kind === 'paragraph' ? ofSpans(block.spans) : block.items.map(ofSpans).join('');
}

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
