// Two people chat.

import { expect, test } from '../fixtures.ts';
import { Person } from '../pages/person.ts';

test('two people chat both ways', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  await ann.say(bob, 'Is the kettle on?');
  await bob.open(ann);
  await expect(bob.conversation.message('Is the kettle on?')).toBeVisible();
  await bob.conversation.send('It is singing.');
  await expect(ann.conversation.message('It is singing.')).toBeVisible();
});

test('Enter sends, and the box is empty again', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  await ann.open(bob);
  await ann.conversation.messageBox.fill('by the key');
  await ann.conversation.messageBox.press('Enter');
  await expect(ann.conversation.message('by the key')).toBeVisible();
  await expect(ann.conversation.messageBox).toHaveValue('');
});

test('a message to somebody who is away waits for them', async ({ enter, house }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  await ann.say(bob, 'first');
  const bobsProfile = bob.page.context();
  await bob.page.close();
  await ann.conversation.send('while you were away');

  const page = await bobsProfile.newPage();
  await page.goto(house.url);
  const back = new Person('Bob', page);
  await back.open(ann);
  await expect(back.conversation.message('first')).toBeVisible();
  await expect(back.conversation.message('while you were away')).toBeVisible();
});

test('a message that nobody looks at is counted in the list', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  await ann.say(bob, 'one');
  await ann.conversation.send('two');
  const row = bob.people.row('Ann');
  await expect(row).toContainText('two');
  await expect(row).toContainText('2 unread messages');
  await bob.open(ann);
  await expect(bob.conversation.message('two')).toBeVisible();
  await bob.page.reload();
  await expect(bob.conversation.message('two')).toBeVisible();
  await expect(row).not.toContainText('unread');
});

test('text stands as it was typed, and a link is a link', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  const typed = '<b>茶</b> & "tea" 🍵 \\ {{1+1}}';
  await ann.say(bob, typed);
  await bob.open(ann);
  await expect(bob.conversation.message(typed)).toBeVisible();

  await ann.conversation.messageBox.fill('see https://teahouse.example/menu?x=1 soon');
  await ann.conversation.sendButton.click();
  const link = bob.conversation.messages.getByRole('link', { name: 'https://teahouse.example/menu?x=1' });
  await expect(link).toHaveAttribute('href', 'https://teahouse.example/menu?x=1');
  await expect(link).toHaveAttribute('rel', /noopener/);
});

test('what one types is announced to the other', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  await ann.say(bob, 'hello');
  await bob.open(ann);
  await ann.conversation.messageBox.pressSequentially('let me think', { delay: 20 });
  await expect(bob.page.getByText(/typing/i).first()).toBeVisible();
});

test('an emoji is picked where the cursor stands', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  await ann.open(bob);
  await ann.conversation.messageBox.fill('tea ');
  await ann.page.getByRole('button', { name: 'Emoji', exact: true }).click();
  await ann.page.getByPlaceholder('Find an emoji').or(ann.page.getByLabel('Find an emoji')).first().fill('teapot');
  await ann.page.getByRole('button', { name: 'teapot' }).or(ann.page.getByRole('gridcell', { name: 'teapot' })).or(ann.page.getByRole('option', { name: 'teapot' })).first().click();
  await expect(ann.conversation.messageBox).toHaveValue(/^tea 🫖/u);
  await ann.page.keyboard.press('Escape');
  await ann.conversation.sendButton.click();
  await bob.open(ann);
  await expect(bob.conversation.message('tea 🫖')).toBeVisible();
});

test('the sender sees that a message was delivered, and then that it was read', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  await ann.say(bob, 'have you seen this?');
  const mark = (name: string) => ann.conversation.messages.getByText(name).or(ann.conversation.messages.getByLabel(name)).last();
  await expect(mark('Delivered')).toBeAttached();
  await bob.open(ann);
  await expect(mark('Read')).toBeAttached();
});

test('whoever goes is no longer online', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  await ann.say(bob, 'hello');
  await expect(ann.people.row('Bob')).toContainText('Online');
  await bob.page.close();
  await expect(ann.people.row('Bob')).not.toContainText('Online');
});

test('a reload keeps the person, the conversation and what was said', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  await ann.say(bob, 'before');
  await bob.open(ann);
  await bob.page.reload();
  await expect(bob.people.list).toBeVisible();
  await expect(bob.nameBox).toHaveCount(0);
  await expect(bob.conversation.message('before')).toBeVisible();
  await ann.conversation.send('during');
  await expect(bob.conversation.message('during')).toBeVisible();
  await bob.conversation.send('after');
  await expect(ann.conversation.message('after')).toBeVisible();
  await expect(ann.conversation.message('after')).toHaveCount(1);
});

test('two pages of one person show the same', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  await ann.open(bob);
  const again = await ann.openAnotherPage();
  await again.open(bob);
  await again.conversation.send('from the other page');
  await expect(ann.conversation.message('from the other page')).toHaveCount(1);
  await bob.say(ann, 'to both');
  await expect(ann.conversation.message('to both')).toHaveCount(1);
  await expect(again.conversation.message('to both')).toHaveCount(1);
});

test('a taken name says so and proposes another', async ({ enter, house, visit }) => {
  await enter('Ann');
  const page = await visit(house.url);
  const second = new Person('Ann', page);
  await second.nameBox.fill('Ann');
  await second.enterButton.click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(second.people.list).toHaveCount(0);
  // The proposal waits in the box or on a button of its own; either way one more click enters.
  const proposed = page.getByRole('button', { name: /Ann.+/ });
  if ((await second.nameBox.inputValue()) !== 'Ann') await second.enterButton.click();
  else await proposed.click();
  if (await second.enterButton.isVisible()) await second.enterButton.click();
  await expect(second.people.list).toBeVisible();
});

test('on a phone there is one pane, with a way back', async ({ enter }) => {
  const ann = await enter('Ann', { viewport: { width: 390, height: 844 }, hasTouch: true });
  const bob = await enter('Bob');
  await ann.open(bob);
  await expect(ann.people.list).toBeHidden();
  await ann.conversation.send('from the phone');
  await ann.page.getByRole('button', { name: 'Back', exact: true }).or(ann.page.getByRole('link', { name: 'Back', exact: true })).click();
  await expect(ann.people.entry('Bob')).toBeVisible();
  await expect(ann.conversation.messageBox).toBeHidden();
});
