// What people note about each other: names, silence, blocks; and notes to themselves.

import { expectNothingSerious } from '../axe.ts';
import { expect, test } from '../fixtures.ts';
import { Group } from '../pages/group.ts';

test('a remark name stands wherever the other is named, and only for who gave it', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  await ann.say(bob, 'hello');
  const sheet = await new Group(ann.page).openDetails('Bob');
  await sheet.getByRole('textbox', { name: 'Remark name' }).fill('Robert');
  await sheet.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(ann.people.entry('Robert')).toBeAttached();
  await expect(ann.page.getByRole('heading', { name: 'Robert' }).first()).toBeVisible();
  await expect(bob.people.entry('Ann')).toBeVisible();
});

test('who is blocked reaches one no more, by word or call, and sees nothing of one', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  await ann.say(bob, 'hello');
  await bob.open(ann);
  await expect(bob.people.row('Ann')).toContainText('Online');
  const sheet = await new Group(ann.page).openDetails('Bob');
  await sheet.getByRole('switch', { name: 'Block' }).click();
  await expect(sheet.getByRole('switch', { name: 'Block' })).toBeChecked();
  await expect(bob.people.row('Ann')).not.toContainText('Online');
  await bob.conversation.messageBox.fill('are you there?');
  await bob.conversation.sendButton.click();
  await bob.conversation.voiceCall.click();
  await new Group(ann.page).close();
  await expect(ann.conversation.message('are you there?')).toHaveCount(0);
  await ann.incoming.expectSilent();
});

test('what is pinned stands first, and what is muted is not counted', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  const cai = await enter('Cai');
  await ann.say(bob, 'one');
  await ann.say(cai, 'two');
  await ann.open(bob);
  const group = new Group(ann.page);
  const sheet = await group.openDetails('Bob');
  await sheet.getByRole('switch', { name: 'Keep on top of the list' }).click();
  await expect(ann.people.list.getByRole('link').first()).toContainText('Bob');
  await sheet.getByRole('switch', { name: 'Mute' }).click();
  await expect(sheet.getByRole('switch', { name: 'Mute' })).toBeChecked();
  await group.close();
  await ann.open(cai);
  await bob.say(ann, 'quietly');
  await expect(ann.people.row('Bob')).toContainText('quietly');
  await expect(ann.page).toHaveTitle('Teahouse');
});

test('notes to oneself are kept and seen by nobody else', async ({ enter }) => {
  const ann = await enter('Ann');
  await ann.page.getByRole('button', { name: 'Notes to self', exact: true }).click();
  await ann.conversation.send('buy cups');
  await ann.page.reload();
  await expect(ann.people.row('Notes to self')).toContainText('buy cups');
});

test('contacts stand in a list of their own, which the keyboard goes through', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  const cai = await enter('陈静');
  const { page } = ann;
  await page.getByRole('tab', { name: 'Contacts' }).click();
  await expect(page.getByText('No contacts yet')).toBeVisible();
  await expectNothingSerious(page, 'no contacts');
  await page.getByRole('tab', { name: 'Chats' }).click();
  const group = new Group(page);
  for (const other of [bob, cai]) {
    await ann.open(other);
    const sheet = await group.openDetails(other.name);
    await sheet.getByRole('switch', { name: 'In my contacts' }).click();
    await expect(sheet.getByRole('switch', { name: 'In my contacts' })).toBeChecked();
    await group.close();
  }
  await page.getByRole('tab', { name: 'Chats' }).press('ArrowRight');
  const contacts = page.getByRole('navigation', { name: 'Contacts' });
  await expect(contacts.getByRole('heading')).toHaveText(['B', 'C']);
  await expectNothingSerious(page, 'contacts');
  await contacts.getByRole('link', { name: 'Bob' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(contacts.getByRole('link', { name: '陈静' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Bob', exact: true })).toBeVisible();
  await page.reload();
  await page.getByRole('tab', { name: 'Contacts' }).click();
  await expect(contacts.getByRole('link')).toHaveCount(2);
});

test('a conversation is muted for a while, and says until when', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  await ann.say(bob, 'one');
  const group = new Group(ann.page);
  const sheet = await group.openDetails('Bob');
  await sheet.getByRole('switch', { name: 'Mute' }).click();
  await sheet.getByRole('button', { name: '8 hours' }).click();
  await expect(sheet.getByText(/^Quiet until /)).toBeVisible();
  await expectNothingSerious(ann.page, 'muted for a while');
  await ann.page.reload();
  const again = await group.openDetails('Bob');
  await expect(again.getByText(/^Quiet until /)).toBeVisible();
  await expect(again.getByRole('switch', { name: 'Mute' })).toBeChecked();
  await again.getByRole('switch', { name: 'Mute' }).click();
  await expect(again.getByText(/^Quiet until /)).toHaveCount(0);
});
