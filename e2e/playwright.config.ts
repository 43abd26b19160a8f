// How the browsers are started, and what may go on at once.

import { defineConfig } from '@playwright/test';
import { CHROMIUM, CHROMIUM_ARGUMENTS } from './browsers.ts';

/** Stories that wait, or speak without a browser: they take nothing from whoever is measured meanwhile. */
const QUIET = ['clients.spec.ts', 'stories/bot.spec.ts', 'stories/unanswered.spec.ts', 'tutorials/sending-patterns.spec.ts'].map((file) => `**/${file}`);

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: 'results',
  // Of each kind one at a time: the calls of two tests at once would share two cores and judge each other.
  workers: 2,
  projects: [
    { name: 'browsers', workers: 1, testIgnore: QUIET },
    { name: 'quiet', workers: 1, testMatch: QUIET },
  ],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  // A shared machine may stall a browser for seconds. What passes at the second try is reported as flaky, not as passed.
  retries: process.env.CI ? 1 : 0,
  reporter: [['list'], ['html', { open: 'never', outputFolder: 'report' }]],
  globalSetup: './setup.ts',
  use: {
    headless: true,
    actionTimeout: 15_000,
    navigationTimeout: 15_000,
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    ignoreHTTPSErrors: true,
    // Without the film: on two cores it costs the calls their frames.
    trace: { mode: 'retain-on-failure', screenshots: false, sources: false },
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS },
  },
});
