// Thousands of hostile texts in every field that a person can fill, before the eyes of Chromium and Firefox: all are shown
// as words, none becomes anything else.

import { cut } from '../hostile/corpus.ts';
import { NAME, test } from '../hostile/fixtures.ts';
import { give, type Given, tell, texts } from '../hostile/given.ts';
import { each, kept, Teller } from '../hostile/teller.ts';
import { goUp, Viewer } from '../hostile/viewers.ts';

test('messages, what they were changed to, what they quote and the names of their files are words', async ({ browser, firefox, house }) => {
  const [vera, ann] = [await Teller.owner(house), await Teller.guest(house, 'Ann')];
  const { id: room } = await ann.get('POST', '/api/v1/conversations', { kind: 'group', name: 'Tea', members: [vera.id] });
  const path = `/api/v1/conversations/${room}/messages`;
  const names = texts(450);
  const files = (await each(names, (name) => upload(ann, name))).filter((file) => file !== undefined);
  let quoted: { reply_to?: string } = {};
  const messages = await give('messages', texts(), async (text, place) => {
    const words = `${text}\n⟦m${place}⟧`;
    // Each second one says it from the start, the others after a change.
    const isChanged = place % 2 === 1;
    const body = { client_id: `m${place}`, text: isChanged ? 'tea' : words, files: files.slice(place * 9, place * 9 + 9).map(({ id }) => id), ...quoted };
    const sent = await ann.ask('POST', path, body);
    if (sent.status !== 201) return undefined;
    quoted = { reply_to: sent.body.id };
    const { status } = isChanged ? await ann.ask('PATCH', `${path}/${sent.body.id}`, { text: words }) : sent;
    return status < 300 ? `⟦m${place}⟧` : undefined;
  });
  const all = await everything(ann, path);
  // A conversation that has been read opens at its end.
  await vera.get('PUT', `/api/v1/conversations/${room}/read`, { seq: all.at(-1)!.seq });
  const answers = all.filter(({ reply_to }) => reply_to);
  const quotes = tell({ field: 'quotes', tried: answers.length, taken: answers.flatMap(({ reply_to }) => (reply_to?.excerpt ? [`“${reply_to.excerpt}`] : [])) });
  const named = tell({ field: 'file names', tried: names.length, taken: files.map(({ name }) => name) });
  const places = { message: '.formatted', quote: 'li button > span[dir=auto]', file: 'bdi.name' };
  await Promise.all((await Viewer.all({ Chromium: browser, Firefox: firefox }, house, vera.token, places)).map(async (viewer) => {
    await viewer.open(`/room/${room}`);
    await viewer.expectSeen(messages, 'message', goUp);
    await viewer.expectSeen(quotes, 'quote');
    await viewer.expectSeen(named, 'file');
    await viewer.expectQuiet();
  }));
});

test('names, what people say of themselves, remarks and drafts are words', async ({ browser, firefox, house }) => {
  const [vera, ann] = [await Teller.owner(house), await Teller.guest(house, 'Ann')];
  const { id: group } = await ann.get('POST', '/api/v1/conversations', { kind: 'group', name: 'Tea', members: [vera.id] });
  const { id: direct } = await vera.get('POST', '/api/v1/conversations', { kind: 'direct', peer: ann.id });
  await ann.get('POST', `/api/v1/conversations/${direct}/messages`, { client_id: 'd', text: 'Hello' });
  const places = { row: 'nav b[dir=auto]', head: 'h2 span[dir=auto]', sheet: 'dialog h3[dir=auto]', about: 'dialog .about', draft: 'nav .what' };
  const viewers = await Viewer.all({ Chromium: browser, Firefox: firefox }, house, vera.token, places);
  await Promise.all(viewers.map(async (viewer) => {
    await viewer.open(`/with/${ann.id}`);
    await viewer.page.getByRole('heading', { name: 'Ann', exact: true }).getByRole('button').click();
    await viewer.page.getByRole('dialog').waitFor();
  }));
  const short = [...new Set(texts(450).map((text) => cut(text, NAME)))];
  const shown = async (given: Given, ...where: string[]) => {
    for (const viewer of viewers) for (const place of where) await viewer.expectSeen(given, place);
  };
  await shown(await give('display names', short, async (name) => kept(await ann.ask('PATCH', '/api/v1/me', { name }))?.name), 'row', 'head', 'sheet');
  await shown(await give('about', texts(450), async (about) => kept(await ann.ask('PATCH', '/api/v1/me', { about }))?.about), 'about');
  // Other words than the names had.
  const remarks = short.map((text) => cut(`=${text}`, NAME));
  await shown(await give('remarks', remarks, async (remark) => kept(await vera.ask('PATCH', `/api/v1/contacts/${ann.id}`, { remark }))?.remark), 'row', 'head', 'sheet');
  const drafts = await give('drafts', texts(450), async (text) => {
    const words = kept(await vera.ask('PUT', `/api/v1/conversations/${group}/draft`, { text }))?.draft?.text;
    return words && `Draft: ${words}`;
  });
  await shown(drafts, 'draft');
  for (const viewer of viewers) await viewer.expectQuiet();
});

/** Brings a file of one byte; nothing if the house does not take its name. */
async function upload(by: Teller, name: string): Promise<{ id: string; name: string } | undefined> {
  const { status, body } = await by.ask('POST', '/api/v1/files', { name, size: 1, type: name });
  if (status !== 201) return undefined;
  const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' };
  return (await by.get('PATCH', `/api/v1/files/${body.id}/upload`, new Blob(['x']), headers)).file;
}

/** All messages of a conversation as they stand. */
async function everything(by: Teller, path: string): Promise<{ seq: number; reply_to?: { excerpt?: string } }[]> {
  const { messages, more } = await by.get('GET', `${path}?limit=500`);
  const all = [...messages];
  for (let isMore = more; isMore; ) {
    const page = await by.get('GET', `${path}?limit=500&before_seq=${all[0].seq}`);
    all.unshift(...page.messages);
    isMore = page.more;
  }
  return all;
}
