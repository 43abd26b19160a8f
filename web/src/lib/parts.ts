// What every area of the client is handed when it is built.
import type { Browser } from './browser';
import type { Connection } from './connection/types';
import type { I18n } from './i18n/i18n.svelte';
import type { PageTitle } from './ui/page-title';
import type { Toasts } from './ui/toasts.svelte';

export interface Parts {
  readonly connection: Connection;
  readonly browser: Browser;
  readonly i18n: I18n;
  readonly toasts: Toasts;
  readonly title: PageTitle;
}
