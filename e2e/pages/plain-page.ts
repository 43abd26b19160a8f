// The example page of the plain dialect.

import { expect, type Locator, type Page } from '@playwright/test';

export class PlainPage {
  constructor(
    readonly name: string,
    readonly page: Page,
  ) {}

  get logInButton(): Locator {
    return this.page.getByRole('button', { name: 'Log in', exact: true });
  }

  get hangUp(): Locator {
    return this.page.getByRole('button', { name: 'Hang up', exact: true });
  }

  get status(): Locator {
    return this.page.getByRole('status');
  }

  get remoteVideo(): Locator {
    return this.page.getByLabel('The other', { exact: true });
  }

  /** Types the name and waits for the second block, with the camera open. */
  async logIn(): Promise<void> {
    await this.tryToLogIn();
    await expect(this.hangUp).toBeVisible();
    await expect(this.page.getByLabel('You', { exact: true })).toBeVisible();
  }

  async tryToLogIn(): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Your name', exact: true }).fill(this.name);
    await this.logInButton.click();
  }

  async call(name: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Name to call', exact: true }).fill(name);
    await this.page.getByRole('button', { name: 'Call', exact: true }).click();
  }

  /** The other's picture moves. */
  async expectPicture(): Promise<void> {
    const time = () => this.remoteVideo.evaluate((video: HTMLVideoElement) => (video.videoWidth > 0 ? video.currentTime : 0));
    await expect.poll(time, { message: 'the remote picture plays', timeout: 20_000 }).toBeGreaterThan(0.2);
  }

  /** No call runs here. */
  async expectIdle(): Promise<void> {
    await expect(this.hangUp).toBeDisabled();
  }
}
