// Which buttons a group's details show to whom.
import { expect, test } from 'vitest';
import { room } from '../testing/samples';
import { mayRemove, powersIn } from './powers';

test('members_bring_others_in_and_change_nothing', () => {
  expect(powersIn(room({ kind: 'group', role: 'member' }))).toEqual({ mayWrite: true, mayAdd: true, mayChange: false, mayHook: false, mayAppoint: false });
});

test('admins_change_the_group_and_the_owner_appoints_them', () => {
  expect(powersIn(room({ kind: 'group', role: 'admin' }))).toMatchObject({ mayChange: true, mayHook: true, mayAppoint: false });
  expect(powersIn(room({ kind: 'group', role: 'owner' }))).toMatchObject({ mayChange: true, mayAppoint: true });
});

test('announcements_are_written_by_those_who_look_after_the_group', () => {
  expect(powersIn(room({ kind: 'group', role: 'member', announcement: true })).mayWrite).toBe(false);
  expect(powersIn(room({ kind: 'group', role: 'admin', announcement: true })).mayWrite).toBe(true);
});

test('a_conversation_of_two_and_notes_have_no_members_to_manage', () => {
  for (const kind of ['direct', 'notes'] as const) expect(powersIn(room({ kind, role: 'owner' }))).toMatchObject({ mayAdd: false, mayChange: false, mayAppoint: false });
});

test.each([
  ['member', 'member', false],
  ['admin', 'member', true],
  ['admin', 'admin', false],
  ['admin', 'owner', false],
  ['owner', 'admin', true],
  ['owner', 'member', true],
] as const)('whether_%s_may_remove_%s_is_%s', (role, other, may) => {
  expect(mayRemove(role, other)).toBe(may);
});
