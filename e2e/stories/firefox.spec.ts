// Chromium and Firefox ESR meet.

import type { Browser } from '@playwright/test';
import { launchFirefox } from '../browsers.ts';
import { expect, test } from '../fixtures.ts';
import { expectMedia } from '../media.ts';

let firefox: Browser;

test.beforeAll(async () => {
  firefox = await launchFirefox();
});

test.afterAll(async () => {
  await firefox?.close();
});

test('Chromium and Firefox chat, and Chromium calls', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob', { browser: firefox });
  await ann.say(bob, 'from Chromium');
  await bob.open(ann);
  await expect(bob.conversation.message('from Chromium')).toBeVisible();
  await bob.conversation.send('from Firefox');
  await expect(ann.conversation.message('from Firefox')).toBeVisible();

  const atAnn = await ann.call(bob);
  const atBob = await bob.accept(ann);
  await atAnn.expectPicture();
  await atBob.expectPicture();
  await expectMedia(ann.page, bob.page);
  await atBob.hangUp.click();
  await atAnn.expectGone();
});

test('Firefox calls', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob', { browser: firefox });
  const atBob = await bob.call(ann);
  const atAnn = await ann.accept(bob);
  await expectMedia(ann.page, bob.page);
  await atAnn.hangUp.click();
  await atBob.expectGone();
});
