// What the page forbids itself: nothing that it does offends its own policy, and what a foreign script would do is stopped.

import type { Browser, Page } from '@playwright/test';
import { launchFirefox } from '../browsers.ts';
import { expect, test } from '../fixtures.ts';
import { expectMedia } from '../media.ts';

declare global {
  interface Window {
    offenses?: string[];
    trustedTypes?: { createPolicy: (name: string, rules: object) => unknown };
  }
}

let firefox: Browser;

test.beforeAll(async () => {
  firefox = await launchFirefox();
});

test.afterAll(async () => {
  await firefox?.close();
});

/** Notes every offense from now on, and those of the pages to come. */
async function watch(page: Page): Promise<void> {
  const note = (): void => {
    window.offenses ??= [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      window.offenses?.push(`${violatedDirective} ${blockedURI} ${sample}`);
    });
  };
  await page.addInitScript(note);
  await page.reload();
}

async function offenses(page: Page): Promise<string[]> {
  return page.evaluate(() => window.offenses ?? ['the page was not watched']);
}

for (const other of ['Chromium', 'Firefox'] as const) {
  test(`a chat and a call offend no policy in ${other}`, async ({ enter }) => {
    const ann = await enter('Ann');
    const bob = await enter('Bob', other === 'Firefox' ? { browser: firefox } : {});
    await watch(ann.page);
    await watch(bob.page);
    await ann.say(bob, '<img src=x onerror=alert(1)>');
    await bob.open(ann);
    await expect(bob.conversation.message('<img src=x onerror=alert(1)>')).toBeVisible();
    const atAnn = await ann.call(bob);
    await bob.accept(ann);
    await expectMedia(ann.page, bob.page);
    await atAnn.hangUp.click();
    expect(await offenses(ann.page)).toEqual([]);
    expect(await offenses(bob.page)).toEqual([]);
  });
}

test('what a foreign script would do is stopped', async ({ enter }) => {
  const { page } = await enter('Ann');
  await watch(page);
  const stopped = await page.evaluate(() => {
    const attempts: Record<string, () => unknown> = {
      html: () => document.createElement('div').insertAdjacentHTML('beforeend', '<b>bold</b>'),
      script: () => Object.assign(document.createElement('script'), { src: '/assets/x.js' }),
      worker: () => new Worker('/assets/x.js'),
      policy: () => window.trustedTypes?.createPolicy('foreign', {}),
    };
    const stops = (attempt: () => unknown): boolean => {
      try {
        attempt();
        return false;
      } catch {
        return true;
      }
    };
    return Object.entries(attempts).filter(([, attempt]) => stops(attempt)).map(([name]) => name);
  });
  expect(stopped.sort()).toEqual(['html', 'policy', 'script', 'worker']);
  await page.evaluate(() => {
    const inline = document.createElement('style');
    inline.textContent = 'body { color: red }';
    document.head.append(inline);
    void fetch('https://elsewhere.example/').catch(() => undefined);
  });
  await expect.poll(async () => (await offenses(page)).join('\n')).toContain('connect-src');
  expect((await offenses(page)).join('\n')).toContain('style-src');
});
