// The countdown after too many tries.
import { expect, test } from 'vitest';
import { FakeBrowser } from '../testing/fake-browser';
import { Wait } from './wait.svelte';

test('the_seconds_count_down_to_nothing', async () => {
  const browser = new FakeBrowser();
  const wait = new Wait(browser);
  wait.begin(2_500);
  const seen = [wait.seconds];
  for (let second = 0; second < 3; second++) {
    await browser.pass(1_000);
    seen.push(wait.seconds);
  }
  expect(seen).toEqual([3, 2, 1, 0]);
});

test('a_longer_wait_takes_the_place_of_the_one_before', async () => {
  const browser = new FakeBrowser();
  const wait = new Wait(browser);
  wait.begin(1_000);
  wait.begin(5_000);
  await browser.pass(2_000);
  expect(wait.seconds).toBe(3);
});
