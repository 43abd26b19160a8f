// Light or dark: the reader's choice over the system's.
import type { Browser } from './browser';

const SHELF_KEY = 'teahouse.theme';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export class ThemeChoice {
  #theme = $state<Theme>('system');

  constructor(private readonly browser: Pick<Browser, 'shelf' | 'document'>) {
    const kept = browser.shelf.get(SHELF_KEY);
    this.#apply(THEMES.find((theme) => theme === kept) ?? 'system');
  }

  get theme(): Theme {
    return this.#theme;
  }

  /** Chooses, and remembers the choice in this browser. */
  choose(theme: Theme): void {
    this.browser.shelf.set(SHELF_KEY, theme);
    this.#apply(theme);
  }

  #apply(theme: Theme): void {
    this.#theme = theme;
    const { dataset } = this.browser.document.documentElement;
    if (theme === 'system') delete dataset['theme'];
    else dataset['theme'] = theme;
  }
}
