// A call that nobody answers. Nearly all of it is waiting, so other stories are told meanwhile.

import { expect, test } from '../fixtures.ts';

/** How long it rings when nobody answers. */
const RING_MS = 45_000;

test('nobody answers: it rings for a while, then a missed call stands in the chat', async ({ enter }) => {
  test.setTimeout(RING_MS + 45_000);
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  const atAnn = await ann.call(bob);
  await bob.incoming.expectRinging();
  await expect(atAnn.region).toHaveCount(0, { timeout: RING_MS + 10_000 });
  await bob.incoming.expectSilent();
  await bob.open(ann);
  await expect(bob.conversation.messages.getByText(/missed/i)).toBeVisible();
  await bob.page.getByRole('button', { name: 'Call back' }).click();
  await ann.incoming.expectRinging();
});
