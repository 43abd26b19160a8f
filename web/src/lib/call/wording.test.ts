// @vitest-environment node
// The line under the peer's name.
import { expect, it } from 'vitest';
import { clock } from './clock';
import type { KnownTalk, Phase } from './phase';
import { stateText } from './wording';

const talk: KnownTalk = { attempt: 1, role: 'caller', peer: { id: 'b', name: 'Bob' }, media: 'video', join: 'video', call: 'c', claimed: true };
const active: Phase = { at: 'active', talk, since: 1_000 };
const t = (key: string, params?: Record<string, string | number>) => `${key} ${Object.values(params ?? {}).join()}`.trim();

it('a_call_is_timed_as_clocks_show_it', () => {
  expect([0, 9, 207, 3_599, 3_729, 36_000].map(clock)).toEqual(['00:00', '00:09', '03:27', '59:59', '1:02:09', '10:00:00']);
});

it('the_path_is_named_once_it_is_known', () => {
  expect(stateText(t, active, 208_000, null)).toBe('03:27');
  expect(stateText(t, active, 208_000, { bars: 4, relayed: false })).toBe('call.state.direct 03:27');
  expect(stateText(t, active, 208_000, { bars: 4, relayed: true })).toBe('call.state.relayed 03:27');
});

it('ringing_is_claimed_only_when_something_rings', () => {
  expect(stateText(t, { at: 'ringing', talk, heard: false }, 0, null)).toBe('call.state.calling');
  expect(stateText(t, { at: 'ringing', talk, heard: true }, 0, null)).toBe('call.state.ringing');
});
