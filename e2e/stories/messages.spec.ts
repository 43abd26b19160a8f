// What a message can become: answered, changed, taken back, deleted, signed, passed on; by two and by three.

import { expect, test } from '../fixtures.ts';
import type { Person } from '../pages/person.ts';

test('an answer shows what it answers, and a press on that goes there', async ({ enter }) => {
  const [ann, bob] = await met(enter);
  await ann.conversation.send('Is the kettle on?');
  for (let count = 1; count <= 25; count++) await ann.conversation.send(`and ${count}`);
  await expect(bob.conversation.message('and 25')).toBeInViewport();
  await bob.conversation.messages.locator('..').press('Home');
  await bob.conversation.reply('Is the kettle on?', 'It is singing.');
  await expect(bob.conversation.message('It is singing.')).toBeInViewport();
  await expect(ann.conversation.row('It is singing.')).toContainText('Is the kettle on?');
  await ann.conversation.row('It is singing.').getByRole('button', { name: /Show the message/ }).click();
  await expect(ann.conversation.message('Is the kettle on?')).toBeInViewport();
});

test('a message that is changed says so, and what it said before can be read', async ({ enter }) => {
  const [ann, bob] = await met(enter);
  await ann.conversation.send('Tea at fore');
  await expect(bob.conversation.message('Tea at fore')).toBeVisible();
  await ann.conversation.edit('Tea at fore', 'Tea at four');
  await expect(bob.conversation.message('Tea at four')).toBeVisible();
  await expect(bob.conversation.message('Tea at fore')).toHaveCount(0);
  await bob.conversation.row('Tea at four').getByRole('button', { name: /^Edited/ }).click();
  await expect(bob.page.getByRole('dialog', { name: 'What it said before' })).toContainText('Tea at fore');
  await bob.page.keyboard.press('Escape');
  await bob.page.reload();
  await expect(bob.conversation.row('Tea at four')).toContainText('edited');
});

test('the last message is changed from the empty box by one key, and left by another', async ({ enter }) => {
  const [ann] = await met(enter);
  await ann.conversation.send('one lump');
  await ann.conversation.messageBox.press('ArrowUp');
  await expect(ann.conversation.messageBox).toHaveValue('one lump');
  await ann.conversation.messageBox.press('Escape');
  await expect(ann.conversation.messageBox).toHaveValue('');
  await ann.conversation.messageBox.press('ArrowUp');
  await ann.conversation.messageBox.fill('two lumps');
  await ann.conversation.messageBox.press('Enter');
  await expect(ann.conversation.message('two lumps')).toBeVisible();
  await expect(ann.conversation.message('one lump')).toHaveCount(0);
});

test('what is taken back is gone for both, and its author may write it anew', async ({ enter }) => {
  const [ann, bob] = await met(enter);
  await ann.conversation.send('not for you');
  await expect(bob.conversation.message('not for you')).toBeVisible();
  await bob.conversation.reply('not for you', 'for whom then?');
  await ann.conversation.choose('not for you', 'Recall');
  for (const person of [ann, bob]) await expect(person.conversation.message('not for you')).toHaveCount(0);
  await expect(bob.conversation.messages).toContainText('Ann took back a message.');
  await expect(bob.conversation.row('for whom then?'), 'the quote goes with it').toContainText('This message was taken back.');
  await ann.page.getByRole('button', { name: 'Edit again' }).click();
  await expect(ann.conversation.messageBox).toHaveValue('not for you');
  await bob.page.reload();
  await expect(bob.conversation.messages).toContainText('Ann took back a message.');
});

test('what one deletes for oneself stays with the other', async ({ enter }) => {
  const [ann, bob] = await met(enter);
  await ann.conversation.send('keep this');
  await expect(bob.conversation.message('keep this')).toBeVisible();
  await bob.conversation.choose('keep this', 'Delete for me');
  await expect(bob.conversation.message('keep this')).toHaveCount(0);
  await bob.page.reload();
  await expect(bob.conversation.messageBox).toBeVisible();
  await ann.conversation.send('and this');
  await expect(bob.conversation.message('and this')).toBeVisible();
  await expect(bob.conversation.message('keep this')).toHaveCount(0);
  await expect(ann.conversation.message('keep this')).toBeVisible();
});

test('a sign is given by the menu, counted by both, and taken back by a press', async ({ enter }) => {
  const [ann, bob] = await met(enter);
  await ann.conversation.send('cake?');
  await expect(bob.conversation.message('cake?')).toBeVisible();
  await bob.conversation.choose('cake?', 'React');
  await bob.page.getByRole('dialog', { name: 'Choose a reaction' }).getByRole('button', { name: '🎉' }).first().click();
  const sign = (person: Person, count: string) => person.conversation.row('cake?').getByRole('button', { name: `🎉, ${count}` });
  await sign(ann, '1 person').click();
  for (const person of [ann, bob]) await expect(sign(person, '2 people')).toHaveAttribute('aria-pressed', 'true');
  await sign(bob, '2 people').click();
  await expect(sign(bob, '1 person')).toHaveAttribute('aria-pressed', 'false');
  await sign(ann, '1 person').click();
  await expect(bob.conversation.row('cake?').getByRole('button', { name: /🎉/ })).toHaveCount(0);
});

test('a message is passed on to several at once', async ({ enter }) => {
  const [ann, bob] = await met(enter);
  const cai = await enter('Cai');
  await ann.say('Cai', 'hello Cai');
  await cai.open(ann);
  await ann.open(bob);
  await bob.conversation.messageBox.fill('The **third** teapot');
  await bob.conversation.messageBox.press('Enter');
  await ann.conversation.choose('third', 'Forward');
  const dialog = ann.page.getByRole('dialog', { name: 'Forward to' });
  await dialog.getByRole('searchbox', { name: 'Find a conversation' }).fill('cai');
  await dialog.getByRole('checkbox', { name: 'Cai' }).check();
  await dialog.getByRole('searchbox').fill('');
  await dialog.getByRole('checkbox', { name: 'Bob' }).check();
  await dialog.getByRole('button', { name: 'Forward to 2 conversations' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(cai.conversation.row('third')).toContainText('Forwarded from Bob');
  await expect(bob.conversation.messages.getByText('Forwarded from you')).toBeVisible();
});

test('the words of a message are copied as they were written', async ({ enter }) => {
  const [ann] = await met(enter, { permissions: ['clipboard-read', 'clipboard-write'] });
  await ann.conversation.messageBox.fill('one **two**\nthree');
  await ann.conversation.sendButton.click();
  await expect(ann.conversation.messages.getByText('two', { exact: true })).toBeVisible();
  await ann.conversation.choose('two', 'Copy');
  await expect(ann.page.getByText('Copied.')).toBeVisible();
  expect(await ann.page.evaluate(() => navigator.clipboard.readText())).toBe('one **two**\nthree');
});

test('the menu is opened, walked and left by keys, by the right button and by a long press', async ({ enter }) => {
  const [ann] = await met(enter);
  await ann.conversation.send('first');
  await ann.conversation.send('second');
  const button = (text: string) => ann.conversation.row(text).getByRole('button', { name: 'Message actions', exact: true });
  const { menu } = ann.conversation;
  await button('second').focus();
  await ann.page.keyboard.press('ArrowUp');
  await expect(button('first')).toBeFocused();
  await ann.page.keyboard.press('Enter');
  await expect(menu.getByRole('menuitem', { name: 'Reply' })).toBeFocused();
  await ann.page.keyboard.press('ArrowDown');
  await expect(menu.getByRole('menuitem', { name: 'Edit' })).toBeFocused();
  await ann.page.keyboard.press('End');
  await expect(menu.getByRole('menuitem', { name: 'Delete for me' })).toBeFocused();
  await ann.page.keyboard.press('f');
  await expect(menu.getByRole('menuitem', { name: 'Forward' })).toBeFocused();
  await ann.page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await expect(button('first')).toBeFocused();

  await ann.conversation.message('first').click({ button: 'right' });
  await expect(menu).toBeVisible();
  await ann.page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);

  await ann.conversation.message('second').dispatchEvent('pointerdown', { pointerType: 'touch', isPrimary: true, clientX: 700, clientY: 600 });
  await expect(menu).toBeVisible();
});

test('words begun are there on the other device, and gone when they are sent', async ({ enter }) => {
  const [ann, bob] = await met(enter);
  const there = await ann.openAnotherPage();
  await there.open(bob);
  await ann.conversation.messageBox.fill('half a thou');
  await expect(there.conversation.messageBox).toHaveValue('half a thou');
  await there.conversation.messageBox.fill('half a thought');
  await there.conversation.sendButton.click();
  await expect(bob.conversation.message('half a thought')).toBeVisible();
  await expect(ann.conversation.messageBox).toHaveValue('');
});

test('while the house is away an answer waits, and a change is refused in words', async ({ enter, house }) => {
  const [ann, bob] = await met(enter);
  await bob.conversation.send('still there?');
  await ann.conversation.send('yes');
  await house.stop();
  await expect(ann.page.getByText(/No connection\./).filter({ visible: true }).first()).toBeVisible();
  await ann.conversation.reply('still there?', 'even now');
  await ann.conversation.choose('yes', 'Recall');
  await expect(ann.page.getByText(/needs a connection/)).toBeVisible();
  await expect(ann.conversation.message('yes')).toBeVisible();
  // The browser is closed, and opened again when the house is back.
  const profile = ann.page.context();
  await ann.page.close();
  await house.start();
  const again = await profile.newPage();
  await again.goto(house.url);
  await expect(bob.conversation.message('even now')).toBeVisible({ timeout: 30_000 });
  await expect(bob.conversation.row('even now')).toContainText('still there?');
});

test('in a group everybody is named, a mention is offered, and each reader is told', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  const cai = await enter('Cai');
  await ann.page.getByRole('button', { name: 'New group', exact: true }).click();
  const dialog = ann.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Group name', exact: true }).fill('Tuesday tea');
  for (const name of ['Bob', 'Cai']) await dialog.getByRole('checkbox', { name }).check();
  await dialog.getByRole('button', { name: 'Create group', exact: true }).click();
  await expect(ann.conversation.messages).toContainText(/Tuesday tea/);
  await bob.people.entry('Tuesday tea').click();

  await ann.conversation.messageBox.pressSequentially('who brings cake, @b');
  await expect(ann.page.getByRole('listbox', { name: 'People to mention' }).getByRole('option', { name: 'Bob' })).toHaveAttribute('aria-selected', 'true');
  await ann.conversation.messageBox.press('Enter');
  await expect(ann.conversation.messageBox).toHaveValue('who brings cake, @Bob ');
  await ann.conversation.messageBox.press('Enter');
  const asked = bob.conversation.messages.getByText('@Bob', { exact: true });
  await expect(asked).toBeVisible();
  await expect(asked, 'it is oneself who is called').toHaveClass(/you/);
  await expect(bob.conversation.messages.getByRole('listitem').filter({ hasText: 'who brings cake' })).toContainText('Ann');
  await expect(cai.people.row('Tuesday tea')).toContainText('who brings cake');

  await ann.conversation.row('@Bob').getByRole('button', { name: /Delivered|Read|Sent/ }).click();
  const readers = ann.page.getByRole('dialog', { name: 'Who has got it' });
  await expect(readers).toContainText('Read (1)');
  await expect(readers).toContainText('Delivered (1)');
  await expect(readers.getByRole('listitem')).toHaveText([/Bob/, /Cai/]);
});

test.describe('in a house where one has a second to take things back', () => {
  test.use({ flags: ['--recall-window', '1s'] });

  test('the menu offers it no more after that', async ({ enter }) => {
    const [ann] = await met(enter);
    await ann.conversation.send('said is said');
    await expect(async () => {
      const menu = await ann.conversation.openMenu('said is said');
      const offered = await menu.getByRole('menuitem').allInnerTexts();
      await ann.page.keyboard.press('Escape');
      await expect(menu).toHaveCount(0);
      expect(offered).toEqual(['Reply', 'Edit', 'React', 'Forward', 'Copy', 'Delete for me']);
    }).toPass();
  });
});

/** Two people, each with the other's conversation open. */
async function met(enter: (name: string, entry?: object) => Promise<Person>, entry: object = {}): Promise<[Person, Person]> {
  const ann = await enter('Ann', entry);
  const bob = await enter('Bob');
  await ann.open(bob);
  await bob.open(ann);
  return [ann, bob];
}
