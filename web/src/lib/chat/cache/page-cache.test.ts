// What the browser keeps of conversations, and that it forgets.
import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { indexedDbCache, type CachedPage } from './page-cache';

test('pages_are_kept_apart_by_person_and_cleared_by_person', async () => {
  const cache = indexedDbCache();
  for (const [user, room] of [['ann', 'r'], ['ann', 's'], ['bob', 'r']] as const) await cache.putPage(page(user, room, 1));
  await cache.putPage({ ...page('ann', 'r', 2), rev: 9 });
  expect((await cache.pages('ann')).map(({ room, rev }) => [room, rev])).toEqual([['r', 9], ['s', 1]]);
  await cache.putRooms('ann', []);
  await cache.clear('ann');
  expect([(await cache.pages('ann')).length, (await cache.pages('bob')).length]).toEqual([0, 1]);
  await cache.dropPage('bob', 'r');
  expect(await cache.pages('bob')).toEqual([]);
});

test('of_too_many_conversations_the_oldest_are_forgotten', async () => {
  const cache = indexedDbCache();
  for (let index = 0; index < 65; index++) await cache.putPage(page('cai', `room ${index}`, index));
  const kept = (await cache.pages('cai')).map(({ at }) => at).sort((a, b) => a - b);
  expect([kept.length, kept[0]]).toEqual([60, 5]);
});

function page(user: string, room: string, at: number): CachedPage {
  return { user, room, messages: [], rev: 1, reachesStart: true, at };
}
