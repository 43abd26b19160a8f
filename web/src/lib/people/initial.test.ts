// Letters of names: Latin with and without marks, pinyin, and everything else.
import { expect, test } from 'vitest';
import { byInitial, initialOf, OTHERS } from './initial';

test('a_name_stands_under_its_first_letter_or_that_of_its_pinyin', () => {
  const names = { ann: 'A', Émile: 'E', Ｂｏｂ: 'B', 阿明: 'A', 陈静: 'C', 李雷: 'L', 韩梅梅: 'H', 王芳: 'W', 张伟: 'Z', 马丽: 'M', 欧阳: 'O', 左宗: 'Z' };
  expect(Object.keys(names).map((name) => [name, initialOf(name)])).toEqual(Object.entries(names));
});

test('what_has_no_letter_stands_last', () => {
  for (const name of ['', ' ', '7 of 9', 'Анна', '🍵', 'さくら']) expect(initialOf(name)).toBe(OTHERS);
  const groups = byInitial(['🍵', 'zoe', '安娜', 'Ann'], (name) => name);
  expect(groups).toEqual([
    ['A', ['安娜', 'Ann']],
    ['Z', ['zoe']],
    [OTHERS, ['🍵']],
  ]);
});
