// @vitest-environment node
// Every state meets every input. What a pair leads to stands in `EXPECTED`; a pair that is not there changes nothing.
import { describe, expect, it } from 'vitest';
import { patience, step } from './machine';
import type { Effect, Input, Invitation, KnownTalk, Phase, State, Talk } from './phase';

const NOW = 100_000;
const SINCE = 40_000;
const bob = { id: 'bob', name: 'Bob' };
const eve = { id: 'eve', name: 'Eve' };
const offer = { type: 'offer', sdp: 'o' } as const;
const answer = { type: 'answer', sdp: 'a' } as const;
const fromBob: Invitation = { call: 'c1', caller: bob, media: 'video', offer };
const bobsOther: Invitation = { ...fromBob, call: 'c2' };
const fromEve: Invitation = { call: 'c3', caller: eve, media: 'voice', offer };
const out: Talk = { attempt: 1, role: 'caller', peer: bob, media: 'video', join: 'video' };
const into: Talk = { ...out, role: 'callee' };
const known: KnownTalk = { ...out, call: 'c1', claimed: true };

const PHASES = {
  idle: { at: 'idle' },
  calling: { at: 'preparing', talk: out, invitation: null, trouble: null },
  calling_trouble: { at: 'preparing', talk: out, invitation: null, trouble: 'refused' },
  answering: { at: 'preparing', talk: into, invitation: fromBob, trouble: null },
  answering_trouble: { at: 'preparing', talk: into, invitation: fromBob, trouble: 'absent' },
  inviting: { at: 'inviting', talk: out },
  ringing: { at: 'ringing', talk: known, heard: false },
  incoming: { at: 'incoming', invitation: fromBob },
  connecting: { at: 'connecting', talk: known, answer },
  active: { at: 'active', talk: known, since: SINCE },
  reconnecting: { at: 'reconnecting', talk: known, since: SINCE },
  ended: { at: 'ended', peer: bob, media: 'video', join: 'video', cause: 'hung_up', seconds: 60 },
  ended_busy: { at: 'ended', peer: bob, media: 'video', join: 'video', cause: 'busy', seconds: 0 },
} satisfies Record<string, Phase>;

const INPUTS = {
  call: { is: 'call', peer: eve, media: 'voice' },
  accept: { is: 'accept', join: 'video' },
  decline: { is: 'decline' },
  hang_up: { is: 'hang_up' },
  join: { is: 'join', join: 'voice' },
  leave: { is: 'leave' },
  prepared: { is: 'prepared', attempt: 1, description: answer },
  prepare_failed: { is: 'prepare_failed', attempt: 1, trouble: 'in_use' },
  invited: { is: 'invited', attempt: 1, call: 'c1', peer: bob },
  invite_refused: { is: 'invite_refused', attempt: 1, code: 'busy' },
  ringing: { is: 'ringing', call: 'c1' },
  accepted: { is: 'accepted', call: 'c1', answer },
  answered: { is: 'answered', call: 'c1' },
  accept_refused: { is: 'accept_refused', call: 'c1', code: 'no_call' },
  incoming_same: { is: 'incoming', invitation: fromBob },
  incoming_bob: { is: 'incoming', invitation: bobsOther },
  incoming_eve: { is: 'incoming', invitation: fromEve },
  ended: { is: 'ended', call: 'c1', reason: 'hung_up' },
  signaled: { is: 'signaled', call: 'c1', candidate: { candidate: 'x' } },
  link_lost: { is: 'link_lost' },
  linked: { is: 'linked' },
  resumed: { is: 'resumed', call: 'c1' },
  resume_refused: { is: 'resume_refused', call: 'c1', code: 'no_call' },
  peer_connected: { is: 'peer_connected', attempt: 1 },
  peer_disconnected: { is: 'peer_disconnected', attempt: 1 },
  peer_failed: { is: 'peer_failed', attempt: 1 },
  peer_hung_up: { is: 'peer_hung_up', attempt: 1 },
  peer_closed: { is: 'peer_closed', attempt: 1 },
  online: { is: 'online' },
  overdue: { is: 'overdue' },
} satisfies Record<string, Input>;

type PhaseName = keyof typeof PHASES;
type InputName = keyof typeof INPUTS;
/** The phase after, what is held after, and what is to be done, in order. */
type Outcome = `${Phase['at']}${'' | ' +held'}: ${string}` | `${Phase['at']}${'' | ' +held'}`;

const EXPECTED: Record<PhaseName, Partial<Record<InputName, Outcome>>> = {
  idle: {
    call: 'preparing: prepare',
    invited: 'idle: hang_up',
    incoming_same: 'incoming: ring',
    incoming_bob: 'incoming: ring',
    incoming_eve: 'incoming: ring',
  },
  calling: {
    hang_up: 'idle: close',
    leave: 'idle: close',
    prepared: 'inviting: invite',
    prepare_failed: 'preparing: close',
    invited: 'preparing: hang_up',
    incoming_same: 'preparing: close prepare',
    incoming_bob: 'preparing: close prepare',
    incoming_eve: 'preparing +held',
  },
  calling_trouble: {
    hang_up: 'idle: close',
    leave: 'idle: close',
    join: 'preparing: prepare',
    prepared: 'inviting: invite',
    prepare_failed: 'preparing: close',
    invited: 'preparing: hang_up',
    incoming_same: 'preparing: close prepare',
    incoming_bob: 'preparing: close prepare',
    incoming_eve: 'preparing +held',
  },
  answering: {
    hang_up: 'idle: decline close',
    prepared: 'connecting: accept release',
    prepare_failed: 'preparing: close',
    invited: 'preparing: hang_up',
    incoming_same: 'preparing: ring',
    incoming_bob: 'preparing +held',
    incoming_eve: 'preparing +held',
    ended: 'ended: close notice',
    linked: 'preparing: resume',
    resume_refused: 'ended: close notice',
  },
  answering_trouble: {
    hang_up: 'idle: decline close',
    join: 'preparing: prepare',
    prepared: 'connecting: accept release',
    prepare_failed: 'preparing: close',
    invited: 'preparing: hang_up',
    incoming_same: 'preparing: ring',
    incoming_bob: 'preparing +held',
    incoming_eve: 'preparing +held',
    ended: 'ended: close notice',
    linked: 'preparing: resume',
    resume_refused: 'ended: close notice',
  },
  inviting: {
    hang_up: 'idle: close',
    leave: 'idle: close',
    invited: 'ringing: release',
    invite_refused: 'ended: close notice',
    incoming_same: 'inviting +held',
    incoming_bob: 'inviting +held',
    incoming_eve: 'inviting +held',
    overdue: 'ended: close notice',
  },
  ringing: {
    hang_up: 'idle: hang_up close',
    leave: 'idle: hang_up close',
    invited: 'ringing: hang_up',
    ringing: 'ringing',
    accepted: 'connecting: take_answer',
    incoming_bob: 'ringing +held',
    incoming_eve: 'ringing +held',
    ended: 'ended: close notice',
    link_lost: 'ringing',
    linked: 'ringing: resume',
    resumed: 'ringing: repeat',
    resume_refused: 'ended: close notice',
    overdue: 'ended: hang_up close notice',
  },
  incoming: {
    accept: 'preparing: prepare',
    decline: 'idle: decline',
    invited: 'incoming: hang_up',
    incoming_same: 'incoming: ring',
    incoming_bob: 'incoming +held',
    incoming_eve: 'incoming +held',
    ended: 'idle',
    linked: 'incoming: resume',
    resume_refused: 'idle',
    overdue: 'idle',
  },
  connecting: {
    hang_up: 'ended: say_bye hang_up close notice',
    leave: 'ended: say_bye hang_up close notice',
    invited: 'connecting: hang_up',
    answered: 'connecting',
    accept_refused: 'ended: close notice',
    incoming_bob: 'connecting +held',
    incoming_eve: 'connecting +held',
    ended: 'ended: close notice',
    signaled: 'connecting: take_signal',
    link_lost: 'connecting',
    linked: 'connecting: resume',
    resumed: 'connecting: repeat',
    peer_connected: 'active',
    peer_failed: 'connecting: restart',
    peer_hung_up: 'ended: hang_up close notice',
    overdue: 'ended: hang_up close notice',
  },
  active: {
    hang_up: 'ended: say_bye hang_up close notice',
    leave: 'ended: say_bye hang_up close notice',
    invited: 'active: hang_up',
    incoming_bob: 'active +held',
    incoming_eve: 'active +held',
    ended: 'ended: close notice',
    signaled: 'active: take_signal',
    link_lost: 'active',
    linked: 'active: resume',
    resumed: 'active: repeat',
    peer_disconnected: 'reconnecting: restart',
    peer_failed: 'reconnecting: restart',
    peer_hung_up: 'ended: hang_up close notice',
    peer_closed: 'ended: hang_up close notice',
    online: 'active: restart',
  },
  reconnecting: {
    hang_up: 'ended: say_bye hang_up close notice',
    leave: 'ended: say_bye hang_up close notice',
    invited: 'reconnecting: hang_up',
    incoming_bob: 'reconnecting +held',
    incoming_eve: 'reconnecting +held',
    ended: 'ended: close notice',
    signaled: 'reconnecting: take_signal',
    link_lost: 'reconnecting',
    linked: 'reconnecting: resume',
    resumed: 'reconnecting: repeat restart',
    peer_connected: 'active',
    peer_failed: 'reconnecting: restart',
    peer_hung_up: 'ended: hang_up close notice',
    online: 'reconnecting: restart',
    overdue: 'ended: hang_up close notice',
  },
  ended: {
    call: 'preparing: prepare',
    invited: 'ended: hang_up',
    incoming_same: 'incoming: ring',
    incoming_bob: 'incoming: ring',
    incoming_eve: 'incoming: ring',
    overdue: 'idle',
  },
  ended_busy: {
    call: 'preparing: prepare',
    invited: 'ended: hang_up',
    incoming_same: 'preparing: prepare',
    incoming_bob: 'preparing: prepare',
    incoming_eve: 'incoming: ring',
    overdue: 'idle',
  },
};

function at(phase: Phase, held: Invitation | null = null): State {
  return { phase, held, attempts: 1 };
}

function after(phase: Phase, ...inputs: Input[]): { state: State; effects: Effect[] } {
  let state = at(phase);
  let effects: Effect[] = [];
  for (const input of inputs) ({ state, effects } = step(state, input, NOW));
  return { state, effects };
}

function effect<K extends Effect['do']>(effects: Effect[], kind: K): Extract<Effect, { do: K }> {
  const found = effects.find((effect): effect is Extract<Effect, { do: K }> => effect.do === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
}

const pairs = (Object.keys(PHASES) as PhaseName[]).flatMap((phase) =>
  (Object.keys(INPUTS) as InputName[]).map((input) => [phase, input] as const),
);

describe('each state meets each input', () => {
  it.each(pairs)('%s_meets_%s', (phaseName, inputName) => {
    const before = at(PHASES[phaseName]);
    const { state, effects } = step(before, INPUTS[inputName], NOW);
    const expected = EXPECTED[phaseName][inputName];
    if (expected === undefined) {
      expect(state).toEqual(before);
      expect(effects).toEqual([]);
      return;
    }
    const place = state.held ? `${state.phase.at} +held` : state.phase.at;
    const deeds = effects.map((effect) => effect.do).join(' ');
    expect(deeds === '' ? place : `${place}: ${deeds}`).toBe(expected);
  });
});

describe('a call', () => {
  it('news_of_an_earlier_attempt_changes_nothing', () => {
    for (const name of ['prepared', 'prepare_failed', 'invite_refused', 'peer_connected', 'peer_failed', 'peer_hung_up'] as const) {
      const late = { ...INPUTS[name], attempt: 0 } as Input;
      for (const phase of Object.values(PHASES)) expect(step(at(phase), late, NOW)).toEqual({ state: at(phase), effects: [] });
    }
  });

  it('news_of_another_call_changes_nothing', () => {
    for (const name of ['ringing', 'accepted', 'answered', 'ended', 'signaled', 'resumed', 'resume_refused', 'accept_refused'] as const) {
      const foreign = { ...INPUTS[name], call: 'c9' } as Input;
      for (const phase of Object.values(PHASES)) expect(step(at(phase), foreign, NOW)).toEqual({ state: at(phase), effects: [] });
    }
  });

  it('two_who_call_each_other_at_once_get_one_call', () => {
    const { state, effects } = after(PHASES.inviting, INPUTS.incoming_bob, INPUTS.invite_refused);
    expect(state.phase).toMatchObject({ at: 'preparing', invitation: bobsOther, talk: { role: 'callee', join: 'video' } });
    expect(state.held).toBeNull();
    expect(effects.map((effect) => effect.do)).toEqual(['close', 'prepare']);
  });

  it('a_refused_caller_does_not_pick_up_somebody_else', () => {
    const { state } = after(PHASES.inviting, INPUTS.incoming_eve, INPUTS.invite_refused);
    expect(state.phase).toEqual({ at: 'incoming', invitation: fromEve });
  });

  it('an_invitation_that_was_held_rings_after_the_call', () => {
    const { state, effects } = after(PHASES.active, INPUTS.incoming_eve, INPUTS.hang_up);
    expect(state).toMatchObject({ phase: { at: 'incoming', invitation: fromEve }, held: null });
    expect(effect(effects, 'ring').call).toBe('c3');
  });

  it('an_invitation_that_was_held_and_taken_back_never_rings', () => {
    const { state } = after(PHASES.active, INPUTS.incoming_eve, { is: 'ended', call: 'c3', reason: 'cancelled' }, INPUTS.hang_up);
    expect(state).toMatchObject({ phase: { at: 'ended' }, held: null });
  });

  it('a_cancel_before_the_house_answered_reaches_the_house', () => {
    const { effects } = after(PHASES.inviting, INPUTS.hang_up, INPUTS.invited);
    expect(effects).toEqual([{ do: 'hang_up', call: 'c1', peer: 'bob', seconds: null }]);
  });

  it('the_seconds_are_told_only_when_the_house_was_away', () => {
    expect(effect(after(PHASES.active, INPUTS.hang_up).effects, 'hang_up').seconds).toBeNull();
    expect(effect(after(PHASES.active, INPUTS.link_lost, INPUTS.hang_up).effects, 'hang_up').seconds).toBe(60);
    expect(effect(after(PHASES.active, INPUTS.link_lost, INPUTS.linked, INPUTS.resumed, INPUTS.hang_up).effects, 'hang_up').seconds).toBeNull();
  });

  it('a_lost_path_keeps_the_beginning_of_the_call', () => {
    const { state } = after(PHASES.active, INPUTS.peer_disconnected, INPUTS.peer_connected);
    expect(state.phase).toEqual(PHASES.active);
  });

  it('a_program_that_negotiates_once_is_offered_no_new_path', () => {
    const plain = { ...known, peer: { ...bob, call_only: true } };
    for (const input of [INPUTS.peer_failed, INPUTS.peer_disconnected, INPUTS.online, INPUTS.resumed]) {
      for (const phase of [PHASES.connecting, PHASES.active, PHASES.reconnecting]) {
        const { effects } = step(at({ ...phase, talk: plain }), input, NOW);
        expect(effects.map((effect) => effect.do)).not.toContain('restart');
      }
    }
  });

  it('a_refused_resumption_ends_no_talk', () => {
    for (const phase of [PHASES.connecting, PHASES.active, PHASES.reconnecting]) {
      expect(step(at(phase), INPUTS.resume_refused, NOW).state.phase).toEqual(phase);
    }
  });

  it('an_invitation_that_still_rings_survives_the_loss_of_the_connection', () => {
    const still: Input = { is: 'resume_refused', call: 'c1', code: 'wrong_state' };
    expect(step(at(PHASES.incoming), still, NOW).state.phase).toEqual(PHASES.incoming);
  });

  it('an_answer_that_was_lost_on_its_way_is_given_again', () => {
    const lost: Input = { is: 'accept_refused', call: 'c1', code: 'offline' };
    const rings: Input = { is: 'resume_refused', call: 'c1', code: 'wrong_state' };
    const { state, effects } = after(PHASES.connecting, lost, INPUTS.link_lost, INPUTS.linked, rings);
    expect(state.phase).toEqual(PHASES.connecting);
    expect(effect(effects, 'accept').answer).toEqual(answer);
    expect(after(PHASES.connecting, INPUTS.answered, rings).effects).toEqual([]);
  });

  it('a_voice_call_is_never_picked_up_with_the_camera', () => {
    const { state } = step(at({ at: 'incoming', invitation: fromEve }), { is: 'accept', join: 'video' }, NOW);
    expect(state.phase).toMatchObject({ talk: { join: 'voice' } });
  });

  it('nothing_lasts_for_ever_but_waiting_for_the_person_and_talking', () => {
    const endless = Object.values(PHASES).filter((phase) => patience(phase) === null);
    expect(new Set(endless.map((phase) => phase.at))).toEqual(new Set(['idle', 'preparing', 'active']));
  });
});
