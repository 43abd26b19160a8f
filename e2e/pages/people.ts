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

  /** The row of somebody; whatever else stands in the row is part of its name too. */
  entry(name: string): Locator {
    const ofThisName = { name: new RegExp(`(^|[^\\p{L}\\p{N}])${escape(name)}($|[^\\p{L}\\p{N}])`, 'u') };
    return this.list.getByRole('link', ofThisName).or(this.list.getByRole('button', ofThisName));
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
