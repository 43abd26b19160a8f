// Who is in a group, against a house in the test's hands.
import { beforeEach, expect, test } from 'vitest';
import { HouseConnection } from '../connection/connection';
import { FakeBrowser, settled } from '../testing/fake-browser';
import type { Member, MemberRole, Profile, RoomChanged } from '../wire/protocol';
import { Members } from './members.svelte';

let browser: FakeBrowser;
let members: Members;

beforeEach(async () => {
  browser = new FakeBrowser();
  const connection = new HouseConnection(browser, { hasSession: async () => true, onSessionEnded: () => {} });
  connection.start();
  browser.socket.welcome();
  members = new Members(connection, 'g');
  await settled();
});

test('pages_follow_each_other_until_everybody_is_there', async () => {
  await answer([member('ann', 'owner'), member('bob')], 3);
  expect([names(), members.hasMore]).toEqual([['ann', 'bob'], true]);
  void members.more();
  void members.more();
  await settled();
  expect(browser.socket.saidOf('members.list').map(({ skip }) => skip)).toEqual([0, 2]);
  await answer([member('cai')], 3);
  expect([names(), members.hasMore]).toEqual([['ann', 'bob', 'cai'], false]);
});

test('who_comes_goes_or_has_another_role_is_seen_at_once', async () => {
  await answer([member('ann', 'owner'), member('bob')], 2);
  change({ came: [person('cai')], went: ['bob'], roles: [{ user: 'cai', role: 'admin' }], count: 2 });
  expect(members.list.map(({ person: { id }, role }) => `${id} ${role}`)).toEqual(['ann owner', 'cai admin']);
});

test('who_comes_to_a_group_that_is_not_read_to_its_end_waits_for_the_last_page', async () => {
  await answer([member('ann', 'owner')], 5);
  change({ came: [person('cai')], went: [], roles: [], count: 6 });
  expect([names(), members.total]).toEqual([['ann'], 6]);
});

test('changes_of_other_groups_change_nothing', async () => {
  await answer([member('ann', 'owner')], 1);
  change({ came: [person('cai')], went: ['ann'], roles: [], count: 1, room: 'other' });
  expect(names()).toEqual(['ann']);
});

test('a_house_that_does_not_tell_can_be_asked_again', async () => {
  browser.socket.say({ type: 'refused', re: re('members.list'), code: 'not_member', message: '' });
  await settled();
  expect([members.hasFailed, members.isLoading]).toEqual([true, false]);
});

test('who_waits_is_asked_for_by_those_who_decide_alone', async () => {
  await answer([member('ann', 'owner')], 1);
  browser.socket.say({ type: 'join_request.made', room: 'g', person: person('dan') });
  await settled();
  expect(browser.socket.saidOf('join_requests.list')).toEqual([]);
  void members.readRequests();
  await settled();
  browser.socket.say({ type: 'join_requests.page', re: re('join_requests.list'), room: 'g', requests: [{ person: person('dan'), at: 1 }] });
  await settled();
  expect(members.requests.map(({ person: { id } }) => id)).toEqual(['dan']);
  change({ came: [person('dan')], went: [], roles: [], count: 2 });
  expect(members.requests).toEqual([]);
});

function person(id: string): Profile {
  return { id, name: id };
}

function member(id: string, role: MemberRole = 'member'): Member {
  return { person: person(id), role, delivered: 0, read: 0 };
}

function names(): string[] {
  return members.list.map(({ person: { id } }) => id);
}

function re(type: string): number {
  return browser.socket.saidOf(type).at(-1)?.['re'] as number;
}

async function answer(page: Member[], total: number): Promise<void> {
  browser.socket.say({ type: 'members.page', re: re('members.list'), room: 'g', members: page, total });
  await settled();
}

function change({ room = 'g', count, ...changed }: Omit<RoomChanged, 'room'> & { room?: string; count: number }): void {
  browser.socket.say({ type: 'room.changed', room: { id: room, kind: 'group', name: 'Tea', member_count: count }, ...changed });
}
