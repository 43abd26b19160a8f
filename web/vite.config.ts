// How the browser client is built: Svelte to static files with hashed names, nothing inlined (the content security
// policy of the house knows no `data:` and no inline script), and how its tests run.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

const HOUSE = process.env.TEAHOUSE_URL ?? 'http://localhost:3000';

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  publicDir: 'static',
  build: {
    target: ['chrome123', 'firefox121', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': { target: HOUSE, ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    restoreMocks: true,
  },
});
