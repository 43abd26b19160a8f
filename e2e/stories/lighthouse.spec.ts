// What Lighthouse finds to mend: on the page of somebody who was never here, and on the page of somebody in a chat.

import { availableParallelism, loadavg } from 'node:os';
import { expect, test as base } from '../fixtures.ts';
import { Inspector, type Verdict } from '../lighthouse.ts';
import { Person } from '../pages/person.ts';

const FAST_AT_LEAST = 95;
/** From Lighthouse's own reckoning of a desk's line. */
const READY_AT_MOST_MS = 1_000;
/** A shared machine stalls now and then: when the first look is bad, the middle one of so many counts. */
const LOOKS = 3;
/** With more processes than this waiting for each core, a clock tells of them and not of the page. */
const CROWD = 4;

// What Playwright puts into pages to trace them would be judged with them.
base.use({ trace: 'off', screenshot: 'off' });

const test = base.extend<{ inspector: Inspector }>({
  inspector: async ({ outside }, use) => {
    const inspector = await Inspector.open();
    outside.watch(inspector.profile);
    await use(inspector);
    await inspector.close();
  },
});

test('the first page is fast on a desk, and nothing is to be mended', async ({ house, inspector }) => {
  test.slow();
  const verdict = await middling(() => inspector.inspect(house.url, 'desk'));
  tell('the first page, desk', verdict);
  expectNothingToMend(verdict);
  if (isCrowded()) return console.log('too many others are at work here: how fast it is was not judged');
  expect(verdict.scores.performance, verdict.complaints.join('\n')).toBeGreaterThanOrEqual(FAST_AT_LEAST);
  expect(verdict.interactiveMs).toBeLessThanOrEqual(READY_AT_MOST_MS);
});

test('on a phone nothing is to be mended either', async ({ house, inspector }) => {
  test.slow();
  const verdict = await inspector.inspect(house.url, 'phone');
  // A phone is played by making this machine four times slower: how fast it is then says more of who else works here.
  tell('the first page, phone', verdict);
  expectNothingToMend(verdict);
});

test('inside a chat nothing is to be mended', async ({ enter, house, inspector }) => {
  test.slow();
  const bob = await enter('Bob');
  const page = inspector.profile.pages()[0] ?? (await inspector.profile.newPage());
  await page.goto(house.url);
  const ann = new Person('Ann', page);
  await ann.enter();
  await bob.say(ann, 'Is the kettle on?');
  await ann.say(bob, 'It is singing. https://teahouse.example/');
  const url = page.url();
  await page.close();
  const verdict = await inspector.inspect(url, 'desk', true);
  tell('a chat, desk', verdict);
  await expect(bob.people.row('Ann'), 'it was Ann at that page').toContainText('It is singing.');
  expectNothingToMend(verdict);
});

function expectNothingToMend({ scores, complaints }: Verdict): void {
  // Both are judged by what is there, not by how long it takes: there is no reason to miss a point.
  expect(scores.accessibility, complaints.join('\n')).toBe(100);
  expect(scores['best-practices'], complaints.join('\n')).toBe(100);
}

/** The first verdict if it is good or more would tell nothing, and the middle one of several otherwise. */
async function middling(look: () => Promise<Verdict>): Promise<Verdict> {
  const seen = [await look()];
  if (isFast(seen[0]!) || isCrowded()) return seen[0]!;
  while (seen.length < LOOKS) seen.push(await look());
  seen.sort((one, other) => one.scores.performance - other.scores.performance);
  return seen[Math.floor(LOOKS / 2)]!;
}

function isFast({ scores, interactiveMs }: Verdict): boolean {
  return scores.performance >= FAST_AT_LEAST && interactiveMs <= READY_AT_MOST_MS;
}

function isCrowded(): boolean {
  return loadavg()[0]! > CROWD * availableParallelism();
}

function tell(page: string, { scores, firstPaintMs, interactiveMs }: Verdict): void {
  const points = Object.entries(scores).map(([name, score]) => `${name} ${score}`);
  console.log(`${page}: ${points.join(', ')}; first paint ${Math.round(firstPaintMs)} ms, interactive ${Math.round(interactiveMs)} ms`);
}
