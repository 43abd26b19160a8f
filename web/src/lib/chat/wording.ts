// How call lines and last messages read, as keys of the catalogue.
import type { I18n } from '../i18n/i18n.svelte';
import type { CallLine, Message } from '../wire/protocol';

/** What the line of a call says to the one who reads it. */
export function callText(i18n: Pick<I18n, 't' | 'duration'>, call: CallLine, isMine: boolean): string {
  if (call.outcome === 'completed') return i18n.t(`line.${call.media}.completed`, { length: i18n.duration(call.seconds) });
  if (call.outcome === 'missed' && isMine) return i18n.t(`line.${call.media}.noAnswer`);
  return i18n.t(`line.${call.media}.${isUnheard(call, isMine) ? 'missed' : call.outcome}`);
}

/** Whether the reader was called and could not, or did not, pick up. */
export function isUnheard(call: CallLine, isMine: boolean): boolean {
  return !isMine && (call.outcome === 'missed' || call.outcome === 'cancelled' || call.outcome === 'busy');
}

/** The last thing that stands in a conversation, on one line. */
export function preview(i18n: Pick<I18n, 't' | 'duration'>, message: Message, you: string): string {
  const isMine = message.sender === you;
  if (message.call) return callText(i18n, message.call, isMine);
  const text = message.text ?? '';
  return isMine ? i18n.t('people.you', { text }) : text;
}
