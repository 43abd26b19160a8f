// When the reader hears of a break.
import { expect, test } from 'vitest';
import { FakeBrowser } from '../testing/fake-browser';
import { Line } from './line.svelte';
import type { ConnectionState } from './types';

test('a_short_break_is_nobodys_business_and_a_long_one_is_told', async () => {
  const browser = new FakeBrowser();
  let become: (state: ConnectionState) => void = () => {};
  const line = new Line(browser, { state: 'online', onState: (heard) => ((become = heard), () => {}) });
  become('offline');
  await browser.pass(1_000);
  become('online');
  await browser.pass(1_000);
  expect(line.isDown).toBe(false);
  become('offline');
  become('connecting');
  await browser.pass(1_500);
  expect([line.isDown, line.state]).toEqual([true, 'connecting']);
  become('online');
  expect(line.isDown).toBe(false);
});
