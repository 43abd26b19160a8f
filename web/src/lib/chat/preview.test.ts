// The last line of a conversation in the list, for everything that can stand there.
import { expect, test } from 'vitest';
import { I18n } from '../i18n/i18n.svelte';
import { FakeBrowser } from '../testing/fake-browser';
import { message } from '../testing/samples';
import type { File, Message, RoomKind } from '../wire/protocol';
import { preview } from './preview';

const i18n = new I18n(new FakeBrowser());
const NAMES: Record<string, string> = { bob: 'Bob', cai: 'Cai' };
const names = { of: (id: string) => (id === 'ann' ? undefined : (NAMES[id] ?? '')) };
const file: File = { id: 'f', name: 'plans.pdf', kind: 'file', mime: 'application/pdf', size: 1 };
const BARE = { text: '' };

test.each<[Partial<Message>, string]>([
  [{ text: 'one\n  two' }, 'one two'],
  [{ ...BARE, recalled_by: 'bob' }, 'Bob took back a message.'],
  [{ ...BARE, recalled_by: 'ann' }, 'You took back a message.'],
  [{ ...BARE, hidden: true }, 'Deleted for you'],
  [{ ...BARE, files: [file] }, '[File] plans.pdf'],
  [{ ...BARE, files: [{ ...file, kind: 'voice' }] }, '[Voice message]'],
  [{ ...BARE, files: [{ ...file, kind: 'image' }] }, '[Picture]'],
  [{ text: 'look', files: [{ ...file, kind: 'image' }, { ...file, kind: 'image' }] }, '[2 pictures] look'],
  [{ ...BARE, files: [{ ...file, kind: 'image' }, file] }, '[2 files]'],
  [{ ...BARE, call: { call: 'c', media: 'voice', outcome: 'missed', seconds: 0 } }, 'Missed voice call'],
])('%j_reads_%s', (changed, text) => {
  expect(shown('direct', 'bob', changed)).toBe(text);
});

test('in_a_group_it_says_who_spoke_and_in_notes_it_does_not', () => {
  expect(shown('group', 'bob')).toBe('Bob: text 1');
  expect(shown('group', 'ann')).toBe('You: text 1');
  expect(shown('notes', 'ann')).toBe('text 1');
});

test.each<[Partial<Message>, string]>([
  [{ notice: { kind: 'added', users: ['ann', 'cai'] } }, 'Bob added you, Cai'],
  [{ notice: { kind: 'removed', users: ['cai'] } }, 'Bob removed Cai from the group'],
  [{ notice: { kind: 'announcement', on: true } }, 'Bob made this a group for announcements only'],
  [{ notice: { kind: 'role_given', users: ['ann'], role: 'admin' } }, 'Bob made you an admin'],
  [{ notice: { kind: 'left' } }, 'Bob left the group'],
])('%j_reads_%s_in_a_group', (changed, text) => {
  expect(shown('group', 'bob', { ...BARE, ...changed })).toBe(text);
});

test('what_one_did_oneself_begins_with_you', () => {
  expect(shown('group', 'ann', { ...BARE, notice: { kind: 'renamed', name: 'Tea' } })).toBe('You renamed the group to “Tea”');
});

function shown(kind: RoomKind, sender: string, changed: Partial<Message> = {}): string {
  return preview(i18n, message(1, sender, changed), kind, 'ann', names);
}
