// @vitest-environment node
// Whatever happens in whatever order, nothing is left behind: no camera, no ringing, no call that never ends.
import { expect, it } from 'vitest';
import { Scheduler } from './negotiation.fake';
import { patience, step } from './machine';
import { IDLE, type Effect, type Input, type State } from './phase';

const people = [
  { id: 'bob', name: 'Bob' },
  { id: 'eve', name: 'Eve', call_only: true },
];
const offer = { type: 'offer', sdp: '' } as const;

/** An input that could come now: mostly about the present call, at times about one long gone. */
function anything(state: State, random: (below: number) => number): Input {
  const attempt = state.attempts - (random(4) === 0 ? 1 : 0);
  const { phase } = state;
  const own = 'talk' in phase && 'call' in phase.talk ? phase.talk.call : phase.at === 'incoming' ? phase.invitation.call : 'c0';
  const call = random(4) === 0 ? `c${random(4)}` : own;
  const peer = people[random(2)] ?? people[0]!;
  const all: Input[] = [
    { is: 'call', peer, media: 'video' },
    { is: 'accept', join: 'video' },
    { is: 'decline' },
    { is: 'hang_up' },
    { is: 'join', join: 'watch' },
    { is: 'prepared', attempt, description: offer },
    { is: 'prepared', attempt, description: offer },
    { is: 'prepare_failed', attempt, trouble: 'refused' },
    { is: 'invited', attempt, call, peer },
    { is: 'invite_refused', attempt, code: ['busy', 'offline', 'x'][random(3)] ?? 'x' },
    { is: 'ringing', call },
    { is: 'accepted', call, answer: offer },
    { is: 'answered', call },
    { is: 'accept_refused', call, code: ['no_call', 'offline'][random(2)] ?? '' },
    { is: 'incoming', invitation: { call: `c${random(4)}`, caller: peer, media: 'voice', offer } },
    { is: 'ended', call, reason: 'hung_up' },
    { is: 'signaled', call, candidate: null },
    { is: 'link_lost' },
    { is: 'linked' },
    { is: 'resumed', call },
    { is: 'resume_refused', call, code: ['no_call', 'wrong_state'][random(2)] ?? '' },
    { is: 'peer_connected', attempt },
    { is: 'peer_connected', attempt },
    { is: 'peer_disconnected', attempt },
    { is: 'peer_failed', attempt },
    { is: 'peer_hung_up', attempt },
    { is: 'peer_closed', attempt },
    { is: 'online' },
    { is: 'overdue' },
  ];
  return all[random(all.length)] ?? { is: 'online' };
}

/** How many legs are open after `effects`; a new one before the old one is closed counts as many. */
function openLegs(open: number, effects: Effect[]): number {
  for (const effect of effects) {
    if (effect.do === 'prepare') open += 1;
    if (effect.do === 'close' && open === 1) open = 0;
  }
  return open;
}

it('ten_thousand_random_lives_leave_nothing_behind', () => {
  const reached = new Set<string>();
  const defects: string[] = [];
  for (let seed = 1; seed <= 10_000; seed += 1) {
    const dice = new Scheduler(seed);
    let state = IDLE;
    let open = 0;
    const take = (input: Input) => {
      const taken = step(state, input, 1_000);
      state = taken.state;
      open = openLegs(open, taken.effects);
      reached.add(state.phase.at);
      if (open > 1 || (open === 1 && !('talk' in state.phase))) defects.push(`${seed}: a leg is left after ${input.is}`);
    };
    for (let i = 0; i < 40; i += 1) take(anything(state, (below) => dice.random(below)));
    take({ is: 'hang_up' });
    for (let i = 0; i < 10 && state.phase.at !== 'idle'; i += 1) {
      if (patience(state.phase) === null) defects.push(`${seed}: ${state.phase.at} would last for ever`);
      take({ is: 'overdue' });
    }
    if (state.phase.at !== 'idle' || state.held) defects.push(`${seed}: ${state.phase.at} is left`);
  }
  expect(defects).toEqual([]);
  expect(reached.size).toBe(9);
}, 60_000);
