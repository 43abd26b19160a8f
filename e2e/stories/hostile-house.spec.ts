// Hostile texts in the rarer places: names of groups, of guests by the old protocols, of programs and devices; old words of
// a message, what is found, addresses of the page, and the answers of a house that is not ours.

import { expect } from '../fixtures.ts';
import { PlainGuest } from '../guests/plain.ts';
import { cut, whole } from '../hostile/corpus.ts';
import { NAME, test } from '../hostile/fixtures.ts';
import { give, tell, texts } from '../hostile/given.ts';
import { each, kept, Teller } from '../hostile/teller.ts';
import { goDown, goUp, Viewer } from '../hostile/viewers.ts';

/** Characters that the name of a guest by the old protocols may have. */
const PLAIN_NAME = 256;
/** So many guests come at once: as many as the list shows without being asked for more. */
const CROWD = 40;
/** The house forgets the oldest devices of more than 64. */
const DEVICES = 50;

test('what groups are called is words, in their lines and at the end of their links too', async ({ browser, firefox, house }) => {
  const [vera, ann] = [await Teller.owner(house), await Teller.guest(house, 'Ann')];
  const { id: room } = await ann.get('POST', '/api/v1/conversations', { kind: 'group', name: 'Tea', members: [vera.id] });
  const places = { row: 'nav b[dir=auto]', head: 'header h2 span[dir=auto]', sheet: 'dialog h3[dir=auto]', notice: 'ol p[dir=auto]', join: 'main h2[dir=auto]' };
  const viewers = await Viewer.all({ Chromium: browser, Firefox: firefox }, house, vera.token, places);
  await Promise.all(viewers.map(async (viewer) => {
    await viewer.open(`/room/${room}`);
    await viewer.page.getByRole('heading', { name: 'Tea', exact: true }).getByRole('button').click();
    await viewer.page.getByRole('dialog').waitFor();
  }));
  const short = [...new Set(texts(200).map((text) => cut(text, NAME)))];
  const names = await give('group names', short, async (name) => {
    const { status } = await ann.ask('PATCH', `/api/v1/conversations/${room}`, { name });
    // The house takes a line's end for a blank, which the language of this test does not.
    return status < 300 ? name.normalize('NFC').replaceAll('\u0085', ' ') : undefined;
  });
  const notices = { ...names, field: 'renamings', taken: names.taken.map((name) => `Ann renamed the group to “${name.replace(/\s+/gu, ' ').trim()}”`) };
  for (const viewer of viewers) {
    for (const place of ['row', 'head', 'sheet']) await viewer.expectSeen(names, place);
    await viewer.expectSeen(notices, 'notice');
  }
  const links = new Map<string, string>();
  const invited = await give('groups of links', texts(8).map((text) => cut(text, NAME)), async (name) => {
    const made = kept(await ann.ask('POST', '/api/v1/conversations', { kind: 'group', name }));
    if (!made) return undefined;
    links.set(made.name, (await ann.get('POST', `/api/v1/conversations/${made.id}/invites`, {})).code);
    return made.name;
  });
  for (const viewer of viewers) {
    for (const name of invited.taken) {
      const page = await viewer.open(`/join/${links.get(name)}`);
      await page.getByText('invited by Ann').waitFor();
      await viewer.expectSeen({ ...invited, taken: [name] }, 'join');
    }
    await viewer.expectQuiet();
  }
});

test('guests who are called by any letters are words in the list and when they call', async ({ browser, firefox, house }) => {
  const vera = await Teller.owner(house);
  const viewers = await Viewer.all({ Chromium: browser, Firefox: firefox }, house, vera.token, { row: 'nav b[dir=auto]', ring: '[role=alertdialog] b' });
  await Promise.all(viewers.map(async (viewer) => (await viewer.open('')).getByRole('navigation', { name: 'People', exact: true }).waitFor()));
  const all = [...new Set(texts(800).map((text) => cut(text, PLAIN_NAME)))];
  const taken: string[] = [];
  for (let from = 0; from < all.length; from += CROWD) {
    const crowd = (await each(all.slice(from, from + CROWD), (name) => comeIn(house.signalUrl, name))).filter((guest) => guest !== undefined);
    const names = crowd.map(({ name }) => name);
    for (const viewer of viewers) await viewer.expectSeen({ field: 'guests', tried: names.length, taken: names }, 'row');
    taken.push(...names);
    for (const { guest } of crowd) guest.close();
  }
  tell({ field: 'guests', tried: all.length, taken });
  const callers = { field: 'callers', tried: 8, taken: spreadOf(taken, 8) };
  // One after another: who is called by two at once is busy.
  for (const name of tell(callers).taken) {
    const caller = await comeIn(house.signalUrl, name);
    caller?.guest.say({ type: 'offer', name: 'Vera', offer: { type: 'offer', sdp: '' } });
    for (const viewer of viewers) await viewer.expectSeen({ ...callers, taken: [name] }, 'ring');
    caller?.guest.close();
    for (const { page } of viewers) await expect(page.getByRole('alertdialog')).toHaveCount(0);
  }
  for (const viewer of viewers) await viewer.expectQuiet();
});

test('programs, signs, devices, old words and what is found are words', async ({ browser, firefox, house }) => {
  const [vera, ann] = [await Teller.owner(house), await Teller.guest(house, 'Ann')];
  const { id: room } = await vera.get('POST', '/api/v1/conversations', { kind: 'group', name: 'Tea', members: [ann.id] });
  const path = `/api/v1/conversations/${room}`;
  const sent: string[] = [];
  const programs = await give('hooks', [...new Set(texts(250).map((text) => cut(text, NAME)))], async (name) => {
    const made = kept(await vera.ask('POST', `${path}/hooks`, { name }));
    if (!made) return undefined;
    sent.push((await vera.get('POST', made.path, { text: name })).message.id);
    await vera.get('DELETE', `/api/v1/admin/hooks/${made.hook.id}`);
    return made.hook.name;
  });
  const bots = await give('bots', texts(150).map((text, place) => cut(`${place}${text}`, NAME)), async (name) => kept(await vera.ask('POST', '/api/v1/bots', { name }))?.bot.name);
  const signs = await give('reactions', texts(), async (sign, place) => {
    const { status } = await vera.ask('PUT', `${path}/messages/${sent[place % sent.length]}/reactions/${encodeURIComponent(whole(sign))}`);
    return status < 300 ? whole(sign) : undefined;
  });
  await each(texts(DEVICES).slice(0, DEVICES), (agent) => Teller.device(house, agent));
  const { sessions } = await vera.get('GET', '/api/v1/sessions');
  const devices = tell({ field: 'devices', tried: DEVICES, taken: sessions.map(({ label }: { label: string }) => label).filter((label: string) => label !== '') });
  const last = (await vera.get('POST', `${path}/messages`, { client_id: 'edits', text: 'tea' })).id;
  const edits = await give('old words', texts(100), async (text, place) => (kept(await vera.ask('PATCH', `${path}/messages/${last}`, { text: `${text}\n⟦e${place}⟧` })) ? `⟦e${place}⟧` : undefined));

  const places = { author: 'li b.name', sign: 'li .sign', listed: 'li .name b', device: 'li .words b', old: 'dialog .formatted' };
  await Promise.all((await Viewer.all({ Chromium: browser, Firefox: firefox }, house, vera.token, places)).map(async (viewer) => {
    const page = await viewer.open(`/room/${room}`);
    await page.getByRole('button', { name: 'Edited: show what it said before', exact: true }).click();
    await viewer.expectSeen(edits, 'old');
    await page.keyboard.press('Escape');
    await viewer.expectSeen(programs, 'author', goUp);
    await viewer.expectSeen(signs, 'sign', goUp);
    await page.getByRole('textbox', { name: 'Search', exact: true }).fill('alert');
    const hits = page.getByRole('region', { name: 'Search results', exact: true }).getByRole('listitem');
    await expect.poll(() => hits.count()).toBeGreaterThan(10);
    await viewer.open('/settings');
    await viewer.expectSeen(devices, 'device');
    await viewer.open('/settings/house');
    await viewer.expectSeen(bots, 'listed', goDown);
    await viewer.expectQuiet();
  }));
});

test('addresses of the page and answers of a foreign house are words', async ({ browser, firefox, house }) => {
  const vera = await Teller.owner(house);
  const all = texts().map(whole);
  for (const viewer of await Viewer.all({ Chromium: browser, Firefox: firefox }, house, vera.token, {})) {
    const page = await viewer.open('');
    await page.getByRole('navigation', { name: 'People', exact: true }).waitFor();
    await page.evaluate(walk, all);
    await viewer.expectQuiet();
  }
  for (const viewer of await Viewer.all({ Chromium: browser, Firefox: firefox }, house, undefined, {})) {
    const page = await viewer.open('');
    for (const text of texts(12)) {
      const answered = page.route('**/api/v1/session', (route) => route.fulfill({ status: 403, json: { code: text, message: text, proposal: text } }));
      await answered;
      await page.getByRole('textbox', { name: 'Your name', exact: true }).fill(text.slice(0, NAME) || 'x');
      await page.getByRole('button', { name: 'Enter', exact: true }).click();
      await page.getByRole('alert').first().waitFor();
      await page.unroute('**/api/v1/session');
    }
    await viewer.expectQuiet();
  }
});

/** A guest by the plain protocol, if the house lets her in by this name. */
async function comeIn(url: string, name: string): Promise<{ guest: PlainGuest; name: string } | undefined> {
  const guest = await PlainGuest.connect(url);
  const { success } = await guest.ask({ type: 'login', name: whole(name) });
  if (success) return { guest, name: whole(name) };
  guest.close();
  return undefined;
}

function spreadOf(list: readonly string[], count: number): readonly string[] {
  return list.filter((_, place) => place % Math.ceil(list.length / count) === 0);
}

/** Goes to every address that a text can be made into, one after another. Runs in the page. */
async function walk(all: readonly string[]): Promise<void> {
  const kinds = ['/with/', '/room/', '/join/', '/invite/', '/settings/', '/room/x/', ''];
  for (const [place, text] of all.entries()) {
    const kind = kinds[place % kinds.length]!;
    const hash = `#${kind}${place % 2 === 0 ? encodeURIComponent(text) : text}`;
    const gone = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
    if (new URL(hash, location.href).href === location.href) continue;
    location.hash = hash;
    await gone;
  }
}
