// Camera refused or absent, no HTTPS, no WebRTC: plain words and a way on.

import { networkInterfaces } from 'node:os';
import { chromium, type Browser, type Page } from '@playwright/test';
import { CHROMIUM, CHROMIUM_ARGUMENTS_REFUSING } from '../browsers.ts';
import { expect, test } from '../fixtures.ts';
import { arrived, expectFrames, expectSound } from '../media.ts';
import { Person } from '../pages/person.ts';

let refusing: Browser;

test.beforeAll(async () => {
  refusing = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS_REFUSING });
});

test.afterAll(async () => {
  await refusing?.close();
});

test('whoever refuses the camera can watch and listen', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob', { browser: refusing });
  await ann.call(bob);
  await bob.incoming.accept.click();
  await goOn(bob.page, /without camera|watch/i);
  await bob.callWith(ann).expectPicture();
  await expectFrames(bob.page);
  await expectSound(bob.page);
  expect((await arrived(ann.page)).frames).toBe(0);
});

test('whoever has no camera can join with voice', async ({ enter, profile, house }) => {
  const ann = await enter('Ann');
  const context = await profile();
  await context.addInitScript(() => {
    const native = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = (wish) =>
      wish?.video ? Promise.reject(new DOMException('Requested device not found', 'NotFoundError')) : native(wish);
  });
  const bob = new Person('Bob', await context.newPage());
  await bob.page.goto(house.url);
  await bob.enter();
  await ann.call(bob);
  await bob.incoming.accept.click();
  await goOn(bob.page, /voice only/i);
  await bob.callWith(ann).expectPicture();
  await expectSound(ann.page);
  await expectSound(bob.page);
});

test('a caller without camera and microphone hears why, and can watch', async ({ enter }) => {
  const ann = await enter('Ann', { browser: refusing });
  const bob = await enter('Bob');
  await ann.open(bob);
  await ann.conversation.videoCall.click();
  await goOn(ann.page, /without camera|watch/i);
  await bob.accept(ann);
  await ann.callWith(bob).expectPicture();
});

test('a browser without WebRTC can chat and says why it cannot call', async ({ enter, profile, house }) => {
  const bob = await enter('Bob');
  const context = await profile();
  await context.addInitScript(() => Reflect.deleteProperty(window, 'RTCPeerConnection'));
  const ann = new Person('Ann', await context.newPage());
  await ann.page.goto(house.url);
  await ann.enter();
  await ann.say(bob, 'text works');
  if (await ann.conversation.videoCall.isEnabled()) await ann.conversation.videoCall.click();
  await expect(ann.page.getByText(/WebRTC|cannot call|cannot make calls/i).first()).toBeVisible();
  await expect(ann.page.getByText('text works', { exact: true }).first()).toBeVisible();
});

test.describe('from another machine', () => {
  const [address] = Object.values(networkInterfaces())
    .flat()
    .filter((one) => one !== undefined && one.family === 'IPv4' && !one.internal)
    .map((one) => one!.address);
  test.skip(address === undefined, 'this machine has no address besides loopback');

  test('plain HTTP explains itself and leads to HTTPS, where people chat', async ({ house, visit, outside }) => {
    outside.alsoHere.add(address!);
    const page = await visit(`http://${address}:${house.port}/`);
    await expect(page.getByText('HTTPS').first()).toBeVisible();
    await expect(page.getByText(/[\u4e00-\u9fff]/).first()).toBeVisible();
    await expect(page.getByRole('link', { name: /certificate|证书/i }).first()).toBeVisible();
    await page.getByRole('link', { name: /https:\/\// }).first().click();
    const ann = new Person('Ann', page);
    await ann.enter();
    expect(await page.evaluate(() => window.isSecureContext)).toBe(true);
  });
});

/** The page says what is the matter and offers a way on; takes it. */
async function goOn(page: Page, way: RegExp): Promise<void> {
  await page.getByRole('button', { name: way }).click();
}
