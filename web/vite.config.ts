// How the browser client is built: Svelte to static files with hashed names, nothing inlined (the content security
// policy of the house knows no `data:` and no inline script), and how its tests run.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const HOUSE = process.env.TEAHOUSE_URL ?? 'http://localhost:3000';

export default defineConfig({
  plugins: [slimEmoji(), svelte(), svelteTesting()],
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

/** Keeps of the emoji what the picker shows and searches: a third of the data. Group 2 holds parts, not emoji. */
function slimEmoji(): Plugin {
  interface Entry {
    unicode: string;
    label: string;
    group?: number;
    order?: number;
    tags?: string[];
  }
  return {
    name: 'slim-emoji',
    enforce: 'pre',
    transform: {
      filter: { id: /emojibase-data\/\w+\/compact\.json$/ },
      handler: (json) => {
        const entries = (JSON.parse(json) as Entry[]).filter(({ group }) => group !== undefined && group !== 2);
        entries.sort((one, other) => (one.order ?? 0) - (other.order ?? 0));
        return JSON.stringify(entries.map(({ unicode, label, group, tags }) => ({ unicode, label, group, tags })));
      },
    },
  };
}
