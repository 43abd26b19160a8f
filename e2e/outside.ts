// Nothing that a page asks for may leave this machine.

import { expect, type BrowserContext } from '@playwright/test';

const HERE = new Set(['localhost', '127.0.0.1', '[::1]']);

export class OutsideGuard {
  private readonly left: string[] = [];
  private asked = 0;

  /** Hosts that stand for this machine in one test, by a rule of its browser or as an address of this machine. */
  readonly alsoHere = new Set<string>();

  watch(context: BrowserContext): void {
    context.on('request', (request) => this.judge(request.url()));
    context.on('page', (page) => page.on('websocket', (socket) => this.judge(socket.url())));
  }

  /** Fails if something has left; `atLeast` shows that there was something to see. */
  expectNothingLeft(atLeast = 0): void {
    expect(this.left, 'requests to other hosts').toEqual([]);
    expect(this.asked, 'requests seen').toBeGreaterThanOrEqual(atLeast);
  }

  private judge(text: string): void {
    const { protocol, hostname } = new URL(text);
    if (!/^(http|ws)s?:$/.test(protocol)) return;
    this.asked += 1;
    if (!HERE.has(hostname) && !this.alsoHere.has(hostname)) this.left.push(text);
  }
}
