// The states of accounts, groups and settings, on a desk and a phone: axe finds nothing serious in them, and a picture of
// each is kept in `screens/` for eyes.

import path from 'node:path';
import type { Page } from '@playwright/test';
import { expectNothingSerious } from '../axe.ts';
import { expect, test } from '../fixtures.ts';
import { Account, ownerCodeIn } from '../pages/account.ts';
import { Group } from '../pages/group.ts';

const FOLDER = path.join(import.meta.dirname, '../screens');
const PASSWORD = 'kettle orchard violet';

const LOOKS = {
  'desk-light': { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  'phone-dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
} as const;

for (const [look, options] of Object.entries(LOOKS)) {
  test(`accounts, groups and settings, ${look}`, async ({ enter, house, visit }) => {
    const take = async (page: Page, state: string) => {
      const name = `${state}-${look}`;
      await page.screenshot({ path: path.join(FOLDER, `${name}.png`), animations: 'disabled' });
      await expectNothingSerious(page, name);
    };

    const page = await visit(house.url, options);
    const account = new Account(page);
    await account.button('Sign in').click();
    await take(page, '40-sign-in');
    await account.fillSignUp({ handle: 'olga', password: PASSWORD, name: 'Olga', ownerCode: ownerCodeIn(house.output) });
    await take(page, '41-sign-up');
    await account.signUp({ handle: 'olga', password: PASSWORD, name: 'Olga', ownerCode: ownerCodeIn(house.output) });

    await enter('Bob');
    await enter('李四四');
    await account.button('New group').click();
    await expect(page.getByRole('checkbox', { name: 'Bob' })).toBeVisible();
    await take(page, '42-new-group');
    await page.keyboard.press('Escape');
    const group = new Group(page);
    await group.create('Tuesday tea', ['Bob', '李四四']);
    const sheet = await group.openDetails('Tuesday tea');
    await expect(sheet.getByText('李四四')).toBeVisible();
    await sheet.getByRole('button', { name: 'New link', exact: true }).click();
    await expect(sheet.getByRole('img', { name: 'Invite link' })).toBeVisible();
    await take(page, '43-group');
    await account.button('What to do about Bob').click();
    await take(page, '44-member-menu');
    await page.keyboard.press('Escape');
    await group.close();

    if (look.startsWith('phone')) await account.button('Back').click();
    await account.openSettings();
    await expect(account.signOuts).toHaveCount(1);
    await take(page, '45-settings');
    await account.button('House').click();
    await expect(page.getByRole('region', { name: 'People of the house' })).toContainText('Bob');
    await take(page, '46-house');
  });
}
