// Which invite a link names.
import { expect, test } from 'vitest';
import { codeIn, inviteIn, inviteLink } from './invite';

test.each(['house', 'group'] as const)('the_link_of_an_invite_into_a_%s_names_it', (kind) => {
  const { hash } = new URL(inviteLink('https://tea.local:8443', kind, 'aB3_-xyz90'));
  expect(inviteIn(hash.slice(1))).toEqual({ kind, code: 'aB3_-xyz90' });
});

test.each(['', '/', '/invite/', '/invite/a b', '/invite/<script>', '/with/abcdefgh'])('%j_names_none', (hash) => {
  expect(inviteIn(hash)).toBeUndefined();
});

test('a_whole_link_may_be_pasted_where_the_code_is_asked_for', () => {
  expect(codeIn(' https://tea.local/#/invite/aB3_-xyz90 ')).toBe('aB3_-xyz90');
  expect(codeIn('aB3_-xyz90')).toBe('aB3_-xyz90');
});
