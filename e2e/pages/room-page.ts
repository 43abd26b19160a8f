// The example page of the chat-room dialect.

import { expect, type Locator, type Page } from '@playwright/test';

/** What the page calls the people with the numbers 1 to 6. */
export const NAMES = ['Bamboo', 'Plum', 'Crane', 'Maple', 'Koi', 'Cloud'];

export class RoomPage {
  constructor(readonly page: Page) {}

  /** Opens the page and waits for its name. */
  static async open(page: Page, name: string): Promise<RoomPage> {
    const room = new RoomPage(page);
    await expect(room.myName).toHaveText(name);
    return room;
  }

  get myName(): Locator {
    return this.page.locator('#my-name');
  }

  get friend(): Locator {
    return this.page.locator('#friend');
  }

  get rows(): Locator {
    return this.page.getByRole('navigation', { name: 'People' }).getByRole('button');
  }

  get hangUp(): Locator {
    return this.window.getByRole('button', { name: 'Hang up' });
  }

  get window(): Locator {
    return this.page.getByRole('region', { name: 'Video call' });
  }

  row(name: string): Locator {
    return this.rows.filter({ has: this.page.getByText(name, { exact: true }) });
  }

  dot(name: string): Locator {
    return this.row(name).locator('.dot');
  }

  pane(name: string): Locator {
    return this.page.getByRole('list', { name: `Messages with ${name}` });
  }

  async choose(name: string): Promise<void> {
    await this.row(name).click();
    await expect(this.friend).toHaveText(name);
  }

  async say(name: string, text: string): Promise<void> {
    await this.choose(name);
    await this.page.getByRole('textbox', { name: 'Message' }).fill(text);
    await this.page.getByRole('button', { name: 'Send' }).click();
    await expect(this.pane(name).getByText(text, { exact: true })).toBeVisible();
  }

  async call(name: string): Promise<void> {
    await this.choose(name);
    await this.page.getByRole('button', { name: 'Video call' }).click();
    await expect(this.window).toBeVisible();
  }

  async answer(how: 'Accept' | 'Decline'): Promise<void> {
    await this.page.getByRole('alertdialog').getByRole('button', { name: how }).click();
  }

  async expectPicture(): Promise<void> {
    const remote = this.page.getByLabel('The other', { exact: true });
    const time = () => remote.evaluate((video: HTMLVideoElement) => (video.videoWidth > 0 ? video.currentTime : 0));
    await expect.poll(time, { message: 'the remote picture plays', timeout: 20_000 }).toBeGreaterThan(0.2);
  }
}
