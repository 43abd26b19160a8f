// What was said, sent and who is here is found again.

import { expect, test } from '../fixtures.ts';
import type { Person } from '../pages/person.ts';

test('one Chinese character finds a message, and its hit leads there', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.say(bob, '今天的龍井很好喝');
  for (let cup = 1; cup <= 40; cup++) await ann.conversation.send(`cup ${cup}`);
  await bob.people.entry('Ann').waitFor();
  await look(bob, '龙');
  const hit = results(bob).getByRole('button', { name: /龍井/ });
  await expect(hit).toContainText('Ann');
  await expect(hit.locator('mark'), 'as it was written').toHaveText('龍');
  await hit.click();
  await expect(bob.conversation.message('今天的龍井很好喝')).toBeInViewport();
  // With what was said after it.
  await expect(bob.conversation.message('cup 1')).toBeInViewport();
});

test('a person is found by pinyin and by initials', async ({ enter }) => {
  const [ann, zhang] = [await enter('Ann'), await enter('张三三')];
  await expect(zhang.people.list).toBeVisible();
  for (const typed of ['zhangsan', 'zss', '三']) {
    await look(ann, typed);
    await expect(results(ann).getByRole('button', { name: /张三三/ })).toBeVisible();
  }
  await look(ann, 'ss');
  await expect(results(ann).getByRole('button', { name: /张三三/ }).locator('mark')).toHaveText('三三');
  await results(ann).getByRole('button', { name: /张三三/ }).click();
  await expect(ann.conversation.messageBox).toBeVisible();
});

test('filters narrow what is found', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.say(bob, 'tea without a link');
  await ann.conversation.messageBox.fill('tea at https://teahouse.example/');
  await ann.conversation.sendButton.click();
  await bob.say(ann, 'tea from Bob');
  await expect(ann.conversation.message('tea from Bob')).toBeVisible();
  await look(ann, 'tea');
  const messages = results(ann).getByRole('button', { name: /tea (without|at|from)/ });
  await expect(messages).toHaveCount(3);
  await results(ann).getByText('Filters').click();
  await results(ann).getByLabel('Kind').selectOption({ label: 'Links' });
  await expect(messages).toHaveCount(1);
  await results(ann).getByLabel('Kind').selectOption({ label: 'Any' });
  await results(ann).getByLabel('From').selectOption({ label: 'Bob' });
  await expect(messages).toHaveCount(1);
  await expect(messages).toContainText('from Bob');
  await results(ann).getByRole('button', { name: 'Clear filters' }).click();
  await expect(messages).toHaveCount(3);
});

test('the keyboard goes from the box through the hits', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.say(bob, 'first kettle');
  await ann.conversation.send('second kettle');
  await look(ann, 'kettle');
  await expect(results(ann).getByRole('button', { name: /kettle/ })).toHaveCount(2);
  await ann.page.keyboard.press('ArrowDown');
  await expect(results(ann).getByRole('button', { name: /second kettle/ })).toBeFocused();
  await ann.page.keyboard.press('ArrowDown');
  await expect(results(ann).getByRole('button', { name: /first kettle/ })).toBeFocused();
  await ann.page.keyboard.press('Enter');
  await expect(ann.conversation.message('first kettle')).toBeInViewport();
});

test('nobody finds what was said where she is not', async ({ enter }) => {
  const [ann, bob, eve] = [await enter('Ann'), await enter('Bob'), await enter('Eve')];
  await ann.say(bob, 'the secret of the oolong');
  await look(eve, 'oolong');
  await expect(results(eve).getByText('Nothing found for “oolong”.')).toBeVisible();
});

function results({ page }: Person) {
  return page.getByRole('region', { name: 'Search results', exact: true });
}

async function look({ page }: Person, words: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Search', exact: true }).fill(words);
}
