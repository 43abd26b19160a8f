// Behind Debian's nginx: with the block that we ship, and with the one that the chat-room tutorial teaches.

import { expect, test as base } from './fixtures.ts';
import { PlainGuest } from './guests/plain.ts';
import { Guest, VERSIONS, WAYS } from './guests/socket-io.ts';
import { Nginx, ourBlock, TUTORIAL_BLOCK } from './nginx.ts';
import { Person } from './pages/person.ts';

const test = base.extend<{ ours: Nginx; tutorials: Nginx }>({
  ours: async ({ house }, use) => {
    const nginx = await Nginx.before(house, await ourBlock());
    await use(nginx);
    await nginx.stop();
  },
  tutorials: async ({ house }, use) => {
    const nginx = await Nginx.before(house, TUTORIAL_BLOCK);
    await use(nginx);
    await nginx.stop();
  },
});

test('behind our block two people chat and one of them did not come through it', async ({ ours, enter, visit }) => {
  const page = await visit(ours.url);
  const ann = new Person('Ann', page);
  await ann.enter();
  expect(await page.evaluate(() => window.isSecureContext)).toBe(true);
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ httpOnly: true, secure: true });
  const bob = await enter('Bob');
  await ann.say(bob, 'through the proxy');
  await bob.open(ann);
  await expect(bob.conversation.message('through the proxy')).toBeVisible();
});

test('behind our block the guest dialects work in every transport', async ({ ours }) => {
  const host = await Guest.connect(ours.url, '4.x', 'websocket');
  for (const version of VERSIONS) {
    for (const way of WAYS) {
      const guest = await Guest.connect(ours.url, version, way);
      guest.say('message', { to: host.id, text: '茶' });
      expect((await host.next('message'))[0]).toMatchObject({ from: guest.id, text: '茶' });
      guest.leave();
    }
  }
  host.leave();
  const secure = ours.url.replace('https:', 'wss:');
  const ann = await PlainGuest.logIn(`${secure}/plain`, 'Ann');
  const bob = await PlainGuest.logIn(`${secure}/signal`, 'Bob');
  ann.say({ type: 'offer', name: 'Bob', offer: {} });
  expect(await bob.next()).toMatchObject({ type: 'offer', name: 'Ann' });
  ann.close();
  bob.close();
});

test("behind the tutorial's block the page is the app, and the camera may be asked for", async ({ tutorials, visit }) => {
  const page = await visit(tutorials.url);
  await expect(new Person('Ann', page).nameBox).toBeVisible();
  expect(await page.evaluate(() => window.isSecureContext)).toBe(true);
});

test("behind the tutorial's block an upgrade is refused at once, and clients chat on by polling", async ({ tutorials }) => {
  const host = await Guest.connectWithoutUpgrade(tutorials.url, '4.x');
  for (const version of VERSIONS) {
    const guest = await Guest.connectWithoutUpgrade(tutorials.url, version);
    guest.say('message', { to: host.id, text: '茶' });
    expect((await host.next('message'))[0]).toMatchObject({ from: guest.id, text: '茶' });
    expect(guest.transport).toBe('polling');
    guest.leave();
  }
  host.leave();
});
