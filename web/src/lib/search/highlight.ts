// What was found in a text, as the house has marked it. The pieces are rendered as text nodes and <mark>; no HTML is made.

/** Where in a text what was looked for stands, ascending: from, and up to but without to. */
export type Marks = readonly (readonly [from: number, to: number])[];

/** A piece of a text; joined together the pieces are the text again, or its excerpt. */
export interface Piece {
  readonly text: string;
  readonly isHit: boolean;
}

/** So much of a text is shown in front of its first hit. */
const LEAD = 24;
const ELLIPSIS = '…';

/** Cuts `text` into pieces in and between its marks. */
export function pieces(text: string, marks: Marks = [], from = 0, to = text.length): Piece[] {
  const cut: Piece[] = [];
  const add = (start: number, end: number, isHit: boolean) => {
    if (end > start) cut.push({ text: text.slice(start, end), isHit });
  };
  let at = from;
  for (const [start, end] of marks) {
    add(at, Math.min(start, to), false);
    add(Math.max(at, start), Math.min(end, to), true);
    at = Math.min(to, Math.max(at, end));
  }
  add(at, to, false);
  return cut;
}

/** The part of a long text around its first hit, on one line. */
export function excerpt(text: string, marks: Marks = [], length = 120): Piece[] {
  const first = marks[0]?.[0] ?? 0;
  const from = first > LEAD ? characterAt(text, first - LEAD) : 0;
  const to = characterAt(text, Math.min(text.length, from + length));
  const cut = pieces(text, marks, from, to).map(({ text: piece, isHit }) => ({ text: piece.replace(/\s+/gu, ' '), isHit }));
  if (from > 0) cut.unshift({ text: ELLIPSIS, isHit: false });
  if (to < text.length) cut.push({ text: ELLIPSIS, isHit: false });
  return cut;
}

/** Not in the middle of a character of two units. */
function characterAt(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff ? index - 1 : index;
}
