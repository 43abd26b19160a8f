// Devices that cannot be had, and the ways on.
import { expect, it } from 'vitest';
import { capture } from './capture';
import { NO_CHOICE } from './constraints';
import { canTryAgain, troubleOf, waysOn } from './trouble';

it('each_failure_of_the_browser_has_a_plain_word', () => {
  const names = ['NotAllowedError', 'NotFoundError', 'NotReadableError', 'OverconstrainedError', 'AbortError', 'TypeError'];
  expect(names.map((name) => troubleOf({ name }))).toEqual(['refused', 'absent', 'in_use', 'absent', 'in_use', 'failed']);
  expect(troubleOf(null)).toBe('failed');
});

it('there_is_always_a_way_on_but_in_a_browser_without_calls', () => {
  expect(waysOn('refused', 'video')).toEqual(['voice', 'watch']);
  expect(waysOn('absent', 'voice')).toEqual(['watch']);
  expect(waysOn('insecure', 'video')).toEqual(['watch']);
  expect(waysOn('unsupported', 'video')).toEqual([]);
});

it('trying_again_is_offered_only_where_it_can_help', () => {
  expect(canTryAgain('refused')).toBe(true);
  expect(canTryAgain('insecure')).toBe(false);
  expect(canTryAgain('unsupported')).toBe(false);
});

it('a_page_without_https_has_no_devices', async () => {
  expect(await capture(undefined, 'video', NO_CHOICE)).toEqual({ trouble: 'insecure' });
});

it('somebody_who_only_watches_is_asked_for_nothing', async () => {
  expect(await capture(undefined, 'watch', NO_CHOICE)).toEqual({ tracks: [] });
});

it('a_voice_call_does_not_open_the_camera', async () => {
  const asked: (MediaStreamConstraints | undefined)[] = [];
  const getUserMedia = async (constraints?: MediaStreamConstraints) => {
    asked.push(constraints);
    return new MediaStream();
  };
  await capture({ getUserMedia }, 'voice', { ...NO_CHOICE, microphone: 'usb' });
  expect(asked[0]?.video).toBe(false);
  expect(asked[0]?.audio).toMatchObject({ deviceId: { ideal: 'usb' } });
});
