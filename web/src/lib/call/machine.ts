// One call of one page: a pure function from a state and an input to the next state and what is to be done.
//
// The house keeps the call's record and decides who wins; this machine follows it, and keeps the call alive without it.

import type { Profile } from '../wire/protocol';
import type { EndCause, Effect, Input, Invitation, Join, KnownTalk, Phase, State, Talk } from './phase';

/** What a step leads to. */
export type Step = { state: State; effects: Effect[] };

type Of<K extends Input['is']> = Extract<Input, { is: K }>;
type At<K extends Phase['at']> = Extract<Phase, { at: K }>;

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

/** The call's person, whatever the phase. */
export function talkOf(phase: Phase): Talk | KnownTalk | null {
  return 'talk' in phase ? phase.talk : null;
}

function stay(state: State): Step {
  return { state, effects: [] };
}

function go(state: State, phase: Phase, ...effects: Effect[]): Step {
  return { state: { ...state, phase }, effects };
}

/** To `phase`, where no call is going on; an invitation that was held rings then. */
function rest(state: State, phase: At<'idle'> | At<'ended'>, ...effects: Effect[]): Step {
  const { held } = state;
  if (!held) return go(state, phase, ...effects);
  return go({ ...state, held: null }, { at: 'incoming', invitation: held }, ...effects, { do: 'ring', call: held.call });
}

function finish(state: State, talk: Talk, cause: EndCause, seconds: number, ...effects: Effect[]): Step {
  const { peer, media, join } = talk;
  return rest(state, { at: 'ended', peer, media, join, cause, seconds }, ...effects, { do: 'close' }, { do: 'notice', cause, peer, seconds });
}

// -- the person

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

/** Picks up `invitation`; the camera stays off where the caller asked for voice. */
function answer(state: State, invitation: Invitation, join: Join, ...before: Effect[]): Step {
  const attempt = state.attempts + 1;
  const { caller: peer, media, offer } = invitation;
  const talk: Talk = { attempt, role: 'callee', peer, media, join: media === 'voice' && join === 'video' ? 'voice' : join };
  const held = state.held?.call === invitation.call ? null : state.held;
  return go(
    { ...state, held, attempts: attempt },
    { at: 'preparing', talk, invitation, trouble: null },
    ...before,
    { do: 'prepare', talk, offer },
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

/** Ends a call that was picked up. Both ends tell the house, since only one of them may reach it. */
function hungUp(state: State, phase: At<'connecting' | 'active' | 'reconnecting'>, cause: EndCause, now: number, ...first: Effect[]): Step {
  const seconds = lasted(phase, now);
  return finish(state, phase.talk, cause, seconds, ...first, tellHouse(phase.talk, seconds));
}

/** The house counts the seconds itself unless it was away. */
function tellHouse(talk: KnownTalk, seconds: number | null): Effect {
  return { do: 'hang_up', call: talk.call, peer: talk.peer.id, seconds: talk.claimed ? null : seconds };
}

/** How many seconds the two have talked. */
export function lasted(phase: Phase, now: number): number {
  return 'since' in phase ? Math.max(0, Math.round((now - phase.since) / 1000)) : 0;
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

// -- the house

function invited(state: State, { attempt, call, peer }: Of<'invited'>): Step {
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
function inviteRefused(state: State, { attempt, code }: Of<'invite_refused'>): Step {
  const { phase, held } = state;
  if (phase.at !== 'inviting' || phase.talk.attempt !== attempt) return stay(state);
  if (held && held.caller.id === phase.talk.peer.id) return answer(state, held, phase.talk.join, { do: 'close' });
  return finish(state, phase.talk, causeOf(code), 0);
}

const REFUSALS: readonly EndCause[] = ['busy', 'in_call', 'no_person', 'offline', 'oneself', 'too_many', 'unreachable'];

function causeOf(code: string): EndCause {
  return REFUSALS.find((known) => known === code) ?? 'failed';
}

function incoming(state: State, invitation: Invitation): Step {
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

function aboutCall(state: State, input: AboutCall, now: number): Step {
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

// -- the connections

/** A new path is offered only while the old one is lost, and never to a program that negotiates but once. */
function restart(phase: Phase): Effect[] {
  return phase.at === 'reconnecting' && !phase.talk.peer.call_only ? [{ do: 'restart', attempt: phase.talk.attempt }] : [];
}

function resume(call: string, peer: Profile): Effect {
  return { do: 'resume', call, peer: peer.id };
}

function aboutLink(state: State, is: 'link_lost' | 'linked' | 'online'): Step {
  const { phase } = state;
  switch (phase.at) {
    case 'idle':
    case 'inviting':
    case 'ended':
      return stay(state);
    case 'preparing':
    case 'incoming':
      // The invitation may have ended in between.
      return is === 'linked' && phase.invitation ? { state, effects: [resume(phase.invitation.call, phase.invitation.caller)] } : stay(state);
    case 'ringing':
    case 'connecting':
    case 'active':
    case 'reconnecting': {
      const { talk } = phase;
      if (is === 'link_lost') return go(state, { ...phase, talk: { ...talk, claimed: false } });
      if (is === 'linked') return { state, effects: [resume(talk.call, talk.peer)] };
      const moved = phase.at === 'active' || phase.at === 'reconnecting';
      return moved && !talk.peer.call_only ? { state, effects: [{ do: 'restart', attempt: talk.attempt }] } : stay(state);
    }
  }
}

function aboutPeer(state: State, input: Of<`peer_${string}` & Input['is']>, now: number): Step {
  const { phase } = state;
  if (phase.at !== 'connecting' && phase.at !== 'active' && phase.at !== 'reconnecting') return stay(state);
  const { talk } = phase;
  if (talk.attempt !== input.attempt) return stay(state);
  switch (input.is) {
    case 'peer_connected':
      return phase.at === 'active' ? stay(state) : go(state, { at: 'active', talk, since: 'since' in phase ? phase.since : now });
    case 'peer_disconnected':
    case 'peer_failed': {
      if (phase.at === 'active') {
        const lost: Phase = { at: 'reconnecting', talk, since: phase.since };
        return go(state, lost, ...restart(lost));
      }
      return input.is === 'peer_failed' ? { state, effects: restartAgain(talk) } : stay(state);
    }
    case 'peer_hung_up':
      return hungUp(state, phase, 'hung_up', now);
    case 'peer_closed':
      return phase.at === 'active' ? hungUp(state, phase, 'hung_up', now) : stay(state);
  }
}

function restartAgain(talk: KnownTalk): Effect[] {
  return talk.peer.call_only ? [] : [{ do: 'restart', attempt: talk.attempt }];
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
