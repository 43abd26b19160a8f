// What every story begins with: a house of its own, and people who enter it.

import { test as base, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { House } from './house.ts';
import { watchMedia } from './media.ts';
import { OutsideGuard } from './outside.ts';
import { Person } from './pages/person.ts';

interface Options {
  /** Further flags for the server. */
  flags: string[];
}

/** How somebody comes in. */
export interface Entry extends BrowserContextOptions {
  /** Another browser than the suite's Chromium. */
  browser?: Browser;
}

interface Fixtures {
  house: House;
  /** Notes every request that leaves the house; the test fails at its end if there was one. */
  outside: OutsideGuard;
  /** A fresh browser profile in which media are watched. */
  profile: (entry?: Entry) => Promise<BrowserContext>;
  /** A fresh page in a profile of its own. */
  visit: (url: string, entry?: Entry) => Promise<Page>;
  /** Somebody new who has typed a name and is in. */
  enter: (name: string, entry?: Entry) => Promise<Person>;
}

export const test = base.extend<Fixtures & Options>({
  flags: [[], { option: true }],

  house: async ({ flags }, use, testInfo) => {
    const house = await House.open(flags);
    await use(house);
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('server output', { body: house.output, contentType: 'text/plain' });
    }
    await house.close();
  },

  outside: [
    async ({}, use) => {
      const guard = new OutsideGuard();
      await use(guard);
      guard.expectNothingLeft();
    },
    { auto: true },
  ],

  profile: async ({ browser, outside }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async ({ browser: other, ...options } = {}) => {
      const context = await (other ?? browser).newContext(options);
      contexts.push(context);
      outside.watch(context);
      await watchMedia(context);
      return context;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },

  visit: async ({ profile }, use) => {
    await use(async (url, entry) => {
      const context = await profile(entry);
      const page = await context.newPage();
      await page.goto(url);
      return page;
    });
  },

  enter: async ({ house, visit }, use) => {
    await use(async (name, entry) => {
      const person = new Person(name, await visit(house.url, entry));
      await person.enter();
      return person;
    });
  },
});

export { expect } from '@playwright/test';
