// Files that people send in stories, made here so that none has to be kept.

import { crc32, deflateSync } from 'node:zlib';
import type { Page } from '@playwright/test';

/** A file as Playwright's file chooser takes it. */
export interface Sample {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A picture of slowly changing colors. */
export function picture(name: string, width = 320, height = 240): Sample {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows.set([(x * 255) / width, (y * 255) / height, name.length * 20], y * (1 + width * 3) + 1 + x * 3);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const buffer = Buffer.concat([signature, piece('IHDR', head), piece('IDAT', deflateSync(rows)), piece('IEND', Buffer.alloc(0))]);
  return { name, mimeType: 'image/png', buffer };
}

/** A short film of one color, recorded by a page. */
export async function film(page: Page, name: string, color: string): Promise<Sample> {
  const mimeType = 'video/webm;codecs=vp8';
  const base64 = await page.evaluate(
    async ({ color, mimeType }) => {
      const canvas = document.createElement('canvas');
      Object.assign(canvas, { width: 320, height: 180 });
      const context = canvas.getContext('2d')!;
      const recorder = new MediaRecorder(canvas.captureStream(), { mimeType });
      const pieces: Blob[] = [];
      recorder.ondataavailable = ({ data }) => pieces.push(data);
      const stopped = new Promise((resolve) => (recorder.onstop = resolve));
      recorder.start();
      // A recorder takes a picture whenever the canvas changes; the last column tells them apart.
      for (let picture = 0; picture < 30; picture++) {
        context.fillStyle = color;
        context.fillRect(0, 0, 320, 180);
        context.clearRect(319, 0, 1, picture);
        await new Promise(requestAnimationFrame);
      }
      recorder.stop();
      await stopped;
      const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    },
    { color, mimeType },
  );
  return { name, mimeType: 'video/webm', buffer: Buffer.from(base64, 'base64') };
}

/** Bytes without a meaning, each megabyte another. */
export function bytes(name: string, size: number): Sample {
  const buffer = Buffer.from(Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 12)) % 256));
  return { name, mimeType: 'application/octet-stream', buffer };
}

function piece(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}
