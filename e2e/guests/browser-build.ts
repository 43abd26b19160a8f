// The browser builds of Socket.IO clients on a page of the server's origin or of another.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { Way } from './socket-io.ts';

const PACKAGES = path.join(import.meta.dirname, '../node_modules');

/** Serves an empty page from an origin of its own while `during` runs. */
export async function withOtherOrigin(during: (url: string) => Promise<void>): Promise<void> {
  const server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>empty</title>'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  await during(`http://localhost:${(server.address() as AddressInfo).port}/`).finally(() => server.close());
}

/** Where a page loads a build from: the server for those it serves, else its package. */
export function buildOf(version: '1.7.4' | '2.5.0' | '4.x', server: string): { url: string } | { path: string } {
  if (version === '1.7.4') return { path: path.join(PACKAGES, 'socket.io-client-1/dist/socket.io.js') };
  return { url: `${server}/socket.io/socket.io.js${version === '2.5.0' ? '?v=2' : ''}` };
}

/** Connects, sends a text and bytes to somebody, and hands back what was answered. */
export function carryOut(page: Page, url: string, way: Way, to: string): Promise<unknown> {
  return page.evaluate(
    ([url, way, to]) =>
      new Promise((told, failed) => {
        const transports = way === 'upgrade' ? ['polling', 'websocket'] : [way];
        const socket = (window as any).io(url, { transports, forceNew: true, reconnection: false });
        const upgraded = () =>
          way !== 'upgrade' || socket.io.engine.transport.name === 'websocket'
            ? Promise.resolve()
            : new Promise((done) => socket.io.engine.once('upgrade', done));
        socket.on('ready', async () => {
          await upgraded();
          socket.emit('message', { to, text: '茶', bytes: new Uint8Array([0, 128, 255]).buffer });
        });
        socket.on('message', ({ echo, bytes }: { echo: string; bytes: ArrayBuffer }) => {
          told({ echo, bytes: [...new Uint8Array(bytes)], transport: socket.io.engine.transport.name });
          socket.close();
        });
        socket.on('connect_error', failed);
      }),
    [url, way, to] as const,
  );
}
