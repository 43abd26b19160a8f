// The connections of a call: to the house, and to the peer.

import type { Profile } from '../wire/protocol';
import type { Effect, Input, KnownTalk, Phase, State } from './phase';
import { go, hungUp, type Of, restart, stay, type Step } from './moves';

function resume(call: string, peer: Profile): Effect {
  return { do: 'resume', call, peer: peer.id };
}

/** The connection to the house went or came, or the device found a network. */
export function aboutLink(state: State, is: 'link_lost' | 'linked' | 'online'): Step {
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

/** The connection to the peer changed, or she said goodbye over it. */
export function aboutPeer(state: State, input: Of<`peer_${string}` & Input['is']>, now: number): Step {
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
