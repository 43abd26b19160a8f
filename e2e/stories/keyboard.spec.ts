// The keyboard alone is enough. What axe says about each screen stands with the pictures of the screens.

import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { Person } from '../pages/person.ts';

test('the whole way can be gone by keyboard', async ({ enter, house, visit }) => {
  const bob = await enter('Bob');
  const page = await visit(house.url);
  const ann = new Person('Ann', page);
  await expect(ann.nameBox).toBeFocused();
  await page.keyboard.type('Ann');
  await page.keyboard.press('Enter');
  await tabTo(page, ann.people.entry('Bob'));
  await page.keyboard.press('Enter');
  await tabTo(page, ann.conversation.messageBox);
  await page.keyboard.type('by keys alone');
  await page.keyboard.press('Enter');
  await bob.open(ann);
  await expect(bob.conversation.message('by keys alone')).toBeVisible();

  await tabTo(page, ann.conversation.videoCall);
  await page.keyboard.press('Enter');
  await tabTo(bob.page, bob.incoming.accept);
  await bob.page.keyboard.press('Enter');
  const atBob = bob.callWith(ann);
  await atBob.expectPicture();
  for (const control of [atBob.mute, atBob.cameraOff, atBob.hangUp]) await tabTo(bob.page, control);
  await bob.page.keyboard.press('Enter');
  await atBob.expectGone();
  await ann.callWith(bob).expectGone();
});

/** Presses Tab until the element has the focus; a page has far fewer stops than this. */
async function tabTo(page: Page, element: Locator): Promise<void> {
  await expect(element).toBeVisible();
  for (let stop = 0; stop < 60; stop += 1) {
    if (await element.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${element}`);
}
