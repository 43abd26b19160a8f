// The last thing that stands in a conversation, on one line, whatever it is.
import type { I18n } from '../i18n/i18n.svelte';
import type { File, Message, RoomKind } from '../wire/protocol';
import { type Names, noticeText } from './notice-text';
import { callText } from './wording';

/** What `message` says to somebody called `you`. */
export function preview(i18n: Pick<I18n, 't' | 'duration'>, message: Message, kind: RoomKind, you: string, names: Names): string {
  const isMine = message.sender === you;
  const sender = names.of(message.sender);
  if (message.call) return callText(i18n, message.call, isMine);
  if (message.notice) return noticeText(i18n, message.notice, message.sender, names);
  if (message.recalled_by === you) return i18n.t('message.recalled.you');
  if (message.recalled_by !== undefined) return i18n.t('message.recalled.other', { name: names.of(message.recalled_by) ?? '' });
  if (message.hidden) return i18n.t('rooms.hidden');
  const text = said(i18n, message);
  if (kind === 'notes') return text;
  if (isMine) return i18n.t('people.you', { text });
  return kind === 'group' ? i18n.t('rooms.by', { name: sender ?? '', text }) : text;
}

/** The words, after a word for what comes with them. */
function said(i18n: Pick<I18n, 't'>, { text, files = [] }: Message): string {
  const words = (text ?? '').replace(/\s+/g, ' ').trim();
  const [first] = files;
  if (!first) return words;
  const sign = filesText(i18n, first, files);
  return words === '' ? sign : `${sign} ${words}`;
}

/** Files of several kinds are files. */
function filesText(i18n: Pick<I18n, 't'>, first: File, files: readonly File[]): string {
  const kind = files.every((file) => file.kind === first.kind) ? first.kind : 'file';
  const word = i18n.t(`rooms.file.${kind}`, { count: files.length });
  return files.length === 1 && (kind === 'file' || kind === 'audio') ? `${word} ${first.name}` : word;
}
