// Linked pages: what they say of themselves stands below the words, asked of the house, and only where its operator lets it.

import type { Page } from '@playwright/test';
import { expectNothingSerious } from '../axe.ts';
import { expect, test } from '../fixtures.ts';

const GREEN = 'https://tea.example/green';

/** Says in the house's place what a page says of itself: the pages of the world are out of reach here. */
async function answerFor(page: Page): Promise<string[]> {
  const asked: string[] = [];
  await page.route('**/api/v1/preview?*', async (route) => {
    const url = new URL(route.request().url()).searchParams.get('url') ?? '';
    asked.push(url);
    const json = { url, title: 'Green tea', description: 'Leaves that were not <b>oxidized</b>.', site: 'The Tea Garden' };
    await route.fulfill({ json });
  });
  return asked;
}

test.describe('where the house looks up pages', () => {
  test.use({ flags: ['--previews', 'on'] });

  test('a message shows what the page that it links to says of itself', async ({ enter }) => {
    const [ann, bob] = [await enter('Ann'), await enter('Bob')];
    const asked = [await answerFor(ann.page), await answerFor(bob.page)];
    await ann.open('Bob');
    await bob.open('Ann');
    await ann.conversation.send(`Look: ${GREEN}`);
    for (const { page } of [ann, bob]) {
      const card = page.getByRole('link', { name: 'Green tea' });
      await expect(card).toContainText('The Tea Garden');
      await expect(card, 'words, whatever they look like').toContainText('not <b>oxidized</b>');
      await expect(card).toHaveAttribute('href', GREEN);
      await expect(card).toHaveAttribute('rel', /noopener noreferrer/);
      await expectNothingSerious(page, 'a linked page');
    }
    await ann.conversation.send(`Again: ${GREEN}`);
    await expect(bob.page.getByRole('link', { name: 'Green tea' })).toHaveCount(2);
    expect(asked).toEqual([[GREEN], [GREEN]]);
  });

  test('a page that is not public shows nothing, and the house does not go there', async ({ enter, house }) => {
    const [ann, bob] = [await enter('Ann'), await enter('Bob')];
    await ann.open('Bob');
    const answer = ann.page.waitForResponse(/\/api\/v1\/preview\?/);
    await ann.conversation.send(`Mine: ${house.url}/`);
    expect((await answer).status()).toBe(422);
    await bob.open('Ann');
    await expect(bob.conversation.message(`Mine: ${house.url}/`)).toBeVisible();
    await expect(bob.page.getByRole('main').getByRole('link'), 'the words alone').toHaveCount(1);
  });
});

test('a house that does not look up pages is not asked to', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  const asked = await answerFor(bob.page);
  await bob.open('Ann');
  await ann.open('Bob');
  await ann.conversation.send(`Look: ${GREEN}`);
  await expect(bob.conversation.message(`Look: ${GREEN}`)).toBeVisible();
  expect(asked).toEqual([]);
});
