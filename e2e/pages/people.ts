// The list of people.

import type { Locator, Page } from '@playwright/test';
import type { Words } from './words.ts';

export class People {
  constructor(
    private readonly page: Page,
    private readonly words: Words,
  ) {}

  get list(): Locator {
    return this.page.getByRole('navigation', { name: this.words.people, exact: true });
  }

  /** The row of somebody, with all that it tells. */
  row(name: string): Locator {
    return this.list.getByRole('listitem').filter({ has: openerOf(this.page, name) });
  }

  /** What opens the conversation with somebody; its name may say more than the person's. */
  entry(name: string): Locator {
    return openerOf(this.list, name);
  }
}

function openerOf(within: Page | Locator, name: string): Locator {
  const ofThisName = { name: new RegExp(`(^|[^\\p{L}\\p{N}])${escape(name)}($|[^\\p{L}\\p{N}])`, 'u') };
  return within.getByRole('link', ofThisName).or(within.getByRole('button', ofThisName));
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
