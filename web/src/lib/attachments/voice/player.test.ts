// Voice messages: one at a time, on to the next unheard one, at the chosen speed.
import { beforeEach, expect, test } from 'vitest';
import { FakeBrowser, settled } from '../../testing/fake-browser';
import { Sole } from './sole';
import { VoicePlayer, type Track } from './player.svelte';

class FakeAudio {
  src = '';
  currentTime = 0;
  playbackRate = 1;
  preload = '';
  duration = Number.NaN;
  isPlaying = false;
  broken = false;
  ontimeupdate?: () => void;
  onended?: () => void;
  onpause?: () => void;
  onerror?: () => void;
  ondurationchange?: () => void;
  play = async () => {
    if (this.broken) throw Object.assign(new Error(), { name: 'NotSupportedError' });
    this.isPlaying = true;
  };
  pause = () => {
    this.isPlaying = false;
    this.onpause?.();
  };
  removeAttribute = () => (this.src = '');
}

let browser: FakeBrowser;
let audio: FakeAudio;
let sole: Sole;
let player: VoicePlayer;

beforeEach(() => {
  browser = new FakeBrowser();
  audio = new FakeAudio();
  sole = new Sole();
  player = made();
});

test('it_plays_pauses_and_goes_on_where_it_was', async () => {
  player.toggle(track(1));
  audio.currentTime = 3;
  audio.ontimeupdate?.();
  player.toggle(track(1));
  expect([audio.isPlaying, player.isPlaying, player.progressOf(track(1))]).toEqual([false, false, 0.3]);
  player.toggle(track(1));
  await settled();
  expect([audio.isPlaying, audio.currentTime, audio.src]).toEqual([true, 3, '/1']);
});

test('after_one_the_next_that_was_not_heard_follows_in_order', async () => {
  for (const seq of [5, 3, 2, 1]) player.know(track(seq));
  player.know(track(4, { isMine: true }));
  player.know(track(2.5, { room: 'another' }));
  player.toggle(track(3));
  audio.onended?.();
  await settled();
  expect(player.current?.owner.seq).toBe(5);
  player.toggle(track(1));
  audio.onended?.();
  await settled();
  // 3 was heard already, 2 was not.
  expect(player.current?.owner.seq).toBe(2);
  audio.onended?.();
  await settled();
  expect([player.isPlaying, player.current?.owner.seq]).toEqual([false, 2]);
});

test('what_was_heard_stays_heard_in_the_next_page', () => {
  expect(player.isHeard(track(1))).toBe(false);
  player.toggle(track(1));
  expect([player.isHeard(track(1)), made().isHeard(track(1)), made().isHeard(track(2))]).toEqual([true, true, false]);
});

test('ones_own_messages_have_no_dot', () => {
  expect(player.isHeard(track(1, { isMine: true }))).toBe(true);
});

test('the_speed_goes_round_holds_for_the_next_message_and_is_kept', () => {
  player.toggle(track(1));
  player.cycleSpeed();
  expect([player.speed, audio.playbackRate]).toEqual([1.5, 1.5]);
  audio.playbackRate = 1;
  player.toggle(track(2));
  expect([audio.playbackRate, made().speed]).toEqual([1.5, 1.5]);
  player.cycleSpeed();
  player.cycleSpeed();
  expect(player.speed).toBe(1);
});

test('a_film_that_begins_silences_the_voice', () => {
  player.toggle(track(1));
  sole.claim(() => {});
  expect([audio.isPlaying, player.isPlaying]).toEqual([false, false]);
});

test('seeking_goes_to_the_place_even_before_it_plays', async () => {
  player.seek(track(1), 0.5);
  await settled();
  expect([audio.currentTime, player.isPlaying]).toEqual([5, true]);
  player.seek(track(1), 7);
  expect(audio.currentTime).toBe(10);
});

test('what_cannot_be_played_says_so_and_can_be_tried_again', async () => {
  audio.broken = true;
  player.toggle(track(1));
  await settled();
  expect([player.hasFailed, player.isPlaying]).toEqual([true, false]);
  audio.broken = false;
  player.toggle(track(1));
  await settled();
  expect([player.hasFailed, player.isPlaying]).toEqual([false, true]);
});

function made(): VoicePlayer {
  return new VoicePlayer({ browser, sole, equipment: { createAudio: () => audio as unknown as HTMLAudioElement } });
}

function track(seq: number, { isMine = false, room = 'r' } = {}): Track {
  const card = { id: `${room}${seq}`, name: 'voice.webm', type: 'audio/webm', size: 9, kind: 'voice', seconds: 10 } as const;
  return { card, url: `/${seq}`, owner: { id: `m${seq}`, room, seq, at: 0, isMine, author: 'Bob' } };
}
