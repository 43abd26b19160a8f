// The network or the server goes away and comes back.

import { expect, test } from '../fixtures.ts';
import { expectFrames, expectMedia } from '../media.ts';

const NUMBERED = /^line \d+$/;

function lines(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`);
}

for (const how of ['kill', 'stop'] as const) {
  test(`a server that is ${how === 'kill' ? 'killed' : 'stopped'} during a chat loses and doubles nothing`, async ({ enter, house }) => {
    const ann = await enter('Ann');
    const bob = await enter('Bob');
    await ann.open(bob);
    await bob.open(ann);
    for (const line of lines(1, 5)) await ann.conversation.send(line);
    await house[how]();
    // Typed into a page that is offline: the page keeps them.
    for (const line of lines(6, 10)) await ann.conversation.send(line);
    await house.start();
    for (const line of lines(11, 12)) await ann.conversation.send(line);

    await expect(bob.conversation.message('line 12')).toBeVisible({ timeout: 30_000 });
    expect(await bob.conversation.texts(NUMBERED)).toEqual(lines(1, 12));
    await bob.page.reload();
    await ann.page.reload();
    for (const person of [ann, bob]) {
      await expect(person.conversation.message('line 12')).toBeVisible();
      expect(await person.conversation.texts(NUMBERED)).toEqual(lines(1, 12));
    }
  });
}

test('a page that was offline sends what was typed and catches up', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  await ann.open(bob);
  await bob.open(ann);
  await ann.conversation.send('line 1');
  await expect(bob.conversation.message('line 1')).toBeVisible();
  await ann.page.context().setOffline(true);
  await ann.conversation.send('line 2');
  await bob.conversation.send('line 3');
  await ann.page.context().setOffline(false);
  for (const person of [ann, bob]) {
    for (const line of lines(1, 3)) await expect(person.conversation.message(line)).toHaveCount(1);
  }
});

test('a server that is killed during a call ends nothing, and comes back to the same call', async ({ enter, house }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  const atAnn = await ann.call(bob);
  const atBob = await bob.accept(ann);
  await expectMedia(ann.page, bob.page);
  await house.kill();
  await Promise.all([ann, bob].map(({ page }) => expectFrames(page, 45)));
  await house.start();
  await ann.conversation.send('still here?');
  await bob.open(ann);
  await expect(bob.conversation.message('still here?')).toBeVisible({ timeout: 30_000 });
  await expectMedia(ann.page, bob.page);

  await atBob.hangUp.click();
  await atAnn.expectGone();
  await atBob.expectGone();
  // The house wrote the call down although it was away for a part of it.
  await expect(ann.conversation.messages.getByText(/video call/i).first()).toBeVisible();
});

test('hanging up works while the server is away', async ({ enter, house }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  const atAnn = await ann.call(bob);
  const atBob = await bob.accept(ann);
  await expectMedia(ann.page, bob.page);
  await house.kill();
  await atAnn.hangUp.click();
  await atAnn.expectGone();
  await atBob.expectGone();
  await house.start();
  // Both are free for the next call once the house is back.
  await expect
    .poll(async () => {
      if ((await ann.callWith(bob).region.count()) === 0) await ann.conversation.videoCall.click();
      return bob.incoming.accept.isVisible();
    }, { timeout: 30_000 })
    .toBe(true);
  await bob.accept(ann);
  await expectMedia(ann.page, bob.page);
});

test('a reload during a call ends it for both and frees both', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  await ann.call(bob);
  const atBob = await bob.accept(ann);
  await expectMedia(ann.page, bob.page);
  await ann.page.reload();
  await expect(ann.people.list).toBeVisible();
  await expect(atBob.region).toHaveCount(0, { timeout: 45_000 });
  await bob.call(ann);
  await ann.incoming.expectRinging();
});
