// Measures instead of judging: `npm run figures` writes what the first page costs beside the bench's results.

import { defineConfig } from '@playwright/test';
import config from './playwright.config.ts';

export default defineConfig({
  ...config,
  testMatch: 'figures/*.figures.ts',
  projects: [{ name: 'figures' }],
  reporter: 'list',
  retries: 0,
  timeout: 900_000,
  // What a trace costs would be measured too.
  use: { ...config.use, trace: 'off', screenshot: 'off' },
});
