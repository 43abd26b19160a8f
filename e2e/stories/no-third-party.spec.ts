// Nothing leaves the house: no request, no socket, no address asked of a stranger's server.

import { expect, test } from '../fixtures.ts';
import { expectMedia } from '../media.ts';

/** What a policy may name: the house itself, what the page made, and the compiling of WebAssembly. */
const OWN_SOURCE = /^('self'|'none'|'wasm-unsafe-eval'|blob:|wss?:\/\/localhost:\d+)$/;

test('a whole visit asks nobody but the house', async ({ enter, outside }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  await ann.say(bob, 'https://elsewhere.example/picture.png 🍵');
  await bob.open(ann);
  const atAnn = await ann.call(bob);
  await bob.accept(ann);
  await expectMedia(ann.page, bob.page);
  await atAnn.hangUp.click();
  await bob.callWith(ann).expectGone();
  outside.expectNothingLeft(4);
});

test('calls ask no foreign STUN or TURN server', async ({ enter }) => {
  const ann = await enter('Ann');
  const bob = await enter('Bob');
  await ann.call(bob);
  await bob.accept(ann);
  await expectMedia(ann.page, bob.page);
  for (const { page } of [ann, bob]) {
    const urls = await page.evaluate(() =>
      window.peerConnections.flatMap((one) => one.getConfiguration().iceServers ?? []).flatMap(({ urls }) => urls),
    );
    expect(urls.filter((url) => !/^(stun|turns?):(localhost|127\.0\.0\.1|\[::1\])/.test(url))).toEqual([]);
  }
});

test('the page forbids itself to ask anybody else', async ({ house, request }) => {
  const answer = await request.get(house.url, { headers: { Accept: 'text/html' } });
  const policy = answer.headers()['content-security-policy'] ?? '';
  const directives = new Map(policy.split(';').map((directive) => directive.trim().split(/\s+/)).map(([name, ...sources]) => [name, sources]));
  expect(directives.has('default-src')).toBe(true);
  for (const [name, sources] of directives) {
    if (!name?.endsWith('-src')) continue;
    const foreign = sources.filter((source) => !OWN_SOURCE.test(source));
    expect(foreign, name).toEqual([]);
  }
});
