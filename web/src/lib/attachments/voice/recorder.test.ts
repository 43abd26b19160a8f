// Recording: from the microphone to a message, and all that can come between.
import { beforeEach, expect, test } from 'vitest';
import { FakeBrowser, settled } from '../../testing/fake-browser';
import { LONGEST_MS, Recorder, SHORTEST_MS, type Recording } from './recorder.svelte';

class FakeTrack {
  isLive = true;
  stop = () => (this.isLive = false);
}

class FakeRecorder {
  state = 'inactive';
  mimeType = 'audio/webm;codecs=opus';
  ondataavailable?: (event: { data: Blob }) => void;
  onstop?: () => void;
  start = () => (this.state = 'recording');
  stop = () => {
    this.state = 'inactive';
    this.ondataavailable?.({ data: new Blob(['sound']) });
    this.onstop?.();
  };
}

let browser: FakeBrowser;
let track: FakeTrack;
let give: () => void;
let refuse: (name: string) => void;
let full: Recording[];
let recorder: Recorder;

beforeEach(() => {
  browser = new FakeBrowser();
  track = new FakeTrack();
  full = [];
  const getUserMedia = () =>
    new Promise<MediaStream>((resolve, reject) => {
      give = () => resolve({ getTracks: () => [track] } as unknown as MediaStream);
      refuse = (name) => reject(Object.assign(new Error(), { name }));
    });
  Object.assign(browser, { equipment: { ...browser.equipment, mediaDevices: { getUserMedia } } });
  Object.assign(globalThis, { MediaStream: class { getTracks = () => [track]; } });
  recorder = new Recorder({
    browser,
    equipment: { canRecord: () => true, createRecorder: () => new FakeRecorder() as unknown as MediaRecorder },
    onFull: (recording) => full.push(recording),
  });
});

test('a_recording_has_its_length_its_bars_and_lets_the_microphone_go', async () => {
  await began();
  await browser.pass(4_000);
  expect([recorder.state, recorder.seconds]).toEqual(['recording', 4]);
  const recording = await recorder.finish();
  expect(recording).toMatchObject({ type: 'audio/webm', seconds: 4 });
  expect(recording?.bars).toHaveLength(64);
  expect([recording?.blob.size, track.isLive, recorder.state]).toEqual([5, false, 'idle']);
});

test('a_slip_of_the_finger_is_no_message', async () => {
  await began();
  await browser.pass(SHORTEST_MS - 1);
  expect(await recorder.finish()).toBeUndefined();
  expect(track.isLive).toBe(false);
});

test('after_five_minutes_it_ends_by_itself_and_is_handed_over', async () => {
  await began();
  await browser.pass(LONGEST_MS + 1_000);
  expect(full.map(({ seconds }) => seconds)).toEqual([LONGEST_MS / 1000]);
  expect([recorder.state, track.isLive]).toEqual(['idle', false]);
});

test('who_lets_go_before_the_microphone_is_given_records_nothing', async () => {
  void recorder.start();
  expect(recorder.state).toBe('asking');
  expect(await recorder.finish()).toBeUndefined();
  give();
  await settled();
  expect([recorder.state, track.isLive]).toEqual(['idle', false]);
});

test('a_refused_microphone_is_explained', async () => {
  const started = recorder.start();
  refuse('NotAllowedError');
  await started;
  expect([recorder.state, recorder.trouble]).toEqual(['idle', 'refused']);
});

test('a_page_without_https_has_no_microphone', async () => {
  Object.assign(browser, { equipment: { ...browser.equipment, mediaDevices: undefined } });
  await recorder.start();
  expect(recorder.trouble).toBe('insecure');
});

test('the_time_begins_anew_before_the_microphone_is_there', async () => {
  await began();
  await browser.pass(4_000);
  await recorder.finish();
  void recorder.start();
  expect([recorder.state, recorder.seconds, recorder.recent]).toEqual(['asking', 0, []]);
});

test('giving_up_lets_the_microphone_go', async () => {
  await began();
  recorder.cancel();
  await settled();
  expect([recorder.state, track.isLive]).toEqual(['idle', false]);
});

async function began(): Promise<void> {
  const started = recorder.start();
  give();
  await started;
}
