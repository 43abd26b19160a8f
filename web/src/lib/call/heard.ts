// What the house says about calls.

import type { EndCause, Effect, Invitation, State } from './phase';
import { answer, type At, finish, go, lasted, type Of, rest, restart, stay, type Step } from './moves';

/** The house has made the call. */
export function invited(state: State, { attempt, call, peer }: Of<'invited'>): Step {
  const { phase } = state;
  if (phase.at !== 'inviting' || phase.talk.attempt !== attempt) {
    // Given up before the house had answered.
    return { state, effects: [{ do: 'hang_up', call, peer: peer.id, seconds: null }] };
  }
  return go(
    state,
    { at: 'ringing', talk: { ...phase.talk, peer, call, claimed: true }, heard: false },
    { do: 'release', attempt, call },
  );
}

/** When two call each other at once, the house refuses the second: its wish is fulfilled by picking up the first. */
export function inviteRefused(state: State, { attempt, code }: Of<'invite_refused'>): Step {
  const { phase, held } = state;
  if (phase.at !== 'inviting' || phase.talk.attempt !== attempt) return stay(state);
  if (held && held.caller.id === phase.talk.peer.id) return answer(state, held, phase.talk.join, { do: 'close' });
  return finish(state, phase.talk, causeOf(code), 0);
}

const REFUSALS: readonly EndCause[] = ['busy', 'in_call', 'no_person', 'offline', 'oneself', 'too_many', 'unreachable'];

function causeOf(code: string): EndCause {
  return REFUSALS.find((known) => known === code) ?? 'failed';
}

/** Somebody calls. */
export function incoming(state: State, invitation: Invitation): Step {
  const { phase } = state;
  const ring: Effect = { do: 'ring', call: invitation.call };
  switch (phase.at) {
    case 'idle':
      return go(state, { at: 'incoming', invitation }, ring);
    case 'ended':
      return phase.cause === 'busy' && phase.peer.id === invitation.caller.id
        ? answer(state, invitation, phase.join)
        : go(state, { at: 'incoming', invitation }, ring);
    case 'incoming':
      // The same call again: the house says so to a connection that is new.
      return phase.invitation.call === invitation.call
        ? go(state, { at: 'incoming', invitation }, ring)
        : { state: { ...state, held: invitation }, effects: [] };
    case 'preparing':
      if (phase.invitation?.call === invitation.call) return { state, effects: [ring] };
      return !phase.invitation && phase.talk.peer.id === invitation.caller.id
        ? answer(state, invitation, phase.talk.join, { do: 'close' })
        : { state: { ...state, held: invitation }, effects: [] };
    case 'inviting':
      return { state: { ...state, held: invitation }, effects: [] };
    case 'ringing':
    case 'connecting':
    case 'active':
    case 'reconnecting':
      return phase.talk.call === invitation.call ? stay(state) : { state: { ...state, held: invitation }, effects: [] };
  }
}

type AboutCall = Of<'ringing' | 'accepted' | 'answered' | 'accept_refused' | 'ended' | 'signaled' | 'resumed' | 'resume_refused'>;

/** News of one call. */
export function aboutCall(state: State, input: AboutCall, now: number): Step {
  const { phase, held } = state;
  if (input.is === 'ended' && held?.call === input.call) return { state: { ...state, held: null }, effects: [] };
  if (phase.at === 'incoming' || phase.at === 'preparing') {
    if (phase.invitation?.call !== input.call) return stay(state);
    if (input.is === 'ended') return invitationEnded(state, phase, input.reason);
    // Nobody has picked up, so the house never lets it be resumed; but it tells whether it still rings.
    return input.is === 'resume_refused' && input.code === 'no_call' ? invitationEnded(state, phase, 'lost') : stay(state);
  }
  if (!('talk' in phase) || phase.at === 'inviting' || phase.talk.call !== input.call) return stay(state);
  const { talk } = phase;
  const { attempt } = talk;
  switch (input.is) {
    case 'ringing':
      return phase.at === 'ringing' ? go(state, { ...phase, heard: true }) : stay(state);
    case 'accepted':
      return phase.at === 'ringing'
        ? go(state, { at: 'connecting', talk, answer: null }, { do: 'take_answer', attempt, answer: input.answer })
        : stay(state);
    case 'answered':
      return phase.at === 'connecting' ? go(state, { ...phase, answer: null }) : stay(state);
    case 'accept_refused':
      // Without an answer nobody knows whether the house has heard; the next connection tells.
      return phase.at === 'connecting' && input.code !== 'offline' ? finish(state, talk, 'lost', 0) : stay(state);
    case 'ended':
      return finish(state, talk, input.reason, lasted(phase, now));
    case 'signaled': {
      const { description, candidate } = input;
      return phase.at === 'ringing' ? stay(state) : { state, effects: [{ do: 'take_signal', attempt, description, candidate }] };
    }
    case 'resumed':
      return go(state, { ...phase, talk: { ...talk, claimed: true } }, { do: 'repeat', attempt }, ...restart(phase));
    case 'resume_refused':
      return resumeRefused(state, phase, input.code);
  }
}

/** What only rang ends in silence; the line in the chat says the rest. */
/** A refusal says nothing about the media; but before there is media there is no call without the house. */
function resumeRefused(state: State, phase: At<'ringing' | 'connecting' | 'active' | 'reconnecting'>, code: string): Step {
  if (phase.at === 'ringing') return finish(state, phase.talk, 'lost', 0);
  if (phase.at !== 'connecting' || !phase.answer || code !== 'wrong_state') return stay(state);
  // It still rings: the answer was lost on its way.
  const { talk, answer } = phase;
  return go(state, { ...phase, talk: { ...talk, claimed: true } }, { do: 'accept', call: talk.call, answer }, { do: 'repeat', attempt: talk.attempt });
}

function invitationEnded(state: State, phase: At<'incoming' | 'preparing'>, cause: EndCause): Step {
  return phase.at === 'preparing' ? finish(state, phase.talk, cause, 0) : rest(state, { at: 'idle' });
}
