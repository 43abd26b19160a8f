// One call of one page: a pure function from a state and an input to the next state and what is to be done.
//
// The house keeps the call's record and decides who wins; this machine follows it, and keeps the call alive without it.

import { aboutCall, incoming, inviteRefused, invited } from './heard';
import { answer, finish, go, hungUp, type Of, rest, stay, type Step, tellHouse } from './moves';
import { aboutLink, aboutPeer } from './paths';
import type { Input, Join, Phase, State, Talk } from './phase';

/** Takes one step. An input that means nothing in this state changes nothing. */
export function step(state: State, input: Input, now: number): Step {
  switch (input.is) {
    case 'call':
      return call(state, input);
    case 'accept':
      return state.phase.at === 'incoming' ? answer(state, state.phase.invitation, input.join) : stay(state);
    case 'decline':
      return decline(state);
    case 'hang_up':
      return hangUp(state, now);
    case 'join':
      return join(state, input.join);
    case 'leave':
      return leave(state, now);
    case 'prepared':
      return prepared(state, input);
    case 'prepare_failed':
      return prepareFailed(state, input);
    case 'invited':
      return invited(state, input);
    case 'invite_refused':
      return inviteRefused(state, input);
    case 'incoming':
      return incoming(state, input.invitation);
    case 'ringing':
    case 'accepted':
    case 'answered':
    case 'accept_refused':
    case 'ended':
    case 'signaled':
    case 'resumed':
    case 'resume_refused':
      return aboutCall(state, input, now);
    case 'link_lost':
    case 'linked':
    case 'online':
      return aboutLink(state, input.is);
    case 'peer_connected':
    case 'peer_disconnected':
    case 'peer_failed':
    case 'peer_hung_up':
    case 'peer_closed':
      return aboutPeer(state, input, now);
    case 'overdue':
      return overdue(state, now);
  }
}

/** How long a phase may last, in milliseconds; `null`: for ever. The house ends a ringing call after 45 s. */
export function patience(phase: Phase): number | null {
  switch (phase.at) {
    case 'idle':
    case 'preparing':
    case 'active':
      return null;
    case 'inviting':
      return 20_000;
    case 'ringing':
    case 'incoming':
      return 60_000;
    case 'connecting':
    case 'reconnecting':
      return 30_000;
    case 'ended':
      return 4_000;
  }
}

function call(state: State, { peer, media }: Of<'call'>): Step {
  if (state.phase.at !== 'idle' && state.phase.at !== 'ended') return stay(state);
  const attempt = state.attempts + 1;
  const talk: Talk = { attempt, role: 'caller', peer, media, join: media };
  return go(
    { ...state, attempts: attempt },
    { at: 'preparing', talk, invitation: null, trouble: null },
    { do: 'prepare', talk, offer: null },
  );
}

function decline(state: State): Step {
  if (state.phase.at !== 'incoming') return stay(state);
  return rest(state, { at: 'idle' }, { do: 'decline', call: state.phase.invitation.call });
}

function hangUp(state: State, now: number): Step {
  const { phase } = state;
  switch (phase.at) {
    case 'idle':
    case 'incoming':
    case 'ended':
      return stay(state);
    case 'preparing':
      return phase.invitation
        ? rest(state, { at: 'idle' }, { do: 'decline', call: phase.invitation.call }, { do: 'close' })
        : rest(state, { at: 'idle' }, { do: 'close' });
    case 'inviting':
      return rest(state, { at: 'idle' }, { do: 'close' });
    case 'ringing':
      return rest(state, { at: 'idle' }, tellHouse(phase.talk, null), { do: 'close' });
    case 'connecting':
    case 'active':
    case 'reconnecting':
      return hungUp(state, phase, 'hung_up', now, { do: 'say_bye' });
  }
}

function join(state: State, join: Join): Step {
  const { phase } = state;
  if (phase.at !== 'preparing' || !phase.trouble) return stay(state);
  const attempt = state.attempts + 1;
  const talk = { ...phase.talk, attempt, join };
  return go(
    { ...state, attempts: attempt },
    { ...phase, talk, trouble: null },
    { do: 'prepare', talk, offer: phase.invitation?.offer ?? null },
  );
}

/** A page that closes takes its own call with it, but declines none: other pages may ring. */
function leave(state: State, now: number): Step {
  return state.phase.at === 'incoming' || (state.phase.at === 'preparing' && state.phase.invitation) ? stay(state) : hangUp(state, now);
}

// -- camera, microphone, first description

function prepared(state: State, { attempt, description }: Of<'prepared'>): Step {
  const { phase } = state;
  if (phase.at !== 'preparing' || phase.talk.attempt !== attempt) return stay(state);
  const { talk, invitation } = phase;
  if (!invitation) {
    return go(state, { at: 'inviting', talk }, { do: 'invite', attempt, callee: talk.peer.id, media: talk.media, offer: description });
  }
  const { call } = invitation;
  return go(
    state,
    { at: 'connecting', talk: { ...talk, call, claimed: true }, answer: description },
    { do: 'accept', call, answer: description },
    { do: 'release', attempt, call },
  );
}

function prepareFailed(state: State, { attempt, trouble }: Of<'prepare_failed'>): Step {
  const { phase } = state;
  if (phase.at !== 'preparing' || phase.talk.attempt !== attempt) return stay(state);
  return go(state, { ...phase, trouble }, { do: 'close' });
}

function overdue(state: State, now: number): Step {
  const { phase } = state;
  switch (phase.at) {
    case 'idle':
    case 'preparing':
    case 'active':
      return stay(state);
    case 'inviting':
      return finish(state, phase.talk, 'failed', 0);
    case 'ringing':
      return finish(state, phase.talk, 'no_answer', 0, tellHouse(phase.talk, null));
    case 'incoming':
    case 'ended':
      return rest(state, { at: 'idle' });
    case 'connecting':
    case 'reconnecting':
      return hungUp(state, phase, 'lost', now);
  }
}
