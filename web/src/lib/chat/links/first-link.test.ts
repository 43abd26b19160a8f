// Which page a message speaks of.
import { expect, test } from 'vitest';
import { firstLink } from './first-link';

test.each([
  ['see https://tea.example/green, or http://b.example', 'https://tea.example/green'],
  ['- one\n- **https://tea.example/**', 'https://tea.example/'],
  ['> https://quoted.example/\nhttps://own.example/', 'https://own.example/'],
  ['`https://code.example/` and HTTPS://Tea.example', 'https://tea.example/'],
])('%j speaks of %s', (text, url) => {
  expect(firstLink(text)).toBe(url);
});

test.each(['tea', 'ann@tea.example', 'ftp://tea.example', 'https://', '```\nhttps://code.example\n```'])('%j speaks of none', (text) => {
  expect(firstLink(text)).toBeUndefined();
});
