// The links of programs, asked of the house, and the line for a terminal.
import { expect, test, vi } from 'vitest';
import { Refusal } from '../connection/types';
import { curlLine, listHooks, removeHook } from './hooks';

test('links_are_listed_by_name', async () => {
  const hook = (id: string, name: string) => ({ id, bot: 'b', by: 'ann', room: 'g', name });
  const request = vi.fn().mockResolvedValue({ type: 'hooks.page', re: 1, hooks: [hook('1', 'Tests'), hook('2', 'Deploys')] });
  expect((await listHooks({ request }, 'g')).map(({ name }) => name)).toEqual(['Deploys', 'Tests']);
  expect(request).toHaveBeenCalledWith({ type: 'hooks.list', room: 'g' });
});

test('a_link_that_somebody_else_has_removed_is_removed', async () => {
  const refused = (code: string) => ({ request: vi.fn().mockRejectedValue(new Refusal(code, '')) });
  await expect(removeHook(refused('no_hook'), 'h')).resolves.toBeUndefined();
  await expect(removeHook(refused('not_permitted'), 'h')).rejects.toBeInstanceOf(Refusal);
});

test('words_with_quotes_stay_one_word_of_the_line', () => {
  expect(curlLine('https://tea.example/hooks/T', 'Tea is on.')).toBe(`curl -d '{"text":"Tea is on."}' https://tea.example/hooks/T`);
  expect(curlLine('https://tea.example/hooks/T', `Ann's "tea"`)).toBe(String.raw`curl -d '{"text":"Ann'\''s \"tea\""}' https://tea.example/hooks/T`);
});
