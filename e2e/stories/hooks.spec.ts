// Programs that the people of a group and of the house let in by the page: links in, bots, and where what bots see is sent to.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expectNothingSerious } from '../axe.ts';
import { expect, test } from '../fixtures.ts';
import { Account, ownerCodeIn } from '../pages/account.ts';
import { Group } from '../pages/group.ts';
import { Person } from '../pages/person.ts';

const run = promisify(execFile);
const PASSWORD = 'kettle orchard violet';

test('a program writes by the line that the page shows, until the hook is removed', async ({ enter, house, visit }) => {
  const page = await visit(house.url);
  await new Account(page).signUp({ handle: 'ann', password: PASSWORD, name: 'Ann' });
  const bob = await enter('Bob');
  const group = new Group(page);
  await group.create('Kitchen', ['Bob']);
  const hooks = (await group.openDetails('Kitchen')).getByRole('region', { name: 'Hooks' });
  await hooks.getByRole('button', { name: 'New hook' }).click();
  await page.keyboard.type('Kettle');
  await page.keyboard.press('Enter');
  const line = await hooks.getByRole('group', { name: 'To try it in a terminal' }).locator('code').innerText();
  const link = await hooks.getByRole('group', { name: 'Link', exact: true }).locator('code').innerText();
  await expectNothingSerious(page, 'a hook just made');

  await run('sh', ['-c', `${line} --silent --fail`]);
  await bob.open('Kitchen');
  await expect(bob.conversation.message('Tea is ready')).toBeVisible();
  await expect(bob.page.getByRole('main')).toContainText('Kettle');

  await hooks.getByRole('button', { name: 'Done' }).click();
  await expect(hooks.getByText(link)).toHaveCount(0);
  await hooks.getByRole('button', { name: 'Remove Kettle' }).click();
  await hooks.getByRole('button', { name: 'Remove Kettle for good' }).click();
  await expect(hooks.getByText('No program writes here yet.')).toBeVisible();
  const { stdout } = await run('curl', ['--silent', '--output', '/dev/null', '--write-out', '%{http_code}', '--data', 'late', link]);
  expect(stdout).toBe('404');
  await group.close();
  await expect(new Person('Ann', page).conversation.message('Tea is ready')).toBeVisible();
});

test('who looks after the house makes a bot, says where what it sees goes, and shuts it down', async ({ house, visit }) => {
  const page = await visit(house.url);
  const account = new Account(page);
  await account.signUp({ handle: 'olga', password: PASSWORD, name: 'Olga', ownerCode: ownerCodeIn(house.output) });
  await account.openSettings();
  await account.button('House').click();
  const bots = page.getByRole('region', { name: 'Bots' });
  await expect(bots.getByText('No bots yet.')).toBeVisible();
  await bots.getByRole('textbox', { name: 'Name of the bot' }).fill('Kettle');
  await bots.getByRole('button', { name: 'New bot' }).click();
  const token = await bots.getByRole('group', { name: 'Token' }).locator('code').innerText();
  const asBot = () => fetch(`${house.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  expect((await asBot()).status).toBe(200);
  await bots.getByRole('button', { name: 'Done' }).click();

  await bots.getByRole('button', { name: 'What to do about Kettle' }).click();
  await page.getByRole('menuitem', { name: 'Send what it sees to an address' }).click();
  const dialog = page.getByRole('dialog', { name: 'What Kettle sees' });
  await dialog.getByRole('textbox', { name: 'Address' }).fill('https://bot.example/in');
  await dialog.getByRole('button', { name: 'Send there' }).click();
  await expect(dialog.getByRole('group', { name: 'Secret' }).locator('code')).toHaveText(/^\S{16,}$/);
  await expectNothingSerious(page, 'the secret of an address just set');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(bots.getByText('What it sees is sent to bot.example')).toBeVisible();

  await bots.getByRole('button', { name: 'What to do about Kettle' }).click();
  await page.getByRole('menuitem', { name: 'Shut down' }).click();
  await page.getByRole('dialog', { name: 'Shut down Kettle?' }).getByRole('button', { name: 'Shut down' }).click();
  await expect(bots.getByText('Shut down')).toBeVisible();
  expect((await asBot()).status).toBe(401);
});
