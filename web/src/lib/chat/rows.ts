// What a conversation shows, line by line: days, bubbles in groups, calls, notices, lines on their way. Pure.
import type { FileCard } from '../attachments/model';
import type { CallLine, File, Mentions, Message, Notice, Quote, Reaction } from '../wire/protocol';
import type { Line } from './outbox-store';

/** How far a message of one's own has come. */
export type Progress = 'waiting' | 'sent' | 'delivered' | 'read' | 'refused';

/** Words in a bubble. */
export interface WordsRow {
  readonly kind: 'words';
  readonly key: string;
  readonly at: number;
  readonly isMine: boolean;
  readonly sender: string;
  readonly text: string;
  /** The message that stands in the house; absent of a line on its way. */
  readonly message?: Message;
  readonly quote?: Quote;
  readonly mentions?: Mentions;
  readonly files: readonly File[];
  /** Files on their way. */
  readonly cards: readonly FileCard[];
  readonly forwardedFrom?: string;
  readonly isEdited: boolean;
  readonly reactions: readonly Reaction[];
  /** First of a group: shows the avatar and the pointed corner. */
  readonly starts: boolean;
  /** Shows time and ticks: last of a group, or followed by one that came later or not as far. */
  readonly showsMeta: boolean;
  readonly progress: Progress | undefined;
  /** A refused line, and why. */
  readonly refused?: { readonly clientId: string; readonly code: string };
}

/** One line of the conversation. `key` stays the same when a waiting line becomes a message. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'beginning'; readonly key: string }
  | { readonly kind: 'call'; readonly key: string; readonly at: number; readonly isMine: boolean; readonly message: Message; readonly call: CallLine }
  | { readonly kind: 'notice'; readonly key: string; readonly at: number; readonly message: Message; readonly notice: Notice }
  | { readonly kind: 'recalled'; readonly key: string; readonly at: number; readonly isMine: boolean; readonly message: Message; readonly by: string }
  | WordsRow;

/** What the rows are made of. */
export interface Shown {
  readonly messages: readonly Message[];
  readonly lines: readonly Line[];
  readonly you: string;
  /** The place up to which every other has received, and has read; nothing in rooms where that is not known. */
  readonly delivered?: number | undefined;
  readonly read?: number | undefined;
  /** The first message that was not read when the conversation was opened. */
  readonly unreadFrom?: number | undefined;
  readonly reachesStart: boolean;
  /** Whether the end is held, and with it the place of the lines on their way. */
  readonly follows: boolean;
}

type Made = Exclude<Row, { kind: 'day' | 'unread' | 'beginning' }>;

/** Bubbles of one person within this time stand together. */
const GROUP_MS = 5 * 60_000;

/** Makes the lines. */
export function rows(shown: Shown): Row[] {
  const made: Row[] = shown.reachesStart ? [{ kind: 'beginning', key: 'beginning' }] : [];
  let day = '';
  let isUnread = false;
  const push = (row: Made) => {
    const itsDay = new Date(row.at).toDateString();
    if (itsDay !== day) made.push({ kind: 'day', key: `day ${itsDay}`, at: row.at });
    day = itsDay;
    made.push(row);
  };
  const standing = new Set<string>();
  for (const message of shown.messages) {
    const isMine = message.sender === shown.you;
    if (isMine) standing.add(message.client_id);
    if (message.hidden) continue;
    // The first that is unread may be one that was deleted: the line stands before the next.
    if (!isUnread && shown.unreadFrom !== undefined && message.seq >= shown.unreadFrom && !isMine) {
      isUnread = true;
      made.push({ kind: 'unread', key: 'unread' });
    }
    push(rowOf(message, isMine, shown));
  }
  if (shown.follows) for (const line of shown.lines) if (!standing.has(line.clientId)) push(lineRow(line));
  return grouped(made);
}

/** The key of a message's row. */
export function keyOf(message: Message, you: string): string {
  return message.sender === you ? `mine ${message.client_id}` : message.id;
}

function rowOf(message: Message, isMine: boolean, shown: Shown): Made {
  const { sent_at: at, call, notice, recalled_by: by } = message;
  const key = keyOf(message, shown.you);
  if (call) return { kind: 'call', key, at, isMine, message, call };
  if (notice) return { kind: 'notice', key, at, message, notice };
  if (by !== undefined) return { kind: 'recalled', key, at, isMine, message, by };
  return {
    kind: 'words',
    key,
    at,
    isMine,
    sender: message.sender,
    text: message.text ?? '',
    message,
    ...(message.reply_to ? { quote: message.reply_to } : {}),
    ...(message.mentions ? { mentions: message.mentions } : {}),
    files: message.files ?? [],
    cards: [],
    ...(message.forwarded_from === undefined ? {} : { forwardedFrom: message.forwarded_from }),
    isEdited: message.edited_at !== undefined,
    reactions: message.reactions ?? [],
    starts: true,
    showsMeta: true,
    progress: isMine ? progressOf(message.seq, shown) : undefined,
  };
}

function progressOf(seq: number, { delivered = 0, read = 0 }: Shown): Progress {
  if (seq <= read) return 'read';
  return seq <= delivered ? 'delivered' : 'sent';
}

function lineRow(line: Line): Made {
  return {
    kind: 'words',
    key: `mine ${line.clientId}`,
    at: line.at,
    isMine: true,
    sender: line.user,
    text: line.text,
    ...(line.replyTo ? { quote: line.replyTo } : {}),
    ...(line.mentions ? { mentions: line.mentions } : {}),
    files: [],
    cards: line.files ?? [],
    ...(line.forward ? { forwardedFrom: line.forward.sender } : {}),
    isEdited: false,
    reactions: [],
    starts: true,
    showsMeta: true,
    progress: line.refused ? 'refused' : 'waiting',
    ...(line.refused ? { refused: { clientId: line.clientId, code: line.refused } } : {}),
  };
}

function grouped(made: readonly Row[]): Row[] {
  return made.map((row, index) => {
    if (row.kind !== 'words') return row;
    const before = made[index - 1];
    const after = made[index + 1];
    const showsMeta = !belongs(row, after) || minute(after.at) !== minute(row.at) || after.progress !== row.progress || row.refused !== undefined;
    return { ...row, starts: !belongs(row, before), showsMeta };
  });
}

function belongs(row: WordsRow, other: Row | undefined): other is WordsRow {
  return other?.kind === 'words' && other.sender === row.sender && Math.abs(other.at - row.at) < GROUP_MS;
}

function minute(at: number): number {
  return Math.floor(at / 60_000);
}
