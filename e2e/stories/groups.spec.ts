// Groups: begun, joined, changed and left, in two and three browsers.

import { expect, test } from '../fixtures.ts';
import { Account } from '../pages/account.ts';
import { Group } from '../pages/group.ts';
import { Person } from '../pages/person.ts';

const PASSWORD = 'kettle orchard violet';

test('three people talk in a group', async ({ enter, house, visit }) => {
  const page = await visit(house.url);
  await new Account(page).signUp({ handle: 'ann', password: PASSWORD, name: 'Ann' });
  const ann = new Person('Ann', page);
  const bob = await enter('Bob');
  const cai = await enter('Cai');
  await new Group(page).create('Tuesday tea', ['Bob', 'Cai']);
  await ann.conversation.send('Who brings the oolong?');
  await bob.open('Tuesday tea');
  await cai.open('Tuesday tea');
  await expect(bob.conversation.message('Who brings the oolong?')).toBeVisible();
  await cai.conversation.send('I do.');
  for (const person of [ann, bob]) await expect(person.conversation.message('I do.')).toHaveCount(1);
  await expect(page.getByRole('main')).toContainText('3 members');
});

test('a group may begin with nobody else, and people are added later and see what was said', async ({ enter, house, visit }) => {
  const page = await visit(house.url);
  await new Account(page).signUp({ handle: 'ann', password: PASSWORD, name: 'Ann' });
  const bob = await enter('Bob');
  const group = new Group(page);
  await group.create('Quiet corner');
  await new Person('Ann', page).conversation.send('before anybody came');
  await group.add(['Bob']);
  await bob.open('Quiet corner');
  await expect(bob.conversation.message('before anybody came')).toBeVisible();
});

test('a renamed group is called so by everybody, and whoever is removed hears of it', async ({ enter, house, visit }) => {
  const page = await visit(house.url);
  await new Account(page).signUp({ handle: 'ann', password: PASSWORD, name: 'Ann' });
  const bob = await enter('Bob');
  const group = new Group(page);
  await group.create('Tea', ['Bob']);
  await bob.open('Tea');
  const sheet = await group.openDetails('Tea');
  await sheet.getByRole('textbox', { name: 'Group name' }).fill('Oolong');
  await sheet.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(bob.people.entry('Oolong')).toBeVisible();

  await group.doTo('Bob', 'Remove from the group');
  await expect(bob.page.getByText('You are no longer in “Oolong”.')).toBeVisible();
  await expect(bob.people.entry('Oolong')).toHaveCount(0);
});

test('a link leads into a group, for some only after somebody lets them in', async ({ enter, house, visit }) => {
  const page = await visit(house.url);
  await new Account(page).signUp({ handle: 'ann', password: PASSWORD, name: 'Ann' });
  const bob = await enter('Bob');
  const group = new Group(page);
  await group.create('Tea');
  const sheet = await group.openDetails('Tea');
  await sheet.getByRole('switch', { name: 'New members must be let in' }).click();
  await sheet.getByRole('button', { name: 'New link', exact: true }).click();
  const link = await sheet.getByRole('textbox', { name: 'Invite link' }).inputValue();

  await bob.page.goto(link);
  await bob.page.getByRole('button', { name: 'Ask to join', exact: true }).click();
  await expect(bob.page.getByText('You have asked.')).toBeVisible();
  await sheet.getByRole('button', { name: 'Let in', exact: true }).click();
  await bob.open('Tea');
  await bob.conversation.send('Thank you');
  await group.close();
  await expect(new Person('Ann', page).conversation.message('Thank you')).toBeVisible();
});

test('in a group for announcements only those write who look after it', async ({ enter, house, visit }) => {
  const page = await visit(house.url);
  await new Account(page).signUp({ handle: 'ann', password: PASSWORD, name: 'Ann' });
  const bob = await enter('Bob');
  const group = new Group(page);
  await group.create('News', ['Bob']);
  await bob.open('News');
  const sheet = await group.openDetails('News');
  await sheet.getByRole('switch', { name: 'Announcements only' }).click();
  await expect(bob.conversation.messageBox).toHaveCount(0);
  await group.close();
  await new Person('Ann', page).conversation.send('The kettle is new');
  await expect(bob.conversation.message('The kettle is new')).toBeVisible();
});

test('a group that is left is gone from the list', async ({ house, visit }) => {
  const page = await visit(house.url);
  await new Account(page).signUp({ handle: 'ann', password: PASSWORD, name: 'Ann' });
  const group = new Group(page);
  await group.create('Tea');
  const sheet = await group.openDetails('Tea');
  await sheet.getByRole('button', { name: 'Leave the group', exact: true }).click();
  await sheet.getByRole('group', { name: 'Leave the group' }).getByRole('button', { name: 'Leave the group', exact: true }).click();
  await expect(new Person('Ann', page).people.entry('Tea')).toHaveCount(0);
});
