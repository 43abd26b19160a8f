// Groups and contacts, met by accessible names alone.

import { expect, type Locator, type Page } from '@playwright/test';

export class Group {
  constructor(private readonly page: Page) {}

  /** Begins a group with these people and waits until it is open. */
  async create(name: string, members: readonly string[] = []): Promise<void> {
    await this.button('New group').click();
    await this.page.getByRole('textbox', { name: 'Group name', exact: true }).fill(name);
    await this.pick(members);
    await this.button('Create group').click();
    await expect(this.page.getByRole('heading', { name, exact: true })).toBeVisible();
  }

  /** Brings people into the open group. */
  async add(members: readonly string[]): Promise<void> {
    await this.button('Add members').click();
    await this.pick(members);
    await this.page.getByRole('dialog').getByRole('button', { name: /^Add \d/ }).click();
    await expect(this.page.getByRole('dialog')).toHaveCount(0);
  }

  /** Opens what there is to know and to set about the open conversation. */
  async openDetails(name: string): Promise<Locator> {
    await this.page.getByRole('heading', { name, exact: true }).getByRole('button').click();
    const sheet = this.page.getByRole('dialog');
    await expect(sheet).toBeVisible();
    return sheet;
  }

  async close(): Promise<void> {
    await this.page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
    await expect(this.page.getByRole('dialog')).toHaveCount(0);
  }

  /** Does something about a member, by the words of the menu. */
  async doTo(member: string, deed: string): Promise<void> {
    await this.button(`What to do about ${member}`).click();
    await this.page.getByRole('menuitem', { name: deed, exact: true }).click();
  }

  private async pick(members: readonly string[]): Promise<void> {
    for (const member of members) {
      await this.page.getByRole('textbox', { name: 'Find people', exact: true }).fill(member);
      await this.page.getByRole('checkbox', { name: member, exact: true }).check();
    }
  }

  private button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }
}
