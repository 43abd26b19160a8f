// Both languages say everything, with the same holes.
import { expect, test } from 'vitest';
import { IntlMessageFormat } from 'intl-messageformat';
import { catalogues, type MessageKey } from './catalogue';

const keys = Object.keys(catalogues.en) as MessageKey[];

test('both_languages_have_the_same_keys', () => {
  expect(Object.keys(catalogues.zh).sort()).toEqual([...keys].sort());
});

test.each(keys)('%s_has_the_same_holes_in_both_languages', (key) => {
  expect(holes(catalogues.zh[key])).toEqual(holes(catalogues.en[key]));
});

test('the_chinese_texts_are_chinese', () => {
  const untranslated = keys.filter((key) => catalogues.zh[key] === catalogues.en[key] && /[a-z]{3}/i.test(catalogues.zh[key]));
  expect(untranslated).toEqual([]);
});

function holes(text: string): string[] {
  const found = new Set<string>();
  const visit = (nodes: ReturnType<IntlMessageFormat['getAst']>) => {
    for (const node of nodes) {
      if ('value' in node && node.type !== 0) found.add(String(node.value));
      if ('options' in node) for (const option of Object.values(node.options)) visit(option.value);
    }
  };
  visit(new IntlMessageFormat(text, 'en').getAst());
  return [...found].sort();
}
