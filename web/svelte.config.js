// Svelte's own settings, shared by the build and `svelte-check`: runes in every component.
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
};
