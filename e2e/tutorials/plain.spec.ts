// The plain dialect in browsers: the example page with itself, from a file, and with people in the app.

import { pathToFileURL } from 'node:url';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { expectMedia, expectSound } from '../media.ts';
import { PlainPage } from '../pages/plain-page.ts';

const FILE = pathToFileURL(path.join(import.meta.dirname, '../../examples/plain/index.html')).href;

async function logIn(name: string, page: Page): Promise<PlainPage> {
  const guest = new PlainPage(name, page);
  await guest.logIn();
  return guest;
}

test('two pages call each other, and either hangs up', async ({ house, visit }) => {
  const ann = await logIn('Ann', await visit(`${house.url}/examples/plain/`));
  const bob = await logIn('Bob', await visit(`${house.url}/examples/plain/`));
  for (const [caller, callee, quitter] of [
    [ann, bob, ann],
    [bob, ann, ann],
  ] as const) {
    await caller.call(callee.name);
    await caller.expectPicture();
    await callee.expectPicture();
    await expectMedia(ann.page, bob.page);
    await quitter.hangUp.click();
    await ann.expectIdle();
    await bob.expectIdle();
  }
});

test('a page from a file calls a page from the server', async ({ house, visit }) => {
  const ann = await logIn('Ann', await visit(`${FILE}?server=${house.signalUrl}/any/path?and=query`));
  const bob = await logIn('Bob', await visit(`${house.url}/examples/plain/`));
  await ann.call('Bob');
  await ann.expectPicture();
  await bob.expectPicture();
  await expectMedia(ann.page, bob.page);
});

test('over HTTPS the page works as it does on localhost', async ({ house, visit }) => {
  const ann = await logIn('Ann', await visit(`${house.secureUrl}/examples/plain/`));
  const bob = await logIn('Bob', await visit(`${house.url}/examples/plain/`));
  await ann.call('Bob');
  await expectMedia(ann.page, bob.page);
});

test('a taken name is refused and a free one taken', async ({ house, visit }) => {
  await logIn('Ann', await visit(`${house.url}/examples/plain/`));
  const page = await visit(`${house.url}/examples/plain/`);
  await new PlainPage('Ann', page).tryToLogIn();
  await expect(page.getByRole('status')).toHaveText('This name is taken.');
  await logIn('Anna', page);
});

test('calling nobody says so', async ({ house, visit }) => {
  const ann = await logIn('Ann', await visit(`${house.url}/examples/plain/`));
  await ann.call('Nobody');
  await ann.expectIdle();
  await expect(ann.status).not.toHaveText(/Calling|^$|ended/);
});

test('a page that is closed during a call ends it, and its name is free', async ({ house, visit }) => {
  const ann = await logIn('Ann', await visit(`${house.url}/examples/plain/`));
  const bob = await logIn('Bob', await visit(`${house.url}/examples/plain/`));
  await ann.call('Bob');
  await bob.expectPicture();
  await ann.page.close();
  await bob.expectIdle();
  await logIn('Ann', await visit(`${house.url}/examples/plain/`));
});

test('a plain page calls somebody in the app', async ({ enter, house, visit }) => {
  const ann = await logIn('Ann', await visit(`${house.url}/examples/plain/`));
  const bob = await enter('Bob');
  await ann.call('Bob');
  const atBob = await bob.accept('Ann');
  await atBob.expectPicture();
  await ann.expectPicture();
  await expectMedia(ann.page, bob.page);
  await atBob.hangUp.click();
  await atBob.expectGone();
  await ann.expectIdle();
});

test('somebody in the app calls a plain page, which hangs up', async ({ enter, house, visit }) => {
  const ann = await logIn('Ann', await visit(`${house.url}/examples/plain/`));
  const bob = await enter('Bob');
  await bob.people.entry('Ann').click();
  await bob.conversation.videoCall.click();
  const atBob = bob.callWith('Ann');
  await atBob.expectPicture();
  await ann.expectPicture();
  await expectMedia(ann.page, bob.page);
  await ann.hangUp.click();
  await atBob.expectGone();
  await ann.expectIdle();
});

test('somebody in the app declines a plain page, which hears why', async ({ enter, house, visit }) => {
  const ann = await logIn('Ann', await visit(`${house.url}/examples/plain/`));
  const bob = await enter('Bob');
  await ann.call('Bob');
  await bob.incoming.decline.click();
  await ann.expectIdle();
  await bob.incoming.expectSilent();
});

test('a voice call from the app to a plain page carries sound', async ({ enter, house, visit }) => {
  const ann = await logIn('Ann', await visit(`${house.url}/examples/plain/`));
  const bob = await enter('Bob');
  await bob.people.entry('Ann').click();
  await bob.conversation.voiceCall.click();
  await expectSound(ann.page);
  await expectSound(bob.page);
});

test('the name of somebody in the app is not for plain pages, not even while she is away', async ({ enter, house, visit }) => {
  const bob = await enter('Bob');
  await bob.page.close();
  const page = await visit(`${house.url}/examples/plain/`);
  await new PlainPage('Bob', page).tryToLogIn();
  await expect(page.getByRole('status')).toHaveText('This name is taken.');
});
