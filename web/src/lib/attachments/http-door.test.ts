// The words of docs/protocols/files.md, said and understood.
import { beforeEach, expect, test } from 'vitest';
import { httpDoor } from './http-door';

let asked: { path: string; init: RequestInit }[];
let answers: (Response | Error)[];
const door = httpDoor(
  async (path, init) => {
    asked.push({ path, init });
    const answer = answers.shift() ?? new Error('the house is away');
    if (answer instanceof Error) throw answer;
    return answer;
  },
  async () => ({}),
);
const { signal } = new AbortController();

beforeEach(() => {
  asked = [];
  answers = [];
});

test('a_voice_message_says_its_length_and_loudness', async () => {
  answers = [json(201, { id: 'f', offset: 0, size: 9 })];
  expect(await door.begin({ name: 'voice.webm', type: 'audio/webm', size: 9, seconds: 1.5, bars: [1, 255] }, signal)).toEqual({ upload: 'f', offset: 0 });
  expect([asked[0]?.path, asked[0]?.init.method]).toEqual(['/api/v1/files', 'POST']);
  expect(JSON.parse(String(asked[0]?.init.body))).toEqual({ name: 'voice.webm', type: 'audio/webm', size: 9, voice: { duration_ms: 1500, waveform: [1, 255] } });
});

test('a_film_says_its_pixels_and_a_picture_lets_the_house_look', async () => {
  answers = [json(201, { id: 'f', offset: 0 }), json(201, { id: 'g', offset: 0 })];
  await door.begin({ name: 'a.mp4', type: 'video/mp4', size: 9, width: 640, height: 360, seconds: 2 }, signal);
  await door.begin({ name: 'a.png', type: 'image/png', size: 9, width: 640, height: 360 }, signal);
  const said = asked.map(({ init }) => JSON.parse(String(init.body)));
  expect(said[0]).toMatchObject({ video: { duration_ms: 2000, width: 640, height: 360 } });
  expect(said[1]).toEqual({ name: 'a.png', type: 'image/png', size: 9 });
});

test('a_piece_goes_to_its_place_and_the_answer_tells_the_next', async () => {
  answers = [new Response(null, { status: 204, headers: { 'upload-offset': '7' } })];
  expect(await door.put('f', 4, new Blob(['abc']), signal)).toEqual({ offset: 7 });
  expect(asked[0]).toMatchObject({ path: '/api/v1/files/f/upload', init: { method: 'PATCH', headers: { 'upload-offset': '4' } } });
});

test('the_last_piece_gives_the_file', async () => {
  answers = [json(200, { file: { id: 'f', name: 'a' } })];
  expect(await door.put('f', 4, new Blob(['abc']), signal)).toEqual({ offset: 7, file: 'f' });
});

test('a_refusal_keeps_its_code_and_its_pause', async () => {
  answers = [json(429, { code: 'too_many', message: '', retry_after_ms: 1500 }), json(409, { code: 'wrong_offset', message: '', offset: 3 })];
  await expect(door.look('f', signal)).rejects.toMatchObject({ name: 'Refusal', code: 'too_many', retryAfterMs: 1500 });
  await expect(door.put('f', 0, new Blob(), signal)).rejects.toMatchObject({ name: 'Refusal', code: 'wrong_offset' });
});

test('a_broken_line_and_the_page_of_a_proxy_are_no_answers', async () => {
  answers = [new Error('reset'), new Response('<h1>Bad gateway</h1>', { status: 502 })];
  for (let turn = 0; turn < 2; turn++) await expect(door.look('f', signal)).rejects.toMatchObject({ name: 'Unanswered' });
});

test('only_the_house_can_say_that_a_file_is_gone', async () => {
  answers = [new Response(null, { status: 404 }), new Error('reset'), new Response(null, { status: 200 })];
  expect([await door.exists('/f'), await door.exists('/f'), await door.exists('/f')]).toEqual([false, true, true]);
});

test('reading_tells_how_much_has_come', async () => {
  answers = [new Response('hello', { headers: { 'content-type': 'text/plain' } })];
  const seen: number[] = [];
  const blob = await door.read('/f', (bytes) => seen.push(bytes), signal);
  expect([await blob.text(), seen.at(-1)]).toEqual(['hello', 5]);
});

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}
