// One person on several devices, and the way to sign one out from another.

import { expect, test } from '../fixtures.ts';
import { Account } from '../pages/account.ts';
import { Person } from '../pages/person.ts';

const PASSWORD = 'kettle orchard violet';

test('a device signed out from another stands at the door within a second', async ({ house, visit }) => {
  const here = new Account(await visit(house.url));
  await here.signUp({ handle: 'ann', password: PASSWORD });
  const there = new Account(await visit(house.url));
  await there.signIn('ann', PASSWORD);

  await here.openSettings();
  await expect(here.signOuts).toHaveCount(2);
  await expect(here.devices.getByText('This device')).toHaveCount(1);
  const before = Date.now();
  await here.signOuts.nth(1).click();
  await expect(there.box('Your name')).toBeVisible({ timeout: 5_000 });
  expect(Date.now() - before).toBeLessThan(2_000);
  await expect(there.page.getByText('You have been signed out.')).toBeVisible();
  await expect(here.signOuts).toHaveCount(1);
  await there.page.reload();
  await expect(there.box('Your name')).toBeVisible();
});

test('signing a device out ends its call', async ({ enter, house, visit }) => {
  const bob = await enter('Bob');
  const phone = new Account(await visit(house.url));
  await phone.signUp({ handle: 'ann', password: PASSWORD, name: 'Ann' });
  const desk = new Account(await visit(house.url));
  await desk.signIn('ann', PASSWORD);

  const ann = new Person('Ann', phone.page);
  await ann.call(bob, 'voice');
  const call = await bob.accept(ann);
  await desk.openSettings();
  await desk.signOuts.nth(1).click();
  await call.expectGone();
});

test('what one device sets, the other shows', async ({ house, visit }) => {
  const here = new Account(await visit(house.url));
  await here.signUp({ handle: 'ann', password: PASSWORD, name: 'Ann' });
  const there = new Account(await visit(house.url));
  await there.signIn('ann', PASSWORD);
  await here.openSettings();
  await there.openSettings();
  await here.button('For an hour').click();
  await expect(there.button('Turn off')).toBeVisible();
  await there.button('Turn off').click();
  await expect(here.button('For an hour')).toBeVisible();
});
