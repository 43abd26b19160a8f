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
    const isMoving = (video: HTMLVideoElement) =>
      video.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      video.videoWidth > 0 &&
      !video.paused &&
      video.currentTime > 0;
    await expect.poll(() => this.remoteVideo.evaluate(isMoving), { message: `picture of ${this.peer}`, timeout: 20_000 }).toBe(true);
  }

  /** Nothing of the other is shown, although the element may stay for the sound. */
  async expectNoPicture(): Promise<void> {
    const isShown = (video: HTMLElement | SVGElement) => video.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    await expect.poll(() => this.remoteVideo.evaluate(isShown), { message: `no picture of ${this.peer}` }).toBe(false);
  }

  /** The call is over here: the window has left the document. */
  async expectGone(): Promise<void> {
    await expect(this.region).toHaveCount(0);
  }

  private button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }
}
