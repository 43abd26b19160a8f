// The moves that the machine's parts share: to another phase, to rest, to an end.

import type { EndCause, Effect, Input, Invitation, Join, KnownTalk, Phase, State, Talk } from './phase';

/** What a step leads to. */
export type Step = { state: State; effects: Effect[] };
/** The input of this kind. */
export type Of<K extends Input['is']> = Extract<Input, { is: K }>;
/** The phase of this name. */
export type At<K extends Phase['at']> = Extract<Phase, { at: K }>;

/** Nothing happens. */
export function stay(state: State): Step {
  return { state, effects: [] };
}

/** To another phase. */
export function go(state: State, phase: Phase, ...effects: Effect[]): Step {
  return { state: { ...state, phase }, effects };
}

/** To `phase`, where no call is going on; an invitation that was held rings then. */
export function rest(state: State, phase: At<'idle'> | At<'ended'>, ...effects: Effect[]): Step {
  const { held } = state;
  if (!held) return go(state, phase, ...effects);
  return go({ ...state, held: null }, { at: 'incoming', invitation: held }, ...effects, { do: 'ring', call: held.call });
}

/** To the end of a call, which lets go of everything and says why. */
export function finish(state: State, talk: Talk, cause: EndCause, seconds: number, ...effects: Effect[]): Step {
  const { peer, media, join } = talk;
  return rest(state, { at: 'ended', peer, media, join, cause, seconds }, ...effects, { do: 'close' }, { do: 'notice', cause, peer, seconds });
}

/** Picks up `invitation`; the camera stays off where the caller asked for voice. */
export function answer(state: State, invitation: Invitation, join: Join, ...before: Effect[]): Step {
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

/** Ends a call that was picked up. Both ends tell the house, since only one of them may reach it. */
export function hungUp(state: State, phase: At<'connecting' | 'active' | 'reconnecting'>, cause: EndCause, now: number, ...first: Effect[]): Step {
  const seconds = lasted(phase, now);
  return finish(state, phase.talk, cause, seconds, ...first, tellHouse(phase.talk, seconds));
}

/** The house counts the seconds itself unless it was away. */
export function tellHouse(talk: KnownTalk, seconds: number | null): Effect {
  return { do: 'hang_up', call: talk.call, peer: talk.peer.id, seconds: talk.claimed ? null : seconds };
}

/** How many seconds the two have talked. */
export function lasted(phase: Phase, now: number): number {
  return 'since' in phase ? Math.max(0, Math.round((now - phase.since) / 1000)) : 0;
}

/** A new path is offered only while the old one is lost, and never to a program that negotiates but once. */
export function restart(phase: Phase): Effect[] {
  return phase.at === 'reconnecting' && !phase.talk.peer.call_only ? [{ do: 'restart', attempt: phase.talk.attempt }] : [];
}
