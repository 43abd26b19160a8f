// Who may do what with which message.
import { expect, test } from 'vitest';
import type { Message } from '../../wire/protocol';
import { actionsOn, type Standing } from './actions';

const NOW = 10_000_000;
const ANN: Standing = { you: 'ann', recallsSince: NOW - 60_000, kind: 'direct', role: 'member', mayWrite: true };

test('of_ones_own_fresh_words_everything_can_be_done', () => {
  expect(actionsOn(message({}), ANN)).toEqual(['reply', 'edit', 'recall', 'react', 'forward', 'copy', 'hide']);
});

test('the_words_of_others_are_neither_changed_nor_taken_back', () => {
  expect(actionsOn(message({ sender: 'bob' }), ANN)).toEqual(['reply', 'react', 'forward', 'copy', 'hide']);
});

test('after_a_while_nothing_is_taken_back_unless_the_house_sets_no_limit', () => {
  const old = message({ sent_at: NOW - 60_000 });
  expect(actionsOn(old, ANN)).not.toContain('recall');
  expect(actionsOn(old, { ...ANN, recallsSince: -Infinity })).toContain('recall');
});

test('who_looks_after_a_group_takes_back_what_others_said_at_any_time', () => {
  const old = message({ sender: 'bob', sent_at: 0 });
  expect(actionsOn(old, { ...ANN, kind: 'group', role: 'admin' })).toContain('recall');
  expect(actionsOn(old, { ...ANN, kind: 'group', role: 'member' })).not.toContain('recall');
  expect(actionsOn(old, { ...ANN, kind: 'notes', role: 'owner' })).not.toContain('recall');
});

test('who_may_not_write_here_may_still_pass_on_copy_and_delete_for_herself', () => {
  expect(actionsOn(message({ sender: 'bob' }), { ...ANN, mayWrite: false })).toEqual(['forward', 'copy', 'hide']);
});

test('a_file_without_words_has_nothing_to_copy_or_to_edit', () => {
  const actions = actionsOn(message({ text: '' }), ANN);
  expect([actions.includes('copy'), actions.includes('edit')]).toEqual([false, false]);
});

test.each([
  { recalled_by: 'ann' },
  { hidden: true },
  { notice: { kind: 'joined' as const } },
  { call: { call: 'c', media: 'voice' as const, outcome: 'missed' as const, seconds: 0 } },
])('nothing_can_be_done_with_%j', (what) => {
  expect(actionsOn(message(what), ANN)).toEqual([]);
});

function message(changed: Partial<Message>): Message {
  return { id: 'm', room: 'r', seq: 1, rev: 1, sender: 'ann', client_id: 'c', sent_at: NOW, text: 'words', ...changed };
}
