// What a conversation shows, line by line: days, bubbles in groups, calls, lines on their way. Pure.
import type { CallLine, Message } from '../wire/protocol';
import type { Line } from './outbox-store';

/** How far a message of one's own has come. */
export type Progress = 'waiting' | 'sent' | 'delivered' | 'read' | 'refused';

/** One line of the conversation. `key` stays the same when a waiting line becomes a message. */
export type Row =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: string }
  | { kind: 'call'; key: string; at: number; isMine: boolean; call: CallLine }
  | {
      kind: 'text';
      key: string;
      at: number;
      isMine: boolean;
      text: string;
      /** First of a group: shows the avatar and the pointed corner. */
      starts: boolean;
      /** Shows time and ticks: last of a group, or followed by one that came later or not as far. */
      showsMeta: boolean;
      progress: Progress | undefined;
      /** A refused line, and why. */
      refused?: { clientId: string; code: string };
    };

/** What the rows are made of. */
export interface Shown {
  readonly messages: readonly Message[];
  readonly lines: readonly Line[];
  readonly you: string;
  readonly peerDelivered: number;
  readonly peerRead: number;
  /** The first message that was not read when the conversation was opened. */
  readonly unreadFrom?: number | undefined;
}

type TextRow = Extract<Row, { kind: 'text' }>;

/** Bubbles of one person within this time stand together. */
const GROUP_MS = 5 * 60_000;

/** Makes the lines. */
export function rows(shown: Shown): Row[] {
  const made: Row[] = [];
  let day = '';
  const push = (row: Exclude<Row, { kind: 'day' | 'unread' }>) => {
    const itsDay = new Date(row.at).toDateString();
    if (itsDay !== day) made.push({ kind: 'day', key: `day ${itsDay}`, at: row.at });
    day = itsDay;
    made.push(row);
  };
  const standing = new Set<string>();
  for (const message of shown.messages) {
    const isMine = message.author === shown.you;
    if (isMine) standing.add(message.client_id);
    if (message.seq === shown.unreadFrom && !isMine) made.push({ kind: 'unread', key: 'unread' });
    if (message.call) push({ kind: 'call', key: message.id, at: message.at, isMine, call: message.call });
    else push(textRow(message, isMine, shown));
  }
  for (const line of shown.lines) if (!standing.has(line.clientId)) push(lineRow(line));
  return grouped(made);
}

function textRow(message: Message, isMine: boolean, { peerDelivered, peerRead }: Shown): TextRow {
  const progress = message.seq <= peerRead ? 'read' : message.seq <= peerDelivered ? 'delivered' : 'sent';
  return {
    kind: 'text',
    key: isMine ? `mine ${message.client_id}` : message.id,
    at: message.at,
    isMine,
    text: message.text ?? '',
    starts: true,
    showsMeta: true,
    progress: isMine ? progress : undefined,
  };
}

function lineRow(line: Line): TextRow {
  return {
    kind: 'text',
    key: `mine ${line.clientId}`,
    at: line.at,
    isMine: true,
    text: line.text,
    starts: true,
    showsMeta: true,
    progress: line.refused ? 'refused' : 'waiting',
    ...(line.refused ? { refused: { clientId: line.clientId, code: line.refused } } : {}),
  };
}

function grouped(made: readonly Row[]): Row[] {
  return made.map((row, index) => {
    if (row.kind !== 'text') return row;
    const before = made[index - 1];
    const after = made[index + 1];
    const showsMeta = !belongs(row, after) || minute(after.at) !== minute(row.at) || after.progress !== row.progress || row.refused !== undefined;
    return { ...row, starts: !belongs(row, before), showsMeta };
  });
}

function belongs(row: TextRow, other: Row | undefined): other is TextRow {
  return other?.kind === 'text' && other.isMine === row.isMine && Math.abs(other.at - row.at) < GROUP_MS;
}

function minute(at: number): number {
  return Math.floor(at / 60_000);
}
