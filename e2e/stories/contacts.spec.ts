// What people note about each other: names, silence, blocks; and notes to themselves.

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
