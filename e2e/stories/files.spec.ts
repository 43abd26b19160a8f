// Files go from one person to another, whatever the network does meanwhile.

import { readFile } from 'node:fs/promises';
import type { Page, Route } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import type { Person } from '../pages/person.ts';
import { bytes, film, picture, type Sample } from '../samples.ts';

const UPLOADS = '**/api/v1/files/*/upload';

test('a picture that was picked arrives with its words and opens large', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.open(bob);
  await pick(ann, picture('teapot.png'));
  await expect(ann.conversation.messageBox).toHaveAttribute('placeholder', 'Say something about it');
  await ann.conversation.messageBox.fill('The new one');
  await ann.conversation.messageBox.press('Enter');
  await bob.open(ann);
  await expect(bob.conversation.message('The new one')).toBeVisible();
  await expect(ann.conversation.messageBox, 'one can write on').toBeFocused();

  const opener = bob.conversation.row('The new one').getByRole('button', { name: 'Open picture teapot.png' });
  await opener.click();
  const gallery = bob.page.getByRole('dialog', { name: 'Pictures and videos' });
  const large = gallery.getByRole('img', { name: 'teapot.png' });
  await expect.poll(() => large.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320);
  await bob.page.keyboard.press('Escape');
  await expect(gallery).toHaveCount(0);
  await expect(opener).toBeFocused();
});

test('the gallery goes through the pictures of a conversation', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.open(bob);
  await pick(ann, picture('one.png'), picture('two.png'));
  await ann.conversation.sendButton.click();
  await pick(ann, picture('three.png'));
  await ann.conversation.sendButton.click();
  await bob.open(ann);
  await bob.page.getByRole('button', { name: 'Open picture three.png' }).waitFor();
  await bob.page.getByRole('button', { name: 'Open picture one.png' }).click();
  const gallery = bob.page.getByRole('dialog', { name: 'Pictures and videos' });
  await expect(gallery.getByText('1 of 3')).toBeVisible();
  await bob.page.keyboard.press('ArrowRight');
  await expect(gallery.getByRole('img', { name: 'two.png' })).toBeVisible();
  await gallery.getByRole('button', { name: 'Next' }).click();
  await expect(gallery.getByRole('img', { name: 'three.png' })).toBeVisible();
  await expect(gallery.getByRole('button', { name: 'Next' })).toHaveCount(0);
});

test('a film shows a picture of itself before it is played', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.open(bob);
  await pick(ann, await film(ann.page, 'walk.webm', 'rgb(20, 160, 60)'));
  await ann.conversation.sendButton.click();
  await bob.open(ann);
  const shown = bob.page.getByLabel('Video walk.webm');
  await expect(shown).toHaveAttribute('poster', /\/api\/v1\/files\/[0-9a-z]{13}\/thumbnail$/);

  const poster = await shown.evaluate(async (video: HTMLVideoElement) => {
    const answer = await fetch(video.poster);
    const bitmap = await createImageBitmap(await answer.blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    const [red, green, blue] = context.getImageData(bitmap.width / 2, bitmap.height / 2, 1, 1).data;
    return { type: answer.headers.get('content-type'), sides: [bitmap.width, bitmap.height], red, green, blue };
  });
  expect(poster).toMatchObject({ type: 'image/jpeg', sides: [320, 180] });
  const isNear = (value: number | undefined, wanted: number) => Math.abs((value ?? 0) - wanted) < 40;
  expect(isNear(poster.red, 20) && isNear(poster.green, 160) && isNear(poster.blue, 60), JSON.stringify(poster)).toBe(true);
  expect(await shown.evaluate((video: HTMLVideoElement) => video.readyState), 'nothing of the film was loaded').toBe(0);

  const played = await shown.evaluate(async (video: HTMLVideoElement) => {
    const over = new Promise((resolve) => (video.onended = resolve));
    await video.play();
    await over;
    return [video.videoWidth, video.videoHeight];
  });
  expect(played).toEqual([320, 180]);
});

test('a picture that was pasted is sent', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.open(bob);
  await give(ann.page, 'paste', picture('image.png'));
  await expect(ann.page.getByRole('list', { name: 'Files to send' })).toContainText('image.png');
  await ann.conversation.sendButton.click();
  await bob.open(ann);
  await expect(bob.page.getByRole('button', { name: 'Open picture image.png' })).toBeVisible();
});

test('a file that was dropped is saved with the same bytes', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.open(bob);
  const plan = bytes('plan 计划.bin', 300_000);
  await give(ann.page, 'drop', plan);
  await ann.conversation.sendButton.click();
  await bob.open(ann);
  await expectSaved(bob, plan);
});

test('an upload goes on where the network broke', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.open(bob);
  const film = bytes('film.bin', 3_000_000);
  const cut = await cutAfter(ann.page, 2);
  await pick(ann, film);
  await ann.conversation.sendButton.click();
  await expect(ann.conversation.messages.getByText(/^No connection · .+ of 3 MB sent$/)).toBeVisible();
  cut.mend();
  await bob.open(ann);
  await expectSaved(bob, film);
  expect(cut.offsets.filter((offset) => offset === 0), 'the beginning is sent once').toHaveLength(1);
});

test('an upload goes on in the page that comes after a reload', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.open(bob);
  const film = bytes('film.bin', 3_000_000);
  const cut = await cutAfter(ann.page, 2);
  await pick(ann, film);
  await ann.conversation.sendButton.click();
  await expect(ann.conversation.messages.getByText(/^No connection · /)).toBeVisible();
  await ann.page.reload();
  cut.mend();
  await bob.open(ann);
  await expectSaved(bob, film);
  expect(cut.offsets.filter((offset) => offset === 0), 'the beginning is sent once').toHaveLength(1);
});

test('a file that is given up goes nowhere, and its words go without it', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.open(bob);
  const cut = await cutAfter(ann.page, 0);
  await pick(ann, bytes('secret.bin', 1_000));
  await ann.conversation.messageBox.fill('what I wanted to say');
  await ann.conversation.sendButton.click();
  await ann.page.getByRole('button', { name: 'Cancel sending secret.bin' }).click();
  cut.mend();
  await bob.open(ann);
  await expect(bob.conversation.message('what I wanted to say')).toBeVisible();
  await expect(bob.page.getByText('secret.bin')).toHaveCount(0);
});

test('an empty file says so before it is sent', async ({ enter }) => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.open(bob);
  await pick(ann, bytes('empty.txt', 0));
  await expect(ann.page.getByRole('alert').filter({ hasText: 'This file is empty.' })).toBeVisible();
  await expect(ann.conversation.sendButton).toBeDisabled();
  await ann.page.getByRole('button', { name: 'Remove empty.txt' }).click();
  await expect(ann.page.getByRole('list', { name: 'Files to send' })).toHaveCount(0);
});

async function pick(person: Person, ...files: Sample[]): Promise<void> {
  const choosing = person.page.waitForEvent('filechooser');
  await person.page.getByRole('button', { name: 'Attach', exact: true }).click();
  await (await choosing).setFiles(files);
  await expect(person.page.getByRole('list', { name: 'Files to send' }).getByRole('listitem')).toHaveCount(files.length);
}

/** Pastes or drops a file, as the browser would tell the page. */
async function give(page: Page, how: 'paste' | 'drop', { name, mimeType, buffer }: Sample): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Message', exact: true });
  await box.evaluate(
    (element, { how, name, mimeType, base64 }) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], name, { type: mimeType }));
      const init = { bubbles: true, cancelable: true };
      const event = how === 'paste' ? new ClipboardEvent('paste', { ...init, clipboardData: data }) : new DragEvent('drop', { ...init, dataTransfer: data });
      element.dispatchEvent(event);
    },
    { how, name, mimeType, base64: buffer.toString('base64') },
  );
}

async function expectSaved(person: Person, { name, buffer }: Sample): Promise<void> {
  const saving = person.page.waitForEvent('download');
  await person.page.getByRole('button', { name: `Download ${name}` }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe(name);
  expect(buffer.equals(await readFile(await saved.path())), 'the same bytes').toBe(true);
}

/** Lets `count` pieces pass and then cuts the road of uploads, until it is mended. */
async function cutAfter(page: Page, count: number): Promise<{ offsets: number[]; mend: () => void }> {
  const offsets: number[] = [];
  let isCut = true;
  await page.route(UPLOADS, async (route: Route) => {
    const request = route.request();
    if (request.method() !== 'PATCH') return isCut && offsets.length >= count ? route.abort() : route.continue();
    if (isCut && offsets.length >= count) return route.abort();
    offsets.push(Number(request.headers()['upload-offset']));
    return route.continue();
  });
  return { offsets, mend: () => (isCut = false) };
}
