// A conversation of a hundred thousand messages: little of it is drawn, and what the reader looks at never moves by itself.

import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { BOB, PaperHouse } from '../paper-house.ts';

const MANY = 100_000;
/** A step of a wheel that a hand turns fast. */
const WHEEL_PX = 1_200;
/** What a reader may not notice. */
const STILL_PX = 1;

// A film of a hundred thousand messages would be longer than the story.
test.use({ trace: 'off' });

/** A row in view, and where it stands. */
interface Held {
  text: string;
  top: number;
}

test('a hundred thousand messages are read from the end to the start without a jump', async ({ house, visit }) => {
  test.setTimeout(180_000);
  const paper = new PaperHouse().write(MANY);
  const page = await opened(paper, house.url, visit);
  await expect(said(page, `${MANY}: `)).toBeInViewport();

  let worst = 0;
  for (let turn = 0; turn < 40; turn++) {
    const before = await held(page);
    await page.mouse.wheel(0, -WHEEL_PX);
    await rested(page);
    const after = await placeOf(page, before.text);
    // It is lower by exactly what the wheel turned, unless it is no more drawn.
    if (after !== undefined) worst = Math.max(worst, Math.abs(after - before.top - WHEEL_PX));
  }
  console.log(`farthest from where the wheel brought it: ${worst.toFixed(2)} px; rows drawn: ${await drawn(page)}`);
  expect(worst).toBeLessThanOrEqual(STILL_PX);
  expect(await drawn(page)).toBeLessThan(150);
  const oldest = Math.min(...paper.asked.filter(({ type }) => type === 'history.read').map(({ before }) => Number(before ?? MANY)));
  expect(oldest, 'pages in front were read').toBeLessThan(MANY - 300);
});

test('a message far away is jumped to, and the way back is one press', async ({ house, visit }) => {
  const paper = new PaperHouse().write(MANY);
  paper.add({ text: 'as you said', reply_to: { id: 'm77', seq: 77, sender: BOB.id, excerpt: 'long ago' } });
  const page = await opened(paper, house.url, visit);
  await page.getByRole('button', { name: /long ago/ }).click();
  await expect(said(page, '77: ')).toBeInViewport();
  for (let turn = 0; turn < 4; turn++) {
    await page.mouse.wheel(0, WHEEL_PX);
    await rested(page);
  }
  expect(paper.asked.some(({ type, after }) => type === 'history.read' && Number(after) > 77 && Number(after) < 1_000), 'pages behind were read').toBe(true);
  await page.getByRole('button', { name: 'To the newest message' }).click();
  await expect(said(page, 'as you said')).toBeInViewport();
});

test('what changes above and below leaves the view alone', async ({ house, visit }) => {
  const paper = new PaperHouse().write(3_000);
  const page = await opened(paper, house.url, visit);
  for (let turn = 0; turn < 3; turn++) {
    await page.mouse.wheel(0, -WHEEL_PX);
    await rested(page);
  }
  const before = await held(page);
  const seq = Number(before.text.split(':')[0]);
  const deeds: Record<string, () => unknown> = {
    'an edit above makes a message longer': () => paper.change(seq - 4, { text: `${seq - 4}: ${'longer and longer '.repeat(60)}`, edited_at: 1 }),
    'a message above is taken back': () => paper.change(seq - 6, { recalled_by: BOB.id, text: undefined }),
    'a message above is deleted': () => paper.change(seq - 8, { hidden: true, text: undefined }),
    'signs are put under messages above': () => [2, 3, 5].map((up) => paper.change(seq - up, { reactions: [{ key: '🍵', users: [BOB.id] }] })),
    'an edit below': () => paper.change(seq + 3, { text: `${seq + 3}: ${'longer '.repeat(60)}` }),
    'news comes': () => paper.post({ text: 'news' }),
  };
  for (const [what, deed] of Object.entries(deeds)) {
    deed();
    await drawnAnew(page);
    expect(Math.abs((await placeOf(page, before.text))! - before.top), what).toBeLessThanOrEqual(STILL_PX);
  }
  await expect(page.getByRole('button', { name: /New messages/ })).toContainText('1');
});

test('a conversation that was open before is painted before the house has answered', async ({ house, visit }) => {
  const paper = new PaperHouse().write(30);
  const page = await opened(paper, house.url, visit);
  await expect(said(page, '30: ')).toBeInViewport();
  // The browser keeps what was shown a moment after it was.
  await expect.poll(() => page.evaluate(kept)).toEqual([1, 1]);
  paper.add({ text: 'while the page was away' });
  // Nothing of this is told to the page, which would keep it if it had the time.
  paper.amend(30, { text: '30: changed meanwhile', edited_at: 1 });
  let answer = () => {};
  paper.late = new Promise((resolve) => (answer = resolve));
  await page.reload();
  await expect(said(page, '30: ')).toBeInViewport();
  await expect(said(page, 'while the page was away')).toHaveCount(0);
  answer();
  await expect(said(page, 'while the page was away')).toBeInViewport();
  await expect(said(page, '30: changed meanwhile')).toBeVisible();
  expect(paper.asked.filter(({ type }) => type === 'changes.read')).toHaveLength(1);
});

test('the keyboard of a phone leaves what stands above it', async ({ house, visit }) => {
  const paper = new PaperHouse().write(400);
  const size = { width: 390, height: 844 };
  const page = await opened(paper, house.url, visit, size);
  await expect(said(page, '400: ')).toBeInViewport();
  await page.setViewportSize({ ...size, height: 500 });
  await drawnAnew(page);
  await expect(said(page, '400: '), 'at the end').toBeInViewport();

  await page.setViewportSize(size);
  await page.mouse.move(200, 300);
  await page.mouse.wheel(0, -2_000);
  await rested(page);
  const bottom = () => page.getByRole('list', { name: 'Messages' }).evaluate(lastSeen);
  const before = await bottom();
  await page.setViewportSize({ ...size, height: 500 });
  await drawnAnew(page);
  const after = await bottom();
  expect([after.text, Math.abs(after.fromEdge - before.fromEdge) <= STILL_PX], 'in the middle').toEqual([before.text, true]);
});

async function opened(paper: PaperHouse, url: string, visit: (url: string, entry?: object) => Promise<Page>, viewport = { width: 1_280, height: 800 }): Promise<Page> {
  const page = await visit('about:blank', { viewport });
  await paper.takeOver(page);
  await page.goto(`${url}/#/with/${BOB.id}`);
  await page.getByRole('list', { name: 'Messages' }).getByRole('listitem').first().waitFor();
  await page.mouse.move(viewport.width * 0.7, viewport.height / 2);
  return page;
}

/** The wheel is at rest, what it has brought is there, and the list has settled. */
async function rested(page: Page): Promise<void> {
  await page.getByRole('list', { name: 'Messages' }).evaluate(async (list) => {
    const viewport = list.parentElement!;
    let calm = 0;
    let last = viewport.scrollTop;
    while (calm < 12) {
      await new Promise(requestAnimationFrame);
      calm = viewport.scrollTop === last ? calm + 1 : 0;
      last = viewport.scrollTop;
    }
  });
}

async function drawnAnew(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve)))));
}

/** Of how many conversations this browser keeps a page, and of how many people the list. Runs in the page. */
function kept(): Promise<number[]> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('teahouse.pages');
    opening.onsuccess = () => {
      const reading = opening.result.transaction(['pages', 'rooms']);
      const counts = ['pages', 'rooms'].map((store) => reading.objectStore(store).count());
      reading.oncomplete = () => (opening.result.close(), resolve(counts.map(({ result }) => result)));
    };
  });
}

function held(page: Page): Promise<Held> {
  return page.getByRole('list', { name: 'Messages' }).evaluate((list) => {
    const view = list.parentElement!.getBoundingClientRect();
    const rows = [...list.querySelectorAll<HTMLElement>(':scope > li')].filter((row) => /\d+: /.test(row.textContent ?? ''));
    const row = rows.find((one) => one.getBoundingClientRect().top >= view.top + 40) ?? rows.at(-1)!;
    return { text: /\d+: /.exec(row.textContent ?? '')![0], top: row.getBoundingClientRect().top };
  });
}

/** The message whose words begin so. */
function said(page: Page, words: string): Locator {
  return page.getByRole('list', { name: 'Messages' }).getByText(new RegExp(`^${words}`));
}

/** Where a row stands, if it is drawn. */
function placeOf(page: Page, text: string): Promise<number | undefined> {
  return page.getByRole('list', { name: 'Messages' }).evaluate((list, wanted) => {
    const row = [...list.querySelectorAll(':scope > li')].find((one) => /\d+: /.exec(one.textContent ?? '')?.[0] === wanted);
    return row?.getBoundingClientRect().top;
  }, text);
}

function drawn(page: Page): Promise<number> {
  return page.getByRole('list', { name: 'Messages' }).getByRole('listitem').count();
}

/** The last row in view and how far its top is from the lower edge. Runs in the page. */
function lastSeen(list: Element): { text: string; fromEdge: number } {
  const view = list.parentElement!.getBoundingClientRect();
  const rows = [...list.querySelectorAll(':scope > li')].filter((row) => row.getBoundingClientRect().top < view.bottom);
  const row = rows.at(-1)!;
  return { text: row.textContent ?? '', fromEdge: view.bottom - row.getBoundingClientRect().top };
}
