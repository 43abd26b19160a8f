// What is chosen for a message before it is sent.
import { beforeEach, expect, test } from 'vitest';
import type { Limits, Wish } from './door';
import { MOST_FILES, Tray } from './tray.svelte';

let limits: Limits;
let begun: { blob: Blob; wish: Wish; poster?: Blob }[];
let urls: Set<string>;
let tray: Tray;

beforeEach(() => {
  limits = {};
  begun = [];
  urls = new Set();
  tray = new Tray({ uploads: { begin, get limits() { return limits; } }, equipment: equipment() });
});

test('a_picture_is_sent_with_its_pixels_and_leaves_the_tray', async () => {
  tray.add([file('cup.png', 'image/png', 10)]);
  const [sent] = await tray.send();
  expect(begun[0]?.wish).toMatchObject({ name: 'cup.png', type: 'image/png', size: 10, width: 4000, height: 3000 });
  expect(sent).toMatchObject({ localId: 'local 1', card: { kind: 'image', width: 4000, height: 3000 } });
  expect([tray.isEmpty, urls.size]).toEqual([true, 0]);
});

test('a_large_photo_is_made_smaller_unless_the_original_is_wanted', async () => {
  tray.add([file('photo.jpeg', 'image/jpeg', 2_000_000)]);
  expect(tray.hasShrinkable).toBe(true);
  await tray.send();
  tray.add([file('photo.jpeg', 'image/jpeg', 2_000_000)]);
  tray.sendsOriginals = true;
  await tray.send();
  const seen = begun.map(({ wish: { name, size, width, height } }) => ({ name, size, width, height }));
  expect(seen).toEqual([
    { name: 'photo.jpg', size: 1_000, width: 2048, height: 1536 },
    { name: 'photo.jpeg', size: 2_000_000, width: 4000, height: 3000 },
  ]);
});

test('animations_are_never_drawn_anew', async () => {
  tray.add([file('cat.gif', 'image/gif', 2_000_000)]);
  await tray.send();
  expect(begun[0]?.wish.size).toBe(2_000_000);
});

test('a_film_takes_its_picture_along', async () => {
  tray.add([file('tea.mp4', 'video/mp4', 5_000)]);
  const [sent] = await tray.send();
  expect(begun[0]?.poster).toBeInstanceOf(Blob);
  expect(sent?.card).toMatchObject({ kind: 'video', seconds: 7, width: 640, height: 360 });
});

test('what_the_browser_cannot_show_is_a_plain_file', async () => {
  tray.add([file('broken.png', 'image/png', 666)]);
  const [sent] = await tray.send();
  expect(sent?.card).toMatchObject({ kind: 'file', name: 'broken.png' });
});

test.each([
  [0, {}, 'empty'],
  [101, { fileBytes: 100 }, 'too_large'],
  [101, { fileBytes: 200, bytesLeft: 100 }, 'quota'],
] as const)('a_file_of_%d_bytes_under_%j_says_%s_before_it_is_sent', async (size, known, problem) => {
  limits = known;
  tray.add([file('plan.pdf', 'application/pdf', size)]);
  expect(tray.files[0]?.problem).toBe(problem);
  expect([tray.isSendable, await tray.send(), begun]).toEqual([false, [], []]);
});

test('a_removed_file_is_not_sent_and_its_preview_is_let_go', async () => {
  tray.add([file('a.png', 'image/png', 10), file('b.txt', 'text/plain', 10)]);
  tray.remove(tray.files[0]?.key ?? '');
  await tray.send();
  expect([begun.map(({ wish }) => wish.name), urls.size]).toEqual([['b.txt'], 0]);
});

test('more_files_than_a_message_holds_are_left_out_and_counted', () => {
  tray.add(Array.from({ length: MOST_FILES + 3 }, (_, index) => file(`${index}.txt`, 'text/plain', 1)));
  expect([tray.files.length, tray.leftOut]).toEqual([MOST_FILES, 3]);
});

test('a_pasted_picture_gets_a_name', () => {
  tray.add([file('', 'image/png', 1)]);
  expect(tray.files[0]?.name).toBe('image.png');
});

function begin(blob: Blob, wish: Wish, poster?: Blob): string {
  begun.push({ blob, wish, ...(poster ? { poster } : {}) });
  return `local ${begun.length}`;
}

function equipment() {
  let next = 1;
  return {
    objectUrl: () => {
      const url = `blob:${next++}`;
      urls.add(url);
      return url;
    },
    releaseUrl: (url: string) => void urls.delete(url),
    lookAtPicture: async (blob: Blob) => {
      if (blob.size === 666) throw new Error('no picture');
      return { width: 4000, height: 3000 };
    },
    lookAtFilm: async () => ({ width: 640, height: 360, seconds: 7, poster: new Blob(['p']) }),
    shrink: async () => new Blob([new Uint8Array(1_000)], { type: 'image/jpeg' }),
  };
}

function file(name: string, type: string, size: number): File {
  return new File([new Uint8Array(size)], name, { type });
}
