// Voice messages: spoken into Chromium's made-up microphone, heard by the other.

import { expect, test } from '../fixtures.ts';
import type { Person } from '../pages/person.ts';

/** Longer than what counts as a slip, in the time of the recording itself. */
const SPOKEN = /^0:0[1-9]$/;

test('holding the button records, letting go sends, and the other hears it', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.open(bob);
  await speak(ann);
  await expect(voices(ann)).toHaveCount(1);

  await bob.open(ann);
  const voice = voices(bob);
  await expect(voice.getByRole('img', { name: 'Not heard yet' })).toBeVisible();
  await voice.getByRole('button', { name: 'Play voice message' }).click();
  await expect.poll(() => position(bob), { message: 'it plays' }).toBeGreaterThan(0);
  await expect(voice.getByRole('img', { name: 'Not heard yet' })).toHaveCount(0);
  await voice.getByRole('button', { name: 'Speed 1×' }).click();
  await expect(voice.getByRole('button', { name: 'Speed 1.5×' })).toBeVisible();
});

test('a voice message is heard from the place that one chooses', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.open(bob);
  await speak(ann);
  await bob.open(ann);
  const voice = voices(bob);
  const slider = voice.getByRole('slider');
  await voice.getByRole('button', { name: 'Play voice message' }).click();
  await voice.getByRole('button', { name: 'Pause voice message' }).click();
  await slider.press('Home');
  for (let step = 0; step < 10; step++) await slider.press('ArrowRight');
  await expect.poll(() => position(bob)).toBeGreaterThanOrEqual(45);
  await voice.getByRole('button', { name: 'Play voice message' }).click();
  await expect.poll(() => position(bob), { message: 'it goes on from there' }).toBeGreaterThan(55);
});

test('after one unheard message the next one plays', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.open(bob);
  await speak(ann);
  await expect(voices(ann)).toHaveCount(1);
  await speak(ann);
  await expect(voices(ann)).toHaveCount(2);
  await bob.open(ann);
  await expect(voices(bob)).toHaveCount(2);
  await voices(bob).first().getByRole('button', { name: 'Play voice message' }).click();
  await expect(voices(bob).last().getByRole('button', { name: 'Pause voice message' })).toBeVisible();
  await expect(bob.page.getByRole('img', { name: 'Not heard yet' })).toHaveCount(0);
});

test('sliding away while it is held sends nothing', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.open(bob);
  const { x, y } = await press(ann);
  await spoken(ann);
  await ann.page.mouse.move(x - 150, y, { steps: 5 });
  await expect(ann.page.getByText('Release to cancel')).toBeVisible();
  await ann.page.mouse.up();
  await expect(ann.page.getByRole('region', { name: 'Recording' })).toHaveCount(0);
  await ann.conversation.send('nothing was sent');
  await expect(voices(ann)).toHaveCount(0);
});

test('the keyboard begins and sends a recording', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.open(bob);
  await button(ann).press('Enter');
  await spoken(ann);
  await button(ann).press('Enter');
  await expect(voices(ann)).toHaveCount(1);
  await bob.open(ann);
  await expect(voices(bob)).toHaveCount(1);
});

test('a microphone that is refused is explained', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.open(bob);
  await ann.page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await button(ann).click();
  await expect(ann.page.getByRole('alert').filter({ hasText: 'The microphone is not allowed.' })).toBeVisible();
});

function button({ page }: Person) {
  return page.getByRole('button', { name: 'Record voice message', exact: true });
}

function voices({ conversation }: Person) {
  return conversation.messages.getByRole('group', { name: /^Voice message, / });
}

async function press(person: Person): Promise<{ x: number; y: number }> {
  const box = await button(person).boundingBox();
  const at = { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 20 };
  await person.page.mouse.move(at.x, at.y);
  await person.page.mouse.down();
  return at;
}

async function spoken({ page }: Person): Promise<void> {
  await expect(page.getByRole('region', { name: 'Recording' }).getByText(SPOKEN)).toBeVisible();
}

async function speak(person: Person): Promise<void> {
  await press(person);
  await spoken(person);
  await person.page.mouse.up();
}

async function position(person: Person): Promise<number> {
  return Number(await voices(person).first().getByRole('slider').getAttribute('aria-valuenow'));
}
