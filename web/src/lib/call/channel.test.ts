// @vitest-environment node
// What two pages say to each other over their own channel, and what strangers say there.
import { expect, it } from 'vitest';
import { decode, encode, type Word } from './channel';

it('every_word_arrives_as_it_was_said', () => {
  const words: Word[] = [
    { word: 'bye' },
    { word: 'state', microphone: true, camera: false },
    { word: 'signal', description: { type: 'offer', sdp: 'v=0' } },
    { word: 'signal', candidate: { candidate: 'candidate:1', sdpMid: '0' } },
  ];
  for (const word of words) expect(decode(encode(word))).toEqual(word);
});

it('what_is_no_word_is_passed_over', () => {
  const strange = [
    undefined,
    new ArrayBuffer(4),
    '',
    '{',
    'null',
    '5',
    '[]',
    '{}',
    '{"word":"eval"}',
    '{"word":"signal"}',
    '{"word":"signal","candidate":null}',
    '{"word":"signal","description":{"type":"rollback","sdp":""}}',
    '{"word":"signal","description":{"type":"offer"}}',
    `{"word":"bye","x":"${'y'.repeat(300_000)}"}`,
  ];
  for (const data of strange) expect(decode(data)).toBeNull();
});

it('a_state_that_is_not_plainly_true_is_false', () => {
  expect(decode('{"word":"state","microphone":"yes"}')).toEqual({ word: 'state', microphone: false, camera: false });
});
