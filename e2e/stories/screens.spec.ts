// Every state, on a desk and a phone, light and dark, in both languages: axe finds nothing serious in it, and a picture
// of it is kept in `screens/` for eyes.

import path from 'node:path';
import type { Page } from '@playwright/test';
import { expectNothingSerious } from '../axe.ts';
import { test } from '../fixtures.ts';
import { Person } from '../pages/person.ts';
import { words } from '../pages/words.ts';

const FOLDER = path.join(import.meta.dirname, '../screens');

const OFFLINE = { en: /No connection/, zh: /没有连接/ };
const DEVICES = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

for (const [device, viewport] of Object.entries(DEVICES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const locale of ['en', 'zh'] as const) {
      test(`${device}, ${colorScheme}, ${locale}`, async ({ enter, house, visit }) => {
        const take = async (page: Page, state: string) => {
          const name = `${state}-${device}-${colorScheme}-${locale}`;
          await page.screenshot({ path: path.join(FOLDER, `${name}.png`), animations: 'disabled' });
          // The language changes neither structure nor color, the color scheme no structure.
          if (locale === 'en') await expectNothingSerious(page, name, colorScheme === 'dark' ? 'colors' : 'everything');
        };

        const page = await visit(house.url, { viewport, colorScheme, locale: locale === 'zh' ? 'zh-CN' : 'en-US' });
        const ann = new Person('张三三', page, words(locale));
        await ann.nameBox.waitFor();
        await take(page, '01-enter');
        await ann.enter();
        await take(page, '02-alone');

        const bob = await enter('李四四');
        await enter('Ann');
        await bob.say('张三三', '早上好! Did the new teapots arrive?');
        await ann.people.row('李四四').filter({ hasText: 'teapots' }).waitFor();
        await take(page, '03-unread');
        await ann.open('李四四');
        await ann.conversation.send('Yes, this morning. 三个都很漂亮 🍵');
        await ann.conversation.send('https://teahouse.example/teapots');
        await bob.conversation.send('The third one is beautiful.');
        await ann.conversation.message('The third one is beautiful.').waitFor();
        await take(page, '04-conversation');

        const calling = await ann.call('李四四');
        await bob.incoming.expectRinging();
        await take(page, '05-calling');
        await bob.incoming.decline.click();
        await calling.expectGone();
        await take(page, '06-declined');

        await bob.call('张三三');
        await ann.incoming.expectRinging();
        await take(page, '07-ringing');
        const talking = await ann.accept('李四四');
        await talking.expectPicture();
        await take(page, '08-talking');
        await talking.mute.click();
        await talking.cameraOff.click();
        await talking.cameraOn.waitFor();
        await take(page, '09-muted');
        await talking.hangUp.click();
        await talking.expectGone();
        await take(page, '10-call-lines');

        await house.stop();
        await ann.conversation.send('Sent while the house is away');
        await page.getByText(OFFLINE[locale]).filter({ visible: true }).first().waitFor();
        await take(page, '11-offline');
      });
    }
  }
}
