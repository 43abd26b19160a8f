// The first page is small, and soon there.

import { expect, test } from '../fixtures.ts';
import { firstVisit } from '../first-visit.ts';

const BYTES_AT_MOST = 200_000;
const READY_AT_MOST_MS = 1_000;
/** A shared machine stalls now and then; the best of some tells what the page needs. */
const TRIES = 3;

test('the first page is small, and ready within a second', async ({ house, profile }) => {
  const times: number[] = [];
  let bytes = 0;
  for (let turn = 0; turn < TRIES; turn += 1) {
    const cost = await firstVisit(await profile(), house.url);
    times.push(cost.readyMs);
    bytes = cost.bytes;
  }
  const best = Math.round(Math.min(...times));
  console.log(`the first page: ${Math.round(bytes / 1000)} kB compressed, ready in ${best} ms (best of ${TRIES})`);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(BYTES_AT_MOST);
  expect(best).toBeLessThanOrEqual(READY_AT_MOST_MS);
});
