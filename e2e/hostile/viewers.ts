// The same person at two browsers, each with a canary, to whom everything hostile is shown.

import { expect, type Browser, type Page } from '@playwright/test';
import type { House } from '../house.ts';
import { Canary, unseen } from './canary.ts';
import type { Given } from './given.ts';

/** High enough that a page shows hundreds of rows at once. */
const VIEWPORT = { width: 1_280, height: 6_000 };
/** What a slow machine may take to show one batch. */
const SHOWN_WITHIN_MS = 90_000;

export class Viewer {
  page!: Page;
  private visits = 0;
  private shown = 0;

  private constructor(
    readonly browser: string,
    readonly canary: Canary,
  ) {}

  /** Somebody at each of these browsers, signed in by a token. `places` are the selectors of what shows words. */
  static all(browsers: Readonly<Record<string, Browser>>, house: House, token: string | undefined, places: Readonly<Record<string, string>>): Promise<Viewer[]> {
    const arrive = async ([name, browser]: [string, Browser]) => {
      const context = await browser.newContext({ viewport: VIEWPORT, locale: 'en-US' });
      if (token !== undefined) await context.addCookies([{ name: 'th', value: token, url: house.url }]);
      return new Viewer(name, await Canary.watch(context, house.url, places));
    };
    return Promise.all(Object.entries(browsers).map(arrive));
  }

  /** Opens a page of the house, in the place of the one before. */
  async open(hash: string): Promise<Page> {
    const before = this.page as Page | undefined;
    this.page = await this.canary.open(hash);
    this.visits += 1;
    if (before) await this.canary.leave(before);
    return this.page;
  }

  /** Everything that was taken has stood in a place; `step` brings more of it into sight. */
  async expectSeen({ field, taken }: Given, place: string, step?: (page: Page) => Promise<unknown>): Promise<void> {
    expect(taken.length, `${field} taken`).toBeGreaterThan(0);
    const left = async () => {
      await step?.(this.page);
      return (await unseen(this.page, place, taken)).slice(0, 5);
    };
    const seen = expect.poll(left, { message: `${field} unseen in ${this.browser}`, timeout: SHOWN_WITHIN_MS, intervals: [50] }).toEqual([]);
    // What else has happened says more than what has not.
    await seen.catch(async (late: unknown) => {
      await this.canary.expectQuiet(this.visits);
      throw late;
    });
    this.shown += taken.length;
  }

  /** Nothing has happened but that words were shown. */
  async expectQuiet(): Promise<void> {
    await this.canary.expectQuiet(this.visits);
    console.log(`${this.browser}: ${this.shown} shown as words, 0 scripts ran, 0 reports of the policy, 0 strange elements`);
    await this.canary.close();
  }
}

/** The list of messages goes up by less than it shows. */
export async function goUp(page: Page): Promise<void> {
  await page.getByRole('list', { name: 'Messages', exact: true }).evaluate(async (list) => {
    const view = list.parentElement!;
    view.scrollTop -= view.clientHeight * 0.8;
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  });
}

/** Whatever scrolls goes down to its end, where lists read on. */
export async function goDown(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (const one of document.querySelectorAll('*')) if (one.scrollHeight > one.clientHeight) one.scrollTop = one.scrollHeight;
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  });
}
