// The window of one call.

import { expect, type Locator, type Page } from '@playwright/test';

export class CallWindow {
  constructor(
    private readonly page: Page,
    private readonly peer: string,
  ) {}

  get region(): Locator {
    return this.page.getByRole('region', { name: `Call with ${this.peer}`, exact: true });
  }

  get remoteVideo(): Locator {
    return this.region.locator(`video[aria-label=${JSON.stringify(this.peer)}]`);
  }

  get ownVideo(): Locator {
    return this.region.locator('video[aria-label="You"]');
  }

  get hangUp(): Locator {
    return this.button('Hang up');
  }

  get mute(): Locator {
    return this.button('Mute');
  }

  get unmute(): Locator {
    return this.button('Unmute');
  }

  get cameraOff(): Locator {
    return this.button('Turn camera off');
  }

  get cameraOn(): Locator {
    return this.button('Turn camera on');
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
