// The window of one call.

import { expect, type Locator, type Page } from '@playwright/test';
import type { Words } from './words.ts';

export class CallWindow {
  constructor(
    private readonly page: Page,
    private readonly peer: string,
    private readonly words: Words,
  ) {}

  get region(): Locator {
    return this.page.getByRole('region', { name: this.words.callWith(this.peer), exact: true });
  }

  get remoteVideo(): Locator {
    return this.region.locator(`video[aria-label=${JSON.stringify(this.peer)}]`);
  }

  get ownVideo(): Locator {
    return this.region.locator(`video[aria-label=${JSON.stringify(this.words.you)}]`);
  }

  get hangUp(): Locator {
    return this.button(this.words.hangUp);
  }

  get mute(): Locator {
    return this.button(this.words.mute);
  }

  get unmute(): Locator {
    return this.button(this.words.unmute);
  }

  get cameraOff(): Locator {
    return this.button(this.words.cameraOff);
  }

  get cameraOn(): Locator {
    return this.button(this.words.cameraOn);
  }

  /** The other's picture moves on the screen, not only in the decoder. */
  async expectPicture(): Promise<void> {
    await expect(this.remoteVideo).toBeVisible();
    const moving = async () =>
      this.remoteVideo.evaluate((video: HTMLVideoElement) => video.videoWidth > 0 && !video.paused && video.currentTime > 0);
    await expect.poll(moving, { message: `picture of ${this.peer}`, timeout: 20_000 }).toBe(true);
  }

  /** The call is over here: the window has left the document. */
  async expectGone(): Promise<void> {
    await expect(this.region).toHaveCount(0);
  }

  private button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }
}
