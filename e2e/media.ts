// Whether sound and picture arrive: counted where they are decoded, by differences and never by levels.

import { expect, type BrowserContext, type Page } from '@playwright/test';

declare global {
  interface Window {
    /** Every peer connection that the page has made. */
    peerConnections: RTCPeerConnection[];
  }
}

/** Counts change many times a second: who looks again after a whole one waits for nothing. */
const LOOK_AGAIN_MS = [100, 250];

/** What has arrived over all connections of a page since it was loaded. */
export interface Arrived {
  frames: number;
  audioEnergy: number;
  packets: number;
}

/** Keeps hold of the peer connections that pages of this profile make. */
export async function watchMedia(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    window.peerConnections = [];
    const Native = window.RTCPeerConnection;
    if (Native === undefined) return;
    window.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        window.peerConnections.push(this);
      }
    };
  });
}

export function arrived(page: Page): Promise<Arrived> {
  return page.evaluate(async () => {
    const sum = { frames: 0, audioEnergy: 0, packets: 0 };
    for (const connection of window.peerConnections) {
      if (connection.connectionState === 'closed') continue;
      for (const entry of (await connection.getStats()).values()) {
        if (entry.type !== 'inbound-rtp') continue;
        sum.frames += entry.framesDecoded ?? 0;
        sum.audioEnergy += entry.totalAudioEnergy ?? 0;
        sum.packets += entry.packetsReceived ?? 0;
      }
    }
    return sum;
  });
}

/** At least `more` further frames are decoded here from now on. */
export async function expectFrames(page: Page, more = 20): Promise<void> {
  const { frames } = await arrived(page);
  await expect
    .poll(async () => (await arrived(page)).frames - frames, { message: 'decoded frames rise', timeout: 20_000, intervals: LOOK_AGAIN_MS })
    .toBeGreaterThanOrEqual(more);
}

/** Sound arrives here from now on; the made-up microphone beeps once a second with silence between. */
export async function expectSound(page: Page): Promise<void> {
  const { audioEnergy } = await arrived(page);
  await expect
    .poll(async () => (await arrived(page)).audioEnergy - audioEnergy, { message: 'audio energy rises', timeout: 20_000, intervals: LOOK_AGAIN_MS })
    .toBeGreaterThan(0.001);
}

/** Sound and picture both, on every page; one waits for all at once. */
export async function expectMedia(...pages: Page[]): Promise<void> {
  await Promise.all(pages.flatMap((page) => [expectFrames(page), expectSound(page)]));
}

/** No connection of this page is open: camera, microphone and peer are let go. */
export async function expectNoConnection(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() => window.peerConnections.filter(({ connectionState }) => connectionState !== 'closed').length),
    )
    .toBe(0);
}
