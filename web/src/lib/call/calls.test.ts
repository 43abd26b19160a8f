// The calls of a page against a house, a peer and devices in the test's hands.
import { beforeEach, expect, test, vi } from 'vitest';
import { HouseConnection } from '../connection/connection';
import { I18n } from '../i18n/i18n.svelte';
import { FakeBrowser, settled } from '../testing/fake-browser';
import { PageTitle } from '../ui/page-title';
import { Toasts } from '../ui/toasts.svelte';
import { Calls } from './calls.svelte';
import { FakeMediaStream, FakePeerConnection } from './peer.fake';

const bob = { id: 'bob', name: 'Bob' };
const answer = { type: 'answer', sdp: 'theirs' } as const;
const offer = { type: 'offer', sdp: 'theirs' } as const;

let browser: FakeBrowser;
let calls: Calls;
let toasts: Toasts;
let peers: FakePeerConnection[];
let refusal: string | null;

beforeEach(() => {
  vi.stubGlobal('MediaStream', FakeMediaStream);
  peers = [];
  refusal = null;
  browser = new FakeBrowser();
  const createPeer = () => {
    const pc = new FakePeerConnection();
    peers.push(pc);
    return pc as unknown as RTCPeerConnection;
  };
  const getUserMedia = async () => {
    if (refusal) throw Object.assign(new Error(), { name: refusal });
    return new MediaStream();
  };
  const mediaDevices = { getUserMedia, enumerateDevices: async () => [], addEventListener: () => {}, removeEventListener: () => {} };
  Object.assign(browser, { equipment: { mediaDevices, createPeer, createAudioContext: undefined } });
  const connection = new HouseConnection(browser, { hasSession: async () => true, onSessionEnded: () => {} });
  toasts = new Toasts(browser);
  calls = new Calls({ browser, connection, toasts, i18n: new I18n(browser), title: new PageTitle(browser) });
  connection.start();
  browser.socket.welcome();
});

/** The number of the latest request of this type. */
function re(type: string): number {
  return browser.socket.saidOf(type).at(-1)?.['re'] as number;
}

async function ring(): Promise<void> {
  calls.call(bob, 'voice');
  await settled();
  browser.socket.say({ type: 'call.invited', re: re('call.invite'), call: 'c1', peer: bob });
  await settled();
}

async function talk(): Promise<FakePeerConnection> {
  await ring();
  browser.socket.say({ type: 'call.accepted', call: 'c1', answer });
  await settled();
  const [peer] = peers;
  peer?.become('connected');
  peer?.channels[0]?.open();
  return peer as FakePeerConnection;
}

async function beCalled(): Promise<void> {
  browser.socket.say({ type: 'call.incoming', call: 'c1', caller: bob, media: 'voice', offer });
  await settled();
}

test('candidates_found_before_the_call_has_an_id_wait_for_it', async () => {
  calls.call(bob, 'voice');
  await settled();
  peers[0]?.find('candidate:1');
  expect(browser.socket.saidOf('call.signal')).toEqual([]);
  browser.socket.say({ type: 'call.invited', re: re('call.invite'), call: 'c1', peer: bob });
  await settled();
  peers[0]?.find('candidate:2');
  expect(browser.socket.saidOf('call.signal').map((said) => said['candidate'])).toEqual([
    { candidate: 'candidate:1' },
    { candidate: 'candidate:2' },
  ]);
});

test('a_callee_sends_candidates_after_her_answer_only', async () => {
  await beCalled();
  calls.accept('voice');
  await settled();
  peers[0]?.find('candidate:1');
  const types = browser.socket.said.map((said) => said['type']);
  expect(types.indexOf('call.accept')).toBeLessThan(types.indexOf('call.signal'));
});

test('an_incoming_call_rings_at_the_caller_and_flashes_in_the_title', async () => {
  await beCalled();
  expect(browser.socket.saidOf('call.ring')).toEqual([{ type: 'call.ring', call: 'c1' }]);
  expect(browser.title).toBe('Bob is calling');
  await browser.pass(1_000);
  expect(browser.title).toBe('Teahouse');
  calls.decline();
  await browser.pass(1_000);
  expect(browser.title).toBe('Teahouse');
  expect(browser.socket.saidOf('call.decline')).toHaveLength(1);
});

test('a_call_answered_elsewhere_stops_ringing_here', async () => {
  await beCalled();
  browser.socket.say({ type: 'call.ended', call: 'c1', reason: 'answered_elsewhere' });
  expect(calls.phase.at).toBe('idle');
});

test('a_refused_camera_waits_for_a_decision_and_one_can_go_on_without', async () => {
  refusal = 'NotAllowedError';
  calls.call(bob, 'video');
  await settled();
  expect(calls.phase).toMatchObject({ at: 'preparing', trouble: 'refused' });
  calls.join('watch');
  await settled();
  expect(calls.phase.at).toBe('inviting');
});

test('losing_the_house_ends_no_call_and_it_is_claimed_again', async () => {
  await talk();
  browser.socket.drop();
  await browser.pass(2_000);
  expect(calls.phase.at).toBe('active');
  browser.socket.welcome();
  await settled();
  expect(browser.socket.saidOf('call.resume')).toMatchObject([{ call: 'c1', peer: 'bob' }]);
});

test('without_the_house_candidates_take_the_channel', async () => {
  const peer = await talk();
  browser.socket.drop();
  peer.find('candidate:9');
  expect(peer.channels[0]?.said).toContainEqual({ word: 'signal', candidate: { candidate: 'candidate:9' } });
});

test('a_hang_up_without_the_house_reaches_the_peer_now_and_the_house_later', async () => {
  const peer = await talk();
  browser.socket.drop();
  await browser.pass(0);
  browser.time += 5_000;
  calls.hangUp();
  expect(peer.channels[0]?.said).toContainEqual({ word: 'bye' });
  expect(peer.connectionState).toBe('closed');
  await browser.pass(2_000);
  browser.socket.welcome();
  await settled();
  browser.socket.say({ type: 'call.resumed', re: re('call.resume'), call: 'c1' });
  await settled();
  expect(browser.socket.saidOf('call.hangup')).toMatchObject([{ call: 'c1', seconds: 5 }]);
});

test('the_peers_goodbye_ends_the_call_and_tells_the_house', async () => {
  const peer = await talk();
  peer.channels[0]?.onmessage?.({ data: '{"word":"bye"}' });
  expect(calls.phase.at).toBe('ended');
  expect(browser.socket.saidOf('call.hangup')).toHaveLength(1);
});

test('a_path_that_stays_lost_ends_the_call', async () => {
  const peer = await talk();
  peer.become('disconnected');
  expect(calls.phase.at).toBe('reconnecting');
  expect(peer.restarts).toBe(1);
  await browser.pass(30_000);
  expect(calls.phase.at).not.toBe('reconnecting');
  expect(toasts.list.map((toast) => toast.text)).toContain('The connection to Bob was lost.');
});

test('a_busy_callee_is_named', async () => {
  calls.call(bob, 'voice');
  await settled();
  browser.socket.say({ type: 'refused', re: re('call.invite'), code: 'busy', message: '' });
  await settled();
  expect(toasts.list.map((toast) => toast.text)).toEqual(['Bob is in another call.']);
  await browser.pass(4_000);
  expect(calls.phase.at).toBe('idle');
});

test('a_call_cancelled_before_it_has_an_id_is_taken_back_before_the_next_begins', async () => {
  calls.call(bob, 'voice');
  await settled();
  const first = re('call.invite');
  calls.hangUp();
  calls.call(bob, 'voice');
  await settled();
  expect(browser.socket.saidOf('call.invite')).toHaveLength(1);
  browser.socket.say({ type: 'call.invited', re: first, call: 'c1', peer: bob });
  await settled();
  const types = browser.socket.said.map((said) => said['type']).filter((type) => type === 'call.invite' || type === 'call.hangup');
  expect(types).toEqual(['call.invite', 'call.hangup', 'call.invite']);
});

test('leaving_the_house_lets_go_of_everything', async () => {
  const peer = await talk();
  calls.dispose();
  expect(peer.connectionState).toBe('closed');
  expect(calls.leg).toBeNull();
  expect(browser.socket.saidOf('call.hangup')).toHaveLength(1);
});

test('the_notice_of_the_last_call_goes_when_the_next_begins', async () => {
  calls.call(bob, 'voice');
  await settled();
  browser.socket.say({ type: 'refused', re: re('call.invite'), code: 'busy', message: '' });
  await settled();
  toasts.show('something else');
  calls.call(bob, 'voice');
  await settled();
  expect(toasts.list.map((toast) => toast.text)).toEqual(['something else']);
});

test('finishing_waits_until_the_house_has_heard_of_the_hang_up', async () => {
  await talk();
  let isDone = false;
  void calls.finish().then(() => (isDone = true));
  await settled();
  expect([browser.socket.saidOf('call.hangup').length, isDone]).toEqual([1, false]);
  browser.socket.say({ type: 'done', re: re('call.hangup') });
  await settled();
  expect(isDone).toBe(true);
});

test('finishing_says_no_to_a_call_that_rings', async () => {
  await beCalled();
  let isDone = false;
  void calls.finish().then(() => (isDone = true));
  await settled();
  expect(isDone).toBe(false);
  browser.socket.say({ type: 'done', re: re('call.decline') });
  await settled();
  expect(isDone).toBe(true);
});
