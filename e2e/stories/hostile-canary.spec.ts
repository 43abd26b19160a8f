// The canary sings: pages that take words for more than words are told from those that do not, in both browsers.

import type { BrowserContext } from '@playwright/test';
import { expect } from '../fixtures.ts';
import { Canary, noted } from '../hostile/canary.ts';
import { HOSTILE } from '../hostile/corpus.ts';
import { test } from '../hostile/fixtures.ts';
import { Teller } from '../hostile/teller.ts';

/** Where nobody serves: the test answers itself. */
const CARELESS = 'http://localhost:65530';

for (const name of ['Chromium', 'Firefox'] as const) {
  test(`a careless page is noticed in ${name}`, async ({ browser, firefox }) => {
    const context = await (name === 'Firefox' ? firefox : browser).newContext();
    await serve(context, '<!doctype html><title>x</title><body>', {});
    const canary = await Canary.watch(context, CARELESS, { words: 'p' });
    const page = await canary.open();
    const elements = await page.evaluate(pour, HOSTILE);
    await expect.poll(async () => new Set((await noted(page)).ran).size, { message: 'kinds of scripts that ran' }).toBeGreaterThanOrEqual(5);
    const { ran, strangers } = await noted(page);
    console.log(`${name}: ${elements} of ${HOSTILE.length} texts become elements where they are read as HTML; ${ran.length} kinds of scripts ran`);
    expect(elements).toBeGreaterThan(HOSTILE.length / 2);
    expect(strangers.length).toBeGreaterThan(500);
    await expect(canary.expectQuiet(1)).rejects.toThrow();
    await context.close();
  });

  test(`what a policy has stopped is noticed in ${name}`, async ({ browser, firefox, house }) => {
    const policy = (await fetch(house.url, { headers: { accept: 'text/html' } })).headers.get('content-security-policy')!;
    const context = await (name === 'Firefox' ? firefox : browser).newContext();
    const body = HOSTILE.slice(0, 40).join('</script></svg>\n');
    await serve(context, `<!doctype html><title>x</title><body>${body}`, { 'content-security-policy': policy });
    const canary = await Canary.watch(context, CARELESS);
    const page = await canary.open();
    await expect.poll(async () => (await noted(page)).reports.length).toBeGreaterThan(0);
    expect((await noted(page)).ran).toEqual([]);
    await context.close();
  });
}

test('a bubble that was filled with HTML is noticed', async ({ browser, house }) => {
  const [vera, ann] = [await Teller.owner(house), await Teller.guest(house, 'Ann')];
  const { id: room } = await ann.get('POST', '/api/v1/conversations', { kind: 'direct', peer: vera.id });
  await ann.get('POST', `/api/v1/conversations/${room}/messages`, { client_id: 'm', text: '<img src=x onerror=canary=1>' });
  // Without the policy, which would not let it happen.
  const context = await browser.newContext({ bypassCSP: true });
  await context.addCookies([{ name: 'th', value: vera.token, url: house.url }]);
  const canary = await Canary.watch(context, house.url);
  const page = await canary.open(`/room/${room}`);
  const bubble = page.locator('.formatted').first();
  await bubble.waitFor();
  expect(await noted(page)).toEqual({ ran: [], reports: [], strangers: [] });
  await bubble.evaluate((element) => void (element.innerHTML = element.textContent ?? ''));
  await expect.poll(async () => (await noted(page)).ran).toEqual(['canary']);
  expect((await noted(page)).strangers).toEqual([expect.stringContaining('message: <img')]);
  await context.close();
});

/** Answers every question of a context with the same page, and every sign of an escape with nothing. */
async function serve(context: BrowserContext, body: string, headers: Record<string, string>): Promise<void> {
  await context.route(`${CARELESS}/**`, (route) => {
    const isPage = new URL(route.request().url()).pathname === '/';
    return isPage ? route.fulfill({ contentType: 'text/html', body, headers }) : route.fulfill({ status: 204 });
  });
}

/** Reads every text as HTML, and counts those of which elements come. Runs in the page. */
function pour(texts: readonly string[]): number {
  // Some of them take the place of what makes elements: all places are there before the first is filled.
  const places = texts.map(() => document.body.appendChild(document.createElement('div')));
  for (const [index, text] of texts.entries()) places[index]!.innerHTML = text;
  return places.filter((place) => place.querySelector('*')).length;
}
