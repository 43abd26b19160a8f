// Files on their way: every byte once, whatever the network and the page do.
import { beforeEach, expect, test } from 'vitest';
import { Refusal, Unanswered, type ConnectionState } from '../connection/types';
import { FakeBrowser } from '../testing/fake-browser';
import { FIRST } from './chunk';
import { FakeDoor, memoryUploads } from './fake-door';
import { Previews } from './previews';
import { Uploads } from './uploads.svelte';

let browser: FakeBrowser;
let door: FakeDoor;
let previews: Previews;
let urls: Set<string>;
let store: ReturnType<typeof memoryUploads>;

beforeEach(() => {
  browser = new FakeBrowser();
  door = new FakeDoor();
  store = memoryUploads();
  urls = new Set();
  let next = 1;
  const objectUrl = () => {
    const url = `blob:${next++}`;
    urls.add(url);
    return url;
  };
  previews = new Previews({ objectUrl, releaseUrl: (url) => void urls.delete(url) });
});

test('a_file_of_several_pieces_arrives_byte_by_byte', async () => {
  const uploads = await started();
  const bytes = patterned(FIRST * 3 + 17);
  const localId = begin(uploads, bytes);
  expect(await uploads.ready(localId)).toBe('file of upload-1');
  expectArrived(bytes);
  expect(uploads.get(localId)?.progress).toBe(1);
});

test('after_a_break_only_what_is_missing_is_sent', async () => {
  const uploads = await started();
  const bytes = patterned(FIRST * 4);
  door.troubles = [undefined, undefined, new Unanswered('disconnected')];
  const localId = begin(uploads, bytes);
  const ready = uploads.ready(localId);
  await until(() => uploads.get(localId)?.state === 'offline');
  expect(uploads.get(localId)?.sent).toBe(FIRST);
  await browser.pass(60_000);
  await ready;
  expectArrived(bytes);
  expect([door.knocks.begin, door.knocks.look]).toEqual([1, 1]);
});

test('a_piece_whose_answer_was_lost_is_not_written_twice', async () => {
  const uploads = await started();
  const bytes = patterned(FIRST * 2);
  door.losesAnswer = true;
  const localId = begin(uploads, bytes);
  const ready = uploads.ready(localId);
  await until(() => uploads.get(localId)?.state === 'offline');
  await browser.pass(60_000);
  await ready;
  expectArrived(bytes);
});

test('the_network_that_comes_back_ends_the_wait_at_once', async () => {
  const uploads = await started();
  door.troubles = [new Unanswered('disconnected')];
  const localId = begin(uploads, patterned(10));
  await until(() => uploads.get(localId)?.state === 'offline');
  browser.setUp(true);
  await uploads.ready(localId);
  expect(door.uploads.size).toBe(1);
});

test('the_next_page_goes_on_where_this_one_stopped', async () => {
  const first = await started();
  const bytes = patterned(FIRST * 3);
  door.troubles = [undefined, undefined, new Unanswered('disconnected')];
  const localId = begin(first, bytes);
  await until(() => first.get(localId)?.state === 'offline');
  first.stop();
  const next = await started();
  expect(await next.ready(localId)).toBe('file of upload-1');
  expectArrived(bytes);
  expect(door.knocks.begin).toBe(1);
});

test('a_file_that_the_browser_could_not_keep_is_lost_with_the_page_and_says_so', async () => {
  store.full = true;
  const first = await started();
  door.troubles = [undefined, new Unanswered('disconnected')];
  const localId = begin(first, patterned(10));
  await until(() => first.get(localId)?.state === 'offline');
  first.stop();
  const next = await started();
  await expect(next.ready(localId)).rejects.toMatchObject({ code: 'file_lost' });
});

test('an_upload_that_the_house_forgot_begins_anew', async () => {
  const uploads = await started();
  door.troubles = [undefined, new Refusal('not_found', '')];
  const localId = begin(uploads, patterned(10));
  expect(await uploads.ready(localId)).toBe('file of upload-2');
});

test('a_house_that_always_forgets_is_not_asked_for_ever', async () => {
  const uploads = await started();
  door.put = async () => {
    throw new Refusal('not_found', '');
  };
  await expect(uploads.ready(begin(uploads, patterned(10)))).rejects.toMatchObject({ code: 'not_found' });
});

test('a_refusal_is_told_and_the_file_can_be_tried_again', async () => {
  const uploads = await started();
  door.troubles = [new Refusal('over_quota', '')];
  const localId = begin(uploads, patterned(10));
  await expect(uploads.ready(localId)).rejects.toMatchObject({ code: 'over_quota' });
  expect([uploads.get(localId)?.state, uploads.get(localId)?.code]).toEqual(['refused', 'over_quota']);
  expect(await uploads.ready(localId)).toBe('file of upload-1');
});

test('too_many_is_waited_out', async () => {
  const uploads = await started();
  door.troubles = [new Refusal('too_many', '', 3_000)];
  const localId = begin(uploads, patterned(10));
  const ready = uploads.ready(localId);
  await browser.pass(2_999);
  expect(door.uploads.size).toBe(0);
  await browser.pass(1);
  await ready;
});

test('a_canceled_file_goes_nowhere_and_is_kept_nowhere', async () => {
  const uploads = await started();
  door.troubles = [undefined, new Unanswered('disconnected')];
  const localId = begin(uploads, patterned(10));
  const ready = uploads.ready(localId);
  const rejected = expect(ready).rejects.toMatchObject({ code: 'upload_canceled' });
  await until(() => uploads.get(localId)?.state === 'offline');
  uploads.forget(localId);
  await rejected;
  await browser.pass(60_000);
  expect([door.dropped, [...store.kept.keys()], uploads.get(localId), door.knocks.put]).toEqual([['upload-1'], [], undefined, 1]);
});

test('a_paused_file_waits_until_it_may_go_on', async () => {
  const uploads = await started();
  door.troubles = [undefined, new Unanswered('disconnected')];
  const localId = begin(uploads, patterned(10));
  await until(() => uploads.get(localId)?.state === 'offline');
  uploads.pause(localId);
  await browser.pass(60_000);
  expect([uploads.get(localId)?.state, door.knocks.put]).toEqual(['paused', 1]);
  uploads.resume(localId);
  await uploads.ready(localId);
});

test('two_files_go_at_once_and_the_third_waits', async () => {
  const uploads = await started();
  const begun: (() => void)[] = [];
  const taken = door.begin.bind(door);
  door.begin = async (wish) => {
    await new Promise<void>((resolve) => begun.push(resolve));
    return taken(wish);
  };
  const ids = [1, 2, 3].map(() => begin(uploads, patterned(10)));
  await until(() => begun.length === 2);
  expect(uploads.get(ids[2] ?? '')?.state).toBe('waiting');
  begun[0]?.();
  await until(() => begun.length === 3);
  begun[1]?.();
  begun[2]?.();
  await Promise.all(ids.map((id) => uploads.ready(id)));
});

test('a_film_is_there_when_its_picture_is', async () => {
  const uploads = await started();
  door.troubles = [undefined, undefined, new Unanswered('disconnected')];
  const poster = new Blob(['picture']);
  const localId = uploads.begin(new Blob(['film']), { name: 'a.mp4', type: 'video/mp4', size: 4 }, poster);
  const ready = uploads.ready(localId);
  await until(() => uploads.get(localId)?.state === 'offline');
  expect(uploads.get(localId)?.file).toBeUndefined();
  await browser.pass(60_000);
  expect(await ready).toBe('file of upload-1');
  expect(door.posters.has('file of upload-1')).toBe(true);
});

test('a_film_goes_without_a_picture_that_the_house_does_not_take', async () => {
  const uploads = await started();
  door.troubles = [undefined, undefined, new Refusal('broken_media', '')];
  expect(await uploads.ready(uploads.begin(new Blob(['film']), { name: 'a.mp4', type: 'video/mp4', size: 4 }, new Blob(['?'])))).toBe('file of upload-1');
});

test('the_page_goes_on_showing_its_own_copy_under_the_name_that_the_house_gave', async () => {
  const uploads = await started();
  const localId = begin(uploads, patterned(10));
  const shown = previews.of(localId);
  const file = await uploads.ready(localId);
  uploads.forget(localId);
  expect([shown?.url, previews.of(file), previews.of(localId)]).toEqual(['blob:1', shown, undefined]);
});

test('of_a_canceled_file_nothing_stays_in_memory', async () => {
  const uploads = await started();
  uploads.forget(begin(uploads, patterned(10)));
  expect(urls.size).toBe(0);
});

test('nobody_else_takes_up_the_files_of_another_person', async () => {
  const anns = await started('ann');
  door.troubles = [undefined, new Unanswered('disconnected')];
  const localId = begin(anns, patterned(10));
  await until(() => anns.get(localId)?.state === 'offline');
  anns.stop();
  const bobs = await started('bob');
  expect(bobs.get(localId)).toBeUndefined();
});

async function started(user = 'ann'): Promise<Uploads> {
  const connection = { onState: (_: (state: ConnectionState) => void) => () => {} };
  const uploads = new Uploads({ browser, connection, door, store, previews, alone: (_, work) => work() }, user);
  await uploads.start();
  return uploads;
}

function begin(uploads: Uploads, bytes: Uint8Array<ArrayBuffer>): string {
  return uploads.begin(new Blob([bytes]), { name: 'tea.bin', type: 'application/octet-stream', size: bytes.length });
}

/** Compared as text: a list of a million numbers takes the matcher seconds. */
function expectArrived(bytes: Uint8Array): void {
  const arrived = door.uploads.get('upload-1')?.bytes ?? new Uint8Array();
  expect(Buffer.from(arrived).equals(Buffer.from(bytes))).toBe(true);
}

function patterned(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) % 256);
}

/** Blobs are read by real tasks, so that settling promises alone is not enough. */
async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { timeout: 5_000, interval: 1 }).toBe(true);
}
