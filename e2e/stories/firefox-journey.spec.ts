// What people do in a day, by somebody in Firefox and somebody in Chromium.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from '@playwright/test';
import { launchFirefox } from '../browsers.ts';
import { expect, test } from '../fixtures.ts';
import { Account } from '../pages/account.ts';
import { Group } from '../pages/group.ts';
import { Person } from '../pages/person.ts';
import { bytes, picture, type Sample } from '../samples.ts';

const GROUP = 'Tuesday tea';

let firefox: Browser;
let downloads: string;

test.beforeAll(async () => {
  downloads = await mkdtemp(path.join(tmpdir(), 'teahouse-downloads-'));
  firefox = await launchFirefox(downloads);
});

test.afterAll(async () => {
  await firefox?.close();
  await rm(downloads, { recursive: true, force: true });
});

test('Firefox and Chromium share a group: words, files, voices, searches and a lost line', async ({ enter, house, visit }) => {
  test.slow();
  const fay = new Person('Fay', await visit(house.url, { browser: firefox }));
  await test.step('an account and a group', async () => {
    await new Account(fay.page).signUp({ handle: 'fay', password: 'kettle orchard violet', name: 'Fay' });
  });
  const bob = await enter('Bob');
  await new Group(fay.page).create(GROUP, ['Bob']);
  await bob.open(GROUP);
  const [atFay, atBob] = [fay.conversation, bob.conversation];

  await test.step('words are answered, changed, signed and taken back', async () => {
    await atFay.send('今天的龍井很好喝');
    await atFay.send('Who brings cake?');
    await atBob.reply('Who brings cake?', 'I do.');
    await expect(atFay.row('I do.')).toContainText('Who brings cake?');
    await atFay.edit('Who brings cake?', 'Who brings plum cake?');
    await expect(atBob.message('Who brings plum cake?')).toBeVisible();
    await atFay.choose('I do.', 'React');
    await fay.page.getByRole('dialog', { name: 'Choose a reaction' }).getByRole('button', { name: '🎉' }).first().click();
    const sign = (person: Person, count: string) => person.conversation.row('I do.').getByRole('button', { name: `🎉, ${count}` });
    await sign(bob, '1 person').click();
    await expect(sign(fay, '2 people')).toHaveAttribute('aria-pressed', 'true');
    await atFay.send('not for you');
    await expect(atBob.message('not for you')).toBeVisible();
    await atFay.choose('not for you', 'Recall');
    for (const { conversation } of [fay, bob]) await expect(conversation.message('not for you')).toHaveCount(0);
  });

  await test.step('files go both ways', async () => {
    const [plan, list] = [bytes('plan 计划.bin', 300_000), bytes('list.bin', 40_000)];
    await give(fay, plan, picture('teapot.png'));
    await expectSaved(bob, plan);
    await bob.page.getByRole('button', { name: 'Open picture teapot.png' }).waitFor();
    await give(bob, list);
    await fay.page.getByRole('button', { name: `Download ${list.name}` }).click();
    const saved = () => readFile(path.join(downloads, list.name)).catch(() => Buffer.alloc(0));
    await expect.poll(async () => list.buffer.equals(await saved()), { message: 'the same bytes' }).toBe(true);
  });

  await test.step('voices go both ways', async () => {
    await speak(fay);
    await expectHeard(bob, 1);
    await speak(bob);
    await expectHeard(fay, 2);
  });

  await test.step('what was said is found, and the hit leads there', async () => {
    for (let cup = 1; cup <= 12; cup++) await atBob.send(`cup ${cup}`);
    await fay.page.getByRole('textbox', { name: 'Search', exact: true }).fill('龙');
    await fay.page.getByRole('region', { name: 'Search results', exact: true }).getByRole('button', { name: /龍井/ }).click();
    await expect(atFay.message('今天的龍井很好喝')).toBeInViewport();
  });

  await test.step('a lost line loses no word', async () => {
    await house.stop();
    await atFay.send('typed while the house was away');
    await house.start();
    await expect(atBob.message('typed while the house was away')).toBeVisible({ timeout: 30_000 });
    await atBob.send('welcome back');
    await fay.page.reload();
    await expect(atFay.message('welcome back')).toHaveCount(1);
    await expect(atFay.message('typed while the house was away')).toHaveCount(1);
  });
});

async function give({ page, conversation }: Person, ...files: Sample[]): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(files);
  await expect(page.getByRole('list', { name: 'Files to send' }).getByRole('listitem')).toHaveCount(files.length);
  await conversation.sendButton.click();
}

async function expectSaved({ page }: Person, { name, buffer }: Sample): Promise<void> {
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: `Download ${name}` }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe(name);
  expect(buffer.equals(await readFile(await saved.path())), 'the same bytes').toBe(true);
}

/** Begins and ends by the keyboard; longer than what counts as a slip. */
async function speak({ page }: Person): Promise<void> {
  const button = page.getByRole('button', { name: 'Record voice message', exact: true });
  await button.press('Enter');
  await expect(page.getByRole('region', { name: 'Recording' }).getByText(/^0:0[1-9]$/)).toBeVisible();
  await button.press('Enter');
}

/** The last of `count` voice messages plays. */
async function expectHeard({ page, conversation }: Person, count: number): Promise<void> {
  const voices = conversation.messages.getByRole('group', { name: /^Voice message, / });
  await expect(voices).toHaveCount(count);
  await voices.last().getByRole('button', { name: 'Play voice message' }).click();
  const position = async () => Number(await voices.last().getByRole('slider').getAttribute('aria-valuenow'));
  await expect.poll(position, { message: 'it plays' }).toBeGreaterThan(0);
  await expect(page.getByRole('img', { name: 'Not heard yet' })).toHaveCount(0);
}
