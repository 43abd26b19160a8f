// Which text says where a call stands: in its window, and to those who listen instead of looking.

import type { MessageKey } from '../i18n/catalogue';
import type { Params } from '../i18n/i18n.svelte';
import { clock } from './clock';
import { lasted } from './moves';
import type { Phase } from './phase';
import type { Quality } from './quality';

type Translate = (key: MessageKey, params?: Params) => string;

/** The line under the peer's name. */
export function stateText(t: Translate, phase: Phase, now: number, quality: Quality | null): string {
  switch (phase.at) {
    case 'preparing':
      if (phase.trouble) return '';
      if (phase.talk.join === 'watch') return t('call.state.preparing');
      return t(phase.talk.join === 'video' ? 'call.state.camera' : 'call.state.microphone');
    case 'inviting':
      return t('call.state.calling');
    case 'ringing':
      return t(phase.heard ? 'call.state.ringing' : 'call.state.calling');
    case 'connecting':
      return t('call.state.connecting');
    case 'reconnecting':
      return t('call.state.reconnecting');
    case 'active': {
      const time = clock(lasted(phase, now));
      return quality ? t(quality.relayed ? 'call.state.relayed' : 'call.state.direct', { time }) : time;
    }
    case 'idle':
    case 'incoming':
    case 'ended':
      return '';
  }
}

/** What a screen reader says when a phase begins; without the clock, which would never stop talking. */
export function spokenText(t: Translate, phase: Phase): string {
  switch (phase.at) {
    case 'idle':
    case 'preparing':
    case 'incoming':
      return '';
    case 'active':
      return t('call.spoken.active', { name: phase.talk.peer.name });
    case 'ended':
      return t('call.spoken.ended', { name: phase.peer.name });
    case 'inviting':
    case 'ringing':
    case 'connecting':
    case 'reconnecting':
      return stateText(t, phase, 0, null);
  }
}
