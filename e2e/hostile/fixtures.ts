// What every story of hostile texts begins with: a house without limits, and Firefox beside Chromium.

import type { Browser } from '@playwright/test';
import { launchFirefox } from '../browsers.ts';
import { test as base } from '../fixtures.ts';

/** Characters that a name may have. */
export const NAME = 32;
/** With all texts in all fields it takes a while. */
const PATIENCE_MS = 900_000;

export const test = base.extend<{ patience: void }, { firefox: Browser }>({
  flags: ({}, use) => use(['--limits', 'off']),
  // Nothing is filmed that is seen by thousands.
  trace: 'off',

  patience: [
    async ({}, use, testInfo) => {
      testInfo.setTimeout(PATIENCE_MS);
      await use();
    },
    { auto: true },
  ],

  firefox: [
    async ({}, use) => {
      const firefox = await launchFirefox();
      await use(firefox);
      await firefox.close();
    },
    { scope: 'worker' },
  ],
});
