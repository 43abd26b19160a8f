// The clients that people have, unmodified, of every generation and over every transport.

import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { buildOf, carryOut, withOtherOrigin } from './guests/browser-build.ts';
import { PlainGuest } from './guests/plain.ts';
import { preparePython, python } from './guests/python.ts';
import { Guest, VERSIONS, WAYS } from './guests/socket-io.ts';

test.describe.configure({ timeout: 30_000 });

const TIME = /^\d{1,2}:\d{1,2}:\d{1,2}$/;

for (const version of VERSIONS) {
  for (const way of WAYS) {
    test(`socket.io-client ${version} by ${way} speaks every word of the chat room`, async ({ house }) => {
      const host = await Guest.connect(house.chatRoomUrl);
      const guest = await Guest.connect(house.url.replace('localhost', '127.0.0.1'), version, way);

      expect(guest.heard[0]![0]).toBe('ready');
      expect(guest.heard[0]![2]).toEqual([
        { id: host.id, seq: 1 },
        { id: guest.id, seq: 2 },
      ]);
      expect((await host.next('change'))[0]).toEqual(guest.heard[0]![2]);

      guest.say('message', { to: host.id, text: '你好 🍵', deep: { list: [1, null, true, 1.5] }, from: 'a lie', time: 'another' });
      const [message] = await host.next('message');
      expect(message).toEqual({
        ...{ to: host.id, text: '你好 🍵', deep: { list: [1, null, true, 1.5] } },
        ...{ from: guest.id, time: expect.stringMatching(TIME) },
      });

      const bytes = Buffer.from([0, 1, 254, 255]);
      host.say('message', { to: guest.id, bytes });
      expect(Buffer.from((await guest.next('message'))[0].bytes)).toEqual(bytes);
      guest.say('message', { to: host.id, bytes });
      expect(Buffer.from((await host.next('message'))[0].bytes)).toEqual(bytes);

      guest.say('meeting', { topic: 'tea' });
      expect(await host.next('meeting')).toEqual([{ topic: 'tea' }]);
      host.say('meeting', { topic: 'cake', from: 'a lie' });
      expect(await guest.next('meeting')).toEqual([{ topic: 'cake', from: host.id }]);

      expect(await guest.ask('join', 'table')).toEqual({ id: 'table', count: 0 });
      expect(await guest.next('empty')).toEqual(['table']);
      expect(await host.ask('create', 'table')).toEqual({ id: 'table', count: 0 });
      expect(await guest.ask('join', 'table')).toEqual({ id: 'table', count: 1 });
      expect(await host.next('join')).toEqual(['table']);
      guest.say('message', { to: 'table', text: 'to the room' });
      expect((await host.next('message'))[0]).toMatchObject({ text: 'to the room', from: guest.id });

      guest.say('ipaddr');
      expect(await guest.next('ipaddr')).toEqual(['127.0.0.1']);

      guest.leave();
      await host.persons((persons) => persons.every(({ id }) => id !== guest.id));
      host.leave();
    });
  }

  test(`socket.io-client ${version} gets a burst whole and in order`, async ({ house }) => {
    const host = await Guest.connect(house.chatRoomUrl);
    for (const way of WAYS) {
      const guest = await Guest.connect(house.chatRoomUrl, version, way);
      const burst = Array.from({ length: 1000 }, (_, n) => n);
      for (const n of burst) host.say('message', { to: guest.id, n });
      const got = [];
      while (got.length < burst.length) got.push((await guest.next('message'))[0].n);
      expect(got).toEqual(burst);
      guest.leave();
    }
    host.leave();
  });
}

test('a third in a room of two hears that it is full', async ({ house }) => {
  const [one, two, three] = [
    await Guest.connect(house.chatRoomUrl, '1.7.4', 'polling'),
    await Guest.connect(house.chatRoomUrl, '2.5.0', 'upgrade'),
    await Guest.connect(house.chatRoomUrl, '4.x', 'websocket'),
  ];
  expect(await one.ask('create', 7)).toEqual({ id: 7, count: 0 });
  expect(await two.ask('create', 7)).toEqual({ id: 7, count: 1 });
  expect(await three.ask('join', 7)).toEqual({ id: 7, count: 2 });
  expect(await three.next('full')).toEqual([7]);
  three.say('message', { to: '7', text: 'let me in' });
  expect((await three.next('error'))[0]).toMatchObject({ event: 'message', code: expect.any(String), message: expect.any(String) });
  one.leave();
  expect(await two.next('leave')).toEqual([7, one.id]);
  for (const guest of [two, three]) guest.leave();
});

for (const build of ['1.7.4', '2.5.0', '4.x'] as const) {
  const talk = async (host: Guest, page: Page, server: string) => {
    await page.addScriptTag(buildOf(build, server));
    for (const way of WAYS) {
      const answered = host.next('message').then(([{ from, text, bytes }]) => host.say('message', { to: from, echo: text, bytes }));
      const told = await carryOut(page, server, way, host.id);
      await answered;
      expect(told).toEqual({ echo: '茶', bytes: [0, 128, 255], transport: way === 'polling' ? 'polling' : 'websocket' });
    }
  };

  test(`the browser build of ${build} works on a page of the same origin`, async ({ house, visit }) => {
    const host = await Guest.connect(house.chatRoomUrl);
    // The page's own policy has no place for scripts of a test.
    const page = await visit(`${house.url}/examples/plain/`, { bypassCSP: true });
    await talk(host, page, house.url);
    host.leave();
  });

  test(`the browser build of ${build} works on a page of another origin`, async ({ house, visit }) => {
    const host = await Guest.connect(house.chatRoomUrl);
    await withOtherOrigin(async (url) => talk(host, await visit(url), house.chatRoomUrl));
    host.leave();
  });
}

test('ws speaks plain on every path of its door and on the main port, with and without TLS', async ({ house }) => {
  const main = `127.0.0.1:${house.port}`;
  const urls = [house.signalUrl, `${house.signalUrl}/any/path?x=1`, `ws://${main}/signal`, `wss://${main}/signal`, house.signalUrl.replace('ws:', 'wss:')];
  for (const [index, url] of urls.entries()) {
    const ann = await PlainGuest.logIn(url, `Ann ${index}`);
    const bob = await PlainGuest.logIn(house.signalUrl, `Bob ${index}`);
    ann.say(Buffer.from(JSON.stringify({ type: 'offer', name: `Bob ${index}`, offer: { sdp: 'o', n: 1.0 } })));
    expect(await bob.next()).toEqual({ type: 'offer', offer: { sdp: 'o', n: 1 }, name: `Ann ${index}` });
    bob.say({ type: 'candidate', name: `Ann ${index}`, candidate: null });
    bob.say({ type: 'answer', name: `Ann ${index}`, answer: { sdp: 'a' } });
    expect(await ann.next()).toEqual({ type: 'answer', answer: { sdp: 'a' } });
    expect(await ann.next()).toEqual({ type: 'candidate', candidate: null });
    ann.say({ type: 'leave' });
    expect(await bob.next()).toEqual({ type: 'leave' });
    expect(await ann.ask({ type: 'nonsense' })).toEqual({ type: 'error', message: 'Command not found: nonsense' });
    expect(await ann.ask('no json')).toEqual({ type: 'error', message: 'Command not found: undefined' });
    ann.close();
    bob.close();
  }
});

test.describe('Python', () => {
  test.beforeAll(preparePython);

  for (const transports of ['polling', 'polling,websocket', 'websocket']) {
    test(`python-socketio by ${transports}`, async ({ house }) => {
      await python('chat_room.py', house.chatRoomUrl, transports);
    });
  }

  test('websocket-client and websockets speak plain with each other', async ({ house }) => {
    await python('plain.py', house.signalUrl);
  });
});
