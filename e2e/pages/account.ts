// Accounts at the door and in the settings, met by accessible names alone.

import { expect, type Locator, type Page } from '@playwright/test';
import { People } from './people.ts';
import { words } from './words.ts';

/** What one signs up with. */
export interface Seat {
  readonly handle: string;
  readonly password: string;
  /** What others see; the handle if it is left out. */
  readonly name?: string;
  /** The code that makes the first account the owner's. */
  readonly ownerCode?: string;
}

export class Account {
  private readonly people: People;

  constructor(readonly page: Page) {
    this.people = new People(page, words());
  }

  /** Makes an account, whatever way in the page shows, and waits until one is inside. */
  async signUp(seat: Seat): Promise<void> {
    await this.fillSignUp(seat);
    await this.button('Create account').click();
    await expect(this.people.list).toBeVisible();
  }

  /** Fills the form for a new account and sends nothing. */
  async fillSignUp({ handle, password, name, ownerCode }: Seat): Promise<void> {
    await this.button('Create account').waitFor();
    // By the link of an invite one stands before the form at once.
    const isThere = (await this.box('Password').isVisible()) && (await this.box('Your name').isVisible());
    if (!isThere) await this.button('Create account').click();
    await this.box('Handle').fill(handle);
    if (name !== undefined) await this.box('Your name').fill(name);
    await this.box('Password').fill(password);
    if (ownerCode !== undefined) await this.box('Code of the house').fill(ownerCode);
  }

  /** Tries handle and password; what comes of it is the test's to see. */
  async trySignIn(handle: string, password: string): Promise<void> {
    if (!(await this.box('Password').isVisible())) await this.button('Sign in').click();
    await this.box('Handle').fill(handle);
    await this.box('Password').fill(password);
    await this.button('Sign in').click();
  }

  /** Signs in, and waits until one is inside. */
  async signIn(handle: string, password: string): Promise<void> {
    await this.button('Sign in').waitFor();
    await this.trySignIn(handle, password);
    await expect(this.people.list).toBeVisible();
  }

  async openSettings(): Promise<void> {
    await this.button('Settings').click();
    await expect(this.devices).toBeVisible();
  }

  get devices(): Locator {
    return this.page.getByRole('region', { name: 'Devices', exact: true });
  }

  /** The buttons that sign devices out; this one's is the first. */
  get signOuts(): Locator {
    return this.devices.getByRole('button', { name: 'Sign out', exact: true });
  }

  get alert(): Locator {
    return this.page.getByRole('alert');
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  box(name: string): Locator {
    return this.page.getByRole('textbox', { name, exact: true });
  }
}

/** The owner's code that a fresh house prints where it is started. */
export function ownerCodeIn(output: string): string {
  const code = /Owner's code\s+([0-9A-Z-]+)/.exec(output)?.[1];
  if (code === undefined) throw new Error(`no owner's code in:\n${output}`);
  return code;
}
