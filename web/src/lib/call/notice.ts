// What a person is told when a call has ended; nothing where she did it herself or the chat says it all.

import type { MessageKey } from '../i18n/catalogue';
import type { EndCause } from './phase';

/** A text and how loud it is. */
export type Notice = { key: MessageKey; kind: 'error' | 'info' };

/** The notice for `cause`, if it deserves one. */
export function noticeOf(cause: EndCause): Notice | null {
  switch (cause) {
    case 'cancelled':
    case 'hung_up':
      return null;
    case 'answered_elsewhere':
    case 'busy':
    case 'declined':
    case 'no_answer':
    case 'unreachable':
      return { key: `call.ended.${cause}`, kind: 'info' };
    case 'failed':
    case 'in_call':
    case 'lost':
    case 'no_person':
    case 'offline':
    case 'oneself':
    case 'too_many':
      return { key: `call.ended.${cause}`, kind: 'error' };
  }
}
