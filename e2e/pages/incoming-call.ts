// The card of a call that rings here.

import { expect, type Locator, type Page } from '@playwright/test';

export class IncomingCall {
  constructor(private readonly page: Page) {}

  get accept(): Locator {
    return this.page.getByRole('button', { name: 'Accept', exact: true });
  }

  get decline(): Locator {
    return this.page.getByRole('button', { name: 'Decline', exact: true });
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
