// Where the words that were looked for stand in a text. The pieces are rendered as text nodes and <mark>; no HTML is made.

/** A piece of a text; joined together the pieces are the text again, or its excerpt. */
export interface Piece {
  readonly text: string;
  readonly isHit: boolean;
}

/** So much of a text is shown in front of its first hit. */
const LEAD = 24;
const ELLIPSIS = '…';

/** Cuts `text` into pieces in and between the words of `query`, whatever their case and width. */
export function pieces(text: string, query: string): Piece[] {
  const { folded, starts } = fold(text);
  const found: Piece[] = [];
  let end = 0;
  for (const [from, to] of spans(folded, query)) {
    const [first, last] = [starts[from] ?? text.length, starts[to] ?? text.length];
    if (first > end) found.push({ text: text.slice(end, first), isHit: false });
    found.push({ text: text.slice(first, last), isHit: true });
    end = last;
  }
  if (end < text.length || found.length === 0) found.push({ text: text.slice(end), isHit: false });
  return found;
}

/** The part of a long text around its first hit, on one line. */
export function excerpt(text: string, query: string, length = 120): Piece[] {
  const line = text.replace(/\s+/gu, ' ').trim();
  const all = pieces(line, query);
  const before = all[0]?.isHit === false && all.length > 1 ? all[0].text.length : 0;
  const from = before > LEAD ? characterAt(line, before - LEAD) : 0;
  const to = characterAt(line, Math.min(line.length, from + length));
  const cut = pieces(line.slice(from, to), query);
  const first = from > 0 ? [{ text: ELLIPSIS, isHit: false }] : [];
  const last = to < line.length ? [{ text: ELLIPSIS, isHit: false }] : [];
  return [...first, ...cut, ...last];
}

/** Not in the middle of a character of two units. */
function characterAt(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff ? index - 1 : index;
}

/** `text` without case and width, and for each of its units where it came from. */
function fold(text: string): { folded: string; starts: number[] } {
  let folded = '';
  const starts: number[] = [];
  let at = 0;
  for (const character of text) {
    const plain = plainOf(character);
    for (let unit = 0; unit < plain.length; unit++) starts.push(at);
    folded += plain;
    at += character.length;
  }
  starts.push(at);
  return { folded, starts };
}

function plainOf(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** The places of all words, ascending, those that touch or overlap joined. */
function spans(folded: string, query: string): [number, number][] {
  const words = plainOf(query).split(/\s+/u).filter(Boolean);
  const all: [number, number][] = [];
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) all.push([at, at + word.length]);
  }
  all.sort(([one], [other]) => one - other);
  const joined: [number, number][] = [];
  for (const [from, to] of all) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}
