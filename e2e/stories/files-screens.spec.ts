// Files, voice messages and search in every state, on a desk and a phone, light and dark, in both languages: axe finds
// nothing serious in them, and a picture of each is kept in `screens/` for eyes.

import path from 'node:path';
import type { Page } from '@playwright/test';
import { messages as english } from '../../web/src/lib/i18n/en/index.ts';
import { messages as chinese } from '../../web/src/lib/i18n/zh/index.ts';
import { expectNothingSerious } from '../axe.ts';
import { expect, test } from '../fixtures.ts';
import { Person } from '../pages/person.ts';
import { words } from '../pages/words.ts';
import { bytes, picture } from '../samples.ts';

const FOLDER = path.join(import.meta.dirname, '../screens');
const DEVICES = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

for (const [device, viewport] of Object.entries(DEVICES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const locale of ['en', 'zh'] as const) {
      test(`${device}, ${colorScheme}, ${locale}`, async ({ enter, house, visit }) => {
        test.slow();
        const texts = locale === 'zh' ? chinese : english;
        const take = async (page: Page, state: string) => {
          const name = `${state}-${device}-${colorScheme}-${locale}`;
          await page.screenshot({ path: path.join(FOLDER, `${name}.png`), animations: 'disabled' });
          // The language changes neither structure nor color, the color scheme no structure.
          if (locale === 'en') await expectNothingSerious(page, name, colorScheme === 'dark' ? 'colors' : 'everything');
        };
        const page = await visit(house.url, { viewport, colorScheme, locale: locale === 'zh' ? 'zh-CN' : 'en-US' });
        const button = (key: keyof typeof english) => page.getByRole('button', { name: texts[key], exact: true });
        const ann = new Person('张三三', page, words(locale));
        await ann.enter();
        const bob = await enter('李四四');
        await bob.say('张三三', '照片在这里 🍵');
        await bob.page.locator('input[type=file]').setInputFiles([picture('teapot.png', 900, 600)]);
        await bob.conversation.sendButton.click();
        await ann.open('李四四');

        await page.locator('input[type=file]').setInputFiles([picture('one.png'), picture('two.png', 200, 500), bytes('季度报告 final.pdf', 40_000), bytes('empty.txt', 0)]);
        await page.getByText(texts['attach.problem.empty']).waitFor();
        await take(page, '20-chosen-files');
        await button('attach.button').waitFor();
        await page.getByRole('button', { name: texts['attach.remove'].replace('{name}', 'empty.txt') }).click();

        await page.route('**/upload', (route) => route.abort());
        await ann.conversation.sendButton.click();
        await page.getByText(texts['upload.waiting'].replace('{size}', '')).first().waitFor();
        await take(page, '21-on-their-way');
        await page.unroute('**/upload');
        await page.getByRole('button', { name: texts['file.download'].replace('{name}', '季度报告 final.pdf') }).waitFor();
        await take(page, '22-files');

        await page.getByRole('button', { name: texts['picture.open'].replace('{name}', 'one.png') }).click();
        await page.getByRole('dialog').getByRole('img', { name: 'one.png' }).waitFor();
        await take(page, '23-gallery');
        await page.keyboard.press('Escape');

        await button('voice.record').press('Enter');
        await page.getByText('0:01').waitFor();
        await take(page, '24-recording');
        await button('voice.record').press('Enter');
        await page.getByRole('slider').waitFor();
        await button('voice.play').click();
        await take(page, '25-voice');
        await page.evaluate(() => {
          navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
        });
        await button('voice.record').press('Enter');
        await page.getByText(texts['voice.trouble.refused']).waitFor();
        await take(page, '26-no-microphone');
        await button('voice.dismiss').last().click();

        if (device === 'phone') await page.getByRole('button', { name: texts['conversation.back'], exact: true }).click();
        const box = page.getByRole('textbox', { name: texts['rail.search'], exact: true });
        const results = page.getByRole('region', { name: texts['search.results'], exact: true });
        await box.fill('照');
        await results.getByRole('button', { name: /照片/ }).waitFor();
        await results.getByText(texts['search.filters'], { exact: true }).click();
        await take(page, '27-search');
        await box.fill('季度');
        await results.getByText('季度报告 final.pdf').waitFor();
        await take(page, '28-search-file');
        await box.fill('nobody said this');
        await expect(results.getByText(texts['search.none'].replace('{text}', 'nobody said this'))).toBeVisible();
        await take(page, '29-search-nothing');
      });
    }
  }
}
