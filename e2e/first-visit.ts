// What the first page costs somebody who has never been here: bytes over the line, and the time until one can type.

import { expect, type BrowserContext } from '@playwright/test';

export interface Cost {
  /** Everything that the page fetches by itself, compressed, heads and all. */
  bytes: number;
  /** From the first byte asked for until the name can be typed. */
  readyMs: number;
}

/** Comes to the door of a house in a fresh profile. */
export async function firstVisit(profile: BrowserContext, url: string): Promise<Cost> {
  const page = await profile.newPage();
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('input')) return;
      performance.mark('ready');
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  // The inside of the house comes last, fetched while one reads the door.
  const inside = page.waitForResponse(/\/assets\/House-.*\.js$/);
  await page.goto(url);
  await expect(page.getByRole('textbox', { name: 'Your name', exact: true })).toBeFocused();
  await (await inside).finished();
  return page.evaluate(() => {
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')] as PerformanceResourceTiming[];
    const [ready] = performance.getEntriesByName('ready');
    return { bytes: entries.reduce((sum, { transferSize }) => sum + transferSize, 0), readyMs: ready?.startTime ?? Number.POSITIVE_INFINITY };
  });
}
