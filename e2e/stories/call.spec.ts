// Two people see and hear each other.

import { expect, test, type Entry } from '../fixtures.ts';
import { arrived, expectMedia, expectNoConnection, expectSound } from '../media.ts';
import type { Person } from '../pages/person.ts';

async function annAndBob(enter: (name: string, entry?: Entry) => Promise<Person>): Promise<[Person, Person]> {
  return [await enter('Ann'), await enter('Bob')];
}

for (const [caller, callee] of [
  ['Ann', 'Bob'],
  ['Bob', 'Ann'],
] as const) {
  test(`${caller} calls ${callee}: both see and hear, and ${caller} hangs up`, async ({ enter }) => {
    const people = Object.fromEntries((await annAndBob(enter)).map((person) => [person.name, person]));
    const [one, other] = [people[caller]!, people[callee]!];
    const atOne = await one.call(other);
    await other.incoming.expectRinging();
    const atOther = await other.accept(one);
    await atOne.expectPicture();
    await atOther.expectPicture();
    await expectMedia(one.page, other.page);
    await atOne.hangUp.click();
    await atOne.expectGone();
    await atOther.expectGone();
    await expectNoConnection(one.page);
    await expectNoConnection(other.page);
  });
}

test('the callee hangs up', async ({ enter }) => {
  const [ann, bob] = await annAndBob(enter);
  const atAnn = await ann.call(bob);
  const atBob = await bob.accept(ann);
  await expectMedia(ann.page, bob.page);
  await atBob.hangUp.click();
  await atAnn.expectGone();
  await atBob.expectGone();
});

test('a voice call carries sound and no picture', async ({ enter }) => {
  const [ann, bob] = await annAndBob(enter);
  const atAnn = await ann.call(bob, 'voice');
  await bob.accept(ann);
  await expectSound(ann.page);
  await expectSound(bob.page);
  expect((await arrived(bob.page)).frames).toBe(0);
  await atAnn.hangUp.click();
  await bob.callWith(ann).expectGone();
});

test('a declined call ends at the caller and leaves a line', async ({ enter }) => {
  const [ann, bob] = await annAndBob(enter);
  const atAnn = await ann.call(bob);
  await bob.incoming.decline.click();
  await atAnn.expectGone();
  await bob.incoming.expectSilent();
  await expect(ann.conversation.messages.getByText(/declined/i)).toBeVisible();
});

test('a cancelled call stops ringing', async ({ enter }) => {
  const [ann, bob] = await annAndBob(enter);
  const atAnn = await ann.call(bob);
  await bob.incoming.expectRinging();
  await atAnn.hangUp.click();
  await atAnn.expectGone();
  await bob.incoming.expectSilent();
});

test('a callee with two pages rings on both and talks on one', async ({ enter }) => {
  const [ann, bob] = await annAndBob(enter);
  const second = await bob.openAnotherPage();
  const atAnn = await ann.call(bob);
  await bob.incoming.expectRinging();
  await second.incoming.expectRinging();
  const atSecond = await second.accept(ann);
  await bob.incoming.expectSilent();
  await bob.callWith(ann).expectGone();
  await expectMedia(ann.page, second.page);
  await atSecond.hangUp.click();
  await atAnn.expectGone();
});

test('a third person hears that somebody is busy, and the call goes on', async ({ enter }) => {
  const [ann, bob] = await annAndBob(enter);
  const eve = await enter('Eve');
  const atAnn = await ann.call(bob);
  await bob.accept(ann);
  await expectMedia(ann.page);
  await eve.open(bob);
  await eve.conversation.videoCall.click();
  await expect(eve.page.getByText(/in another call|busy/i).first()).toBeVisible();
  await eve.callWith(bob).expectGone();
  await bob.incoming.expectSilent();
  await expectMedia(ann.page, bob.page);
  await expect(atAnn.region).toBeVisible();
});

test('two who call each other at once talk', async ({ enter }) => {
  const [ann, bob] = await annAndBob(enter);
  await ann.open(bob);
  await bob.open(ann);
  await Promise.all([ann.conversation.videoCall.click(), bob.conversation.videoCall.click()]);
  // Whoever lost the race either is connected by itself or finds the other's call ringing.
  const settled = async () => (await arrived(ann.page)).frames > 0 || (await bob.incoming.accept.isVisible()) || (await ann.incoming.accept.isVisible());
  await expect.poll(settled).toBe(true);
  for (const person of [ann, bob]) {
    if (await person.incoming.accept.isVisible()) await person.incoming.accept.click();
  }
  await expectMedia(ann.page, bob.page);
});

test('mute and camera off are seen by the other and can be undone', async ({ enter }) => {
  const [ann, bob] = await annAndBob(enter);
  const atAnn = await ann.call(bob);
  const atBob = await bob.accept(ann);
  await expectMedia(ann.page, bob.page);

  await atAnn.mute.click();
  await expect(atAnn.unmute).toBeVisible();
  await expect(atBob.region.getByText(/muted/i).or(atBob.region.getByRole('img', { name: /muted/i })).first()).toBeVisible();
  await atAnn.unmute.click();
  await expectSound(bob.page);

  await atAnn.cameraOff.click();
  await expect(atAnn.cameraOn).toBeVisible();
  await atBob.expectNoPicture();
  await atAnn.cameraOn.click();
  await atBob.expectPicture();
  await expectMedia(bob.page);
});

test('the chat stays usable during a call', async ({ enter }) => {
  const [ann, bob] = await annAndBob(enter);
  const atAnn = await ann.call(bob);
  await bob.accept(ann);
  await ann.conversation.send('can you see this?');
  await bob.open(ann);
  await expect(bob.conversation.message('can you see this?')).toBeVisible();
  await bob.conversation.send('yes');
  await expect(ann.conversation.message('yes')).toBeVisible();
  await expectMedia(ann.page, bob.page);
  await expect(atAnn.region).toBeVisible();
});

test('a call leaves its length in the chat', async ({ enter }) => {
  const [ann, bob] = await annAndBob(enter);
  const atAnn = await ann.call(bob);
  await bob.accept(ann);
  await expectMedia(ann.page, bob.page);
  await atAnn.hangUp.click();
  await bob.open(ann);
  for (const person of [ann, bob]) {
    await expect(person.conversation.messages.getByText(/\d:\d\d/).last()).toBeVisible();
    await expect(person.conversation.messages.getByText(/video call/i).first()).toBeVisible();
  }
});

test('the self-view is mirrored and silent', async ({ enter }) => {
  const [ann, bob] = await annAndBob(enter);
  const atAnn = await ann.call(bob);
  await bob.accept(ann);
  await expect(atAnn.ownVideo).toBeVisible();
  const look = await atAnn.ownVideo.evaluate((video: HTMLVideoElement) => {
    const { transform, scale } = getComputedStyle(video);
    return { muted: video.muted, mirrored: transform.startsWith('matrix(-1,') || scale.startsWith('-1') };
  });
  expect(look).toEqual({ muted: true, mirrored: true });
});

test('the call window can be dragged and made larger', async ({ enter }) => {
  const [ann, bob] = await annAndBob(enter);
  const atAnn = await ann.call(bob);
  await bob.accept(ann);
  await atAnn.expectPicture();
  const before = (await atAnn.region.boundingBox())!;
  await ann.page.mouse.move(before.x + before.width / 2, before.y + 12);
  await ann.page.mouse.down();
  await ann.page.mouse.move(before.x + before.width / 2 - 120, before.y + 92, { steps: 8 });
  await ann.page.mouse.up();
  const after = (await atAnn.region.boundingBox())!;
  expect(Math.round(after.x - before.x)).toBe(-120);
  expect(Math.round(after.y - before.y)).toBe(80);
});

test('the call window fills the screen and leaves the page', async ({ enter }) => {
  const [ann, bob] = await annAndBob(enter);
  const atAnn = await ann.call(bob);
  await bob.accept(ann);
  await atAnn.expectPicture();
  await ann.page.getByRole('button', { name: 'Full screen', exact: true }).click();
  await expect.poll(() => ann.page.evaluate(() => document.fullscreenElement?.getAttribute('aria-label'))).toBe('Call with Bob');
  await ann.page.getByRole('button', { name: 'Leave full screen', exact: true }).click();
  await expect.poll(() => ann.page.evaluate(() => document.fullscreenElement)).toBeNull();
  await ann.page.getByRole('button', { name: 'Picture in picture', exact: true }).click();
  await expect.poll(() => ann.page.evaluate(() => document.pictureInPictureElement?.getAttribute('aria-label'))).toBe('Bob');
  await atAnn.hangUp.click();
  await atAnn.expectGone();
  await expect.poll(() => ann.page.evaluate(() => document.pictureInPictureElement)).toBeNull();
});

test('a page that opens while it rings, rings too', async ({ enter }) => {
  const [ann, bob] = await annAndBob(enter);
  await ann.call(bob);
  await bob.incoming.expectRinging();
  const late = await bob.openAnotherPage();
  await late.accept(ann);
  await bob.incoming.expectSilent();
  await expectMedia(ann.page, late.page);
});

test('somebody whose page is closed cannot be called, and the caller hears so', async ({ enter }) => {
  const [ann, bob] = await annAndBob(enter);
  await ann.say(bob, 'stay a moment');
  await bob.page.close();
  await expect(ann.people.row('Bob')).not.toContainText('Online');
  if (await ann.conversation.videoCall.isEnabled()) await ann.conversation.videoCall.click();
  await expect(ann.page.getByText(/not here|offline/i).filter({ visible: true }).first()).toBeVisible();
  await ann.callWith(bob).expectGone();
});
