// People make accounts, sign in, and keep what was theirs as guests.

import { expectNothingSerious } from '../axe.ts';
import { expect, test } from '../fixtures.ts';
import { Account, ownerCodeIn } from '../pages/account.ts';
import { Person } from '../pages/person.ts';

const PASSWORD = 'kettle orchard violet';

test('an account is made, left and signed in to again, with its conversations', async ({ enter, house, visit }) => {
  const bob = await enter('Bob');
  const page = await visit(house.url);
  const account = new Account(page);
  await account.signUp({ handle: 'ann', password: PASSWORD, name: 'Ann' });
  const ann = new Person('Ann', page);
  await ann.say(bob, 'I am staying');
  await account.openSettings();
  await account.signOuts.first().click();
  await expect(ann.nameBox).toBeVisible();

  await account.signIn('ANN', PASSWORD);
  await ann.open(bob);
  await expect(ann.conversation.message('I am staying')).toBeVisible();
});

test('a wrong password and an unknown handle are told apart by nothing', async ({ house, visit }) => {
  const ann = new Account(await visit(house.url));
  await ann.signUp({ handle: 'ann', password: PASSWORD });
  const stranger = new Account(await visit(house.url));
  const told: string[] = [];
  for (const handle of ['ann', 'nobody']) {
    await stranger.trySignIn(handle, 'not the password');
    await expect(stranger.alert).toHaveText('Handle and password do not fit.');
    told.push(await stranger.alert.innerText());
    await stranger.box('Handle').fill('');
  }
  expect(new Set(told).size).toBe(1);
});

test('a handle that somebody has is refused at its box', async ({ house, visit }) => {
  await new Account(await visit(house.url)).signUp({ handle: 'ann', password: PASSWORD, name: 'Ann' });
  const second = new Account(await visit(house.url));
  await second.fillSignUp({ handle: 'Ann', password: PASSWORD, name: 'Another' });
  await second.button('Create account').click();
  await expect(second.alert).toHaveText('Somebody else has this handle.');
  await expect(second.box('Handle')).toHaveAttribute('aria-invalid', 'true');
});

test('a guest makes her seat an account and keeps name and history', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  await ann.say(bob, 'from before');
  const account = new Account(ann.page);
  await account.openSettings();
  await account.button('Create account').first().click();
  const form = ann.page.getByRole('dialog');
  await form.getByRole('textbox', { name: 'Handle', exact: true }).fill('ann');
  await form.getByRole('textbox', { name: 'Password', exact: true }).fill(PASSWORD);
  await form.getByRole('button', { name: 'Create account', exact: true }).click();
  await expect(ann.page.getByText('The account is yours.')).toBeVisible();
  await ann.open(bob);
  await expect(ann.conversation.message('from before')).toBeVisible();
  await bob.open(ann);
  await bob.conversation.send('still you?');
  await expect(ann.conversation.message('still you?')).toBeVisible();
});

test('the code in the terminal makes the first account the owner, who invites others by link', async ({ house, visit }) => {
  const owner = new Account(await visit(house.url));
  await owner.signUp({ handle: 'olga', password: PASSWORD, name: 'Olga', ownerCode: ownerCodeIn(house.output) });
  await owner.openSettings();
  await owner.button('House').click();
  await expect(owner.page.getByRole('region', { name: 'People of the house' })).toContainText('Olga');
  await owner.button('New link').click();
  const link = await owner.box('Invite link').inputValue();
  expect(link).toContain('/#/invite/');
  await expect(owner.page.getByRole('img', { name: 'Invite link' })).toBeVisible();

  const guest = new Account(await visit(link));
  await expect(guest.page.getByText('You have been invited')).toBeVisible();
  await guest.signUp({ handle: 'gina', password: PASSWORD, name: 'Gina' });
});

test.describe('a house that takes people by invite alone', () => {
  test.use({ flags: ['--signup', 'invite', '--guests', 'off'] });

  test('says so, and lets nobody in by name', async ({ house, visit }) => {
    const stranger = new Account(await visit(house.url));
    await expect(stranger.box('Handle')).toBeVisible();
    await expect(stranger.button('Enter')).toHaveCount(0);
    await stranger.fillSignUp({ handle: 'ann', password: PASSWORD });
    await stranger.box('Invite').or(stranger.box('Code of the house')).first().fill('wrong-code-12');
    await stranger.button('Create account').click();
    await expect(stranger.alert).toBeVisible();
  });
});

test('a password is changed for the one that is known, and the old one opens nothing', async ({ house, visit }) => {
  const ann = new Account(await visit(house.url));
  await ann.signUp({ handle: 'ann', password: PASSWORD });
  await ann.openSettings();
  await ann.button('Change password').click();
  await ann.box('Present password').fill('not this one');
  await ann.box('New password').fill('violet orchard kettle');
  await ann.button('Change password').click();
  await expect(ann.page.getByText('That is not your present password.')).toBeVisible();
  await ann.box('Present password').fill(PASSWORD);
  await ann.button('Change password').click();
  await expect(ann.page.getByText('Your password is changed.')).toBeVisible();

  const elsewhere = new Account(await visit(house.url));
  await elsewhere.trySignIn('ann', PASSWORD);
  await expect(elsewhere.alert).toHaveText('Handle and password do not fit.');
  await elsewhere.box('Password').fill('violet orchard kettle');
  await elsewhere.button('Sign in').click();
  await elsewhere.openSettings();
});

test('who forgot her password chooses another by a link, once, and her other devices are signed out', async ({ house, visit }) => {
  const owner = new Account(await visit(house.url));
  await owner.signUp({ handle: 'olga', password: PASSWORD, name: 'Olga', ownerCode: ownerCodeIn(house.output) });
  const desk = new Account(await visit(house.url));
  await desk.signUp({ handle: 'ann', password: PASSWORD, name: 'Ann' });
  await owner.openSettings();
  await owner.button('House').click();
  await owner.button('What to do about Ann').click();
  await owner.page.getByRole('menuitem', { name: 'Link for a new password' }).click();
  const dialog = owner.page.getByRole('dialog', { name: 'New password for Ann' });
  await expect(dialog.getByRole('img', { name: 'Link for a new password' })).toBeVisible();
  await expectNothingSerious(owner.page, 'link for a new password');
  const link = await dialog.getByRole('textbox', { name: 'Link for a new password' }).inputValue();

  const phone = new Account(await visit(link));
  await expect(phone.page.getByText('@ann')).toBeVisible();
  await expectNothingSerious(phone.page, 'choosing a new password');
  await phone.box('New password').fill('violet orchard kettle');
  await phone.button('Set password and sign in').click();
  await expect(new Person('Ann', phone.page).people.list).toBeVisible();
  await expect(desk.page.getByText('You have been signed out.')).toBeVisible();

  const thief = new Account(await visit(link));
  await expect(thief.alert).toHaveText('This link is not valid, or not any more. Ask for another one.');
  await thief.button('To the door').click();
  await thief.signIn('ann', 'violet orchard kettle');
});
