// Everybody can use it: axe finds nothing serious on any screen, and the keyboard reaches everything.

import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { Person } from '../pages/person.ts';

const GRAVE = new Set<string | null | undefined>(['serious', 'critical']);

async function expectNothingSerious(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations
    .filter(({ impact }) => GRAVE.has(impact))
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`);
  expect(grave, screen).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [device, viewport] of [
    ['desk', { width: 1280, height: 800 }],
    ['phone', { width: 390, height: 844 }],
  ] as const) {
    test(`axe finds nothing serious on the ${colorScheme} ${device}`, async ({ enter, house, visit }) => {
      const look = { colorScheme, viewport };
      const page = await visit(house.url, look);
      await expect(new Person('Ann', page).nameBox).toBeVisible();
      await expectNothingSerious(page, 'entering');

      const ann = new Person('Ann', page);
      await ann.enter();
      await expectNothingSerious(page, 'nobody here');
      const bob = await enter('Bob', look);
      await expect(ann.people.entry('Bob')).toBeVisible();
      await expectNothingSerious(page, 'people');
      await ann.say(bob, 'hello 茶 https://teahouse.example/');
      await bob.open(ann);
      await bob.conversation.send('good morning');
      await expect(ann.conversation.message('good morning')).toBeVisible();
      await expectNothingSerious(page, 'conversation');

      const atAnn = await ann.call(bob);
      await bob.incoming.expectRinging();
      await expectNothingSerious(page, 'calling');
      await expectNothingSerious(bob.page, 'ringing');
      await bob.accept(ann);
      await atAnn.expectPicture();
      await expectNothingSerious(page, 'in a call');
      await atAnn.hangUp.click();
      await atAnn.expectGone();
      await expectNothingSerious(page, 'after a call');
    });
  }
}

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
