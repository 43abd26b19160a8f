// The card of a call that rings here.

import { expect, type Locator, type Page } from '@playwright/test';
import type { Words } from './words.ts';

export class IncomingCall {
  constructor(
    private readonly page: Page,
    private readonly words: Words,
  ) {}

  get accept(): Locator {
    return this.page.getByRole('button', { name: this.words.accept, exact: true });
  }

  get decline(): Locator {
    return this.page.getByRole('button', { name: this.words.decline, exact: true });
  }

  async expectRinging(): Promise<void> {
    await expect(this.accept).toBeVisible();
    await expect(this.decline).toBeVisible();
  }

  async expectSilent(): Promise<void> {
    await expect(this.accept).toHaveCount(0);
    await expect(this.decline).toHaveCount(0);
  }
}
