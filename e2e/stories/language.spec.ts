// 中文 and English: from the browser, and by choice.

import { expect, test } from '../fixtures.ts';
import { Person } from '../pages/person.ts';
import { words } from '../pages/words.ts';

test('a Chinese browser sees Chinese, can change to English, and stays with it', async ({ house, visit }) => {
  const page = await visit(house.url, { locale: 'zh-CN' });
  await expect(new Person('林', page, words('zh')).nameBox).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  await page.getByRole('button', { name: 'English', exact: true }).click();
  const lin = new Person('林', page);
  await expect(lin.nameBox).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', /^en/);
  await lin.enter();
  await page.reload();
  await expect(lin.people.list).toBeVisible();
});

test('two people with two languages talk about the same call', async ({ enter, house, visit }) => {
  const ann = await enter('Ann');
  const lin = new Person('林', await visit(house.url, { locale: 'zh-CN' }), words('zh'));
  await lin.enter();
  await ann.call(lin);
  await lin.incoming.decline.click();
  await ann.callWith(lin).expectGone();
  await lin.open(ann);
  await expect(ann.conversation.messages.getByText(/declined/)).toBeVisible();
  await expect(lin.conversation.messages.getByText(/拒绝/)).toBeVisible();
});
