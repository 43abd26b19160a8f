// @vitest-environment node
// What goes into the first offer and answer, towards our own pages and towards plain guests.
import { expect, it } from 'vitest';
import { Peer, type PeerEvents } from './peer';
import { FakePeerConnection } from './peer.fake';

const offer = { type: 'offer', sdp: 'theirs' } as const;

function open(role: 'callee' | 'caller', plain: boolean) {
  const pc = new FakePeerConnection();
  const told: unknown[] = [];
  const events: PeerEvents = {
    signal: (signal) => told.push(signal),
    path: (path) => told.push(path),
    track: () => told.push('track'),
    word: (word) => told.push(word),
    channel: (state) => told.push(state),
  };
  const peer = new Peer(pc as unknown as RTCPeerConnection, { role, plain }, events, () => () => undefined);
  return { pc, peer, told };
}

function streamOf(...kinds: string[]): MediaStream {
  return { getTracks: () => kinds.map((kind) => ({ kind })) } as unknown as MediaStream;
}

it('the_first_offer_to_our_own_page_has_a_place_for_pictures_and_the_channel', async () => {
  const { pc, peer } = open('caller', false);
  await peer.offer(streamOf('audio'), false);
  expect(pc.places).toEqual([
    { kind: 'audio', direction: 'sendrecv' },
    { kind: 'video', direction: 'recvonly' },
  ]);
  expect(pc.channels[0]).toMatchObject({ label: 'teahouse', options: { negotiated: true, id: 0 } });
});

it('a_plain_guest_is_offered_no_channel_and_in_a_voice_call_no_picture', async () => {
  const { pc, peer } = open('caller', true);
  await peer.offer(streamOf('audio'), false);
  expect(pc.places).toEqual([{ kind: 'audio', direction: 'sendrecv' }]);
  expect(pc.channels).toEqual([]);
  expect(peer.canAddVideo).toBe(false);
});

it('a_caller_without_camera_leaves_a_plain_guest_room_for_a_picture', async () => {
  const { pc, peer } = open('caller', true);
  await peer.offer(streamOf('audio'), true);
  expect(pc.places[1]).toEqual({ kind: 'video', direction: 'sendrecv' });
  expect(peer.canAddVideo).toBe(true);
});

it('the_answer_to_a_plain_guest_opens_no_channel', async () => {
  const { pc, peer } = open('callee', true);
  await peer.answer(offer, streamOf());
  expect(pc.channels).toEqual([]);
});

it('a_plain_guest_is_offered_no_new_path', async () => {
  const { pc, peer } = open('caller', true);
  await peer.offer(streamOf('audio'), false);
  peer.restart();
  expect(pc.restarts).toBe(0);
});

it('the_end_of_the_candidates_is_kept_to_oneself', async () => {
  const { pc, peer, told } = open('caller', false);
  await peer.offer(streamOf(), false);
  pc.find('candidate:1');
  pc.find('');
  pc.onicecandidate?.({ candidate: null });
  expect(told).toEqual([{ candidate: { candidate: 'candidate:1' } }]);
});

it('a_channel_that_closes_is_news_unless_one_has_closed_it_oneself', async () => {
  const { pc, peer, told } = open('caller', false);
  await peer.offer(streamOf(), false);
  pc.channels[0]?.onclose?.();
  expect(told).toEqual(['closed']);
  peer.close();
  pc.channels[0]?.onclose?.();
  expect(told).toEqual(['closed']);
});

it('nonsense_over_the_channel_is_passed_over', async () => {
  const { pc, peer, told } = open('caller', false);
  await peer.offer(streamOf(), false);
  for (const data of ['{', '{"word":"x"}', new ArrayBuffer(2)]) pc.channels[0]?.onmessage?.({ data });
  expect(told).toEqual([]);
});
