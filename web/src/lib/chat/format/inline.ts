// The marks within a line: bold, italic, struck, code, links and mentions. Cut into atoms first, then paired by one
// pass over a stack that holds each mark once, so that no text takes longer than its length.
import { pieces } from './links';

/** What a mark makes of its content. */
export type Mark = 'strong' | 'emphasis' | 'strike';

/** A part of a line. Everything that is typed and is no working mark stays text. */
export type Span =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; text: string; isYou: boolean }
  | { kind: Mark; spans: readonly Span[] };

/** A name that counts as a mention when it stands behind an @. */
export interface Mentioned {
  readonly name: string;
  readonly isYou: boolean;
}

interface Delimiter {
  kind: 'delimiter';
  text: string;
  mark: Mark;
  canOpen: boolean;
  canClose: boolean;
}

type Atom = Exclude<Span, { spans: unknown }> | Delimiter;

const CODE = /(`{1,3})(?!`)(.+?)(?<!`)\1(?!`)/gsu;
const DELIMITER = /\*{1,3}|~~|_/gu;
/** Letters that are written without spaces between words: a mark may stand right beside them. */
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
const WORD = /[\p{L}\p{N}]/u;
const MARKS: Record<string, Mark> = { '**': 'strong', '*': 'emphasis', _: 'emphasis', '~~': 'strike' };

/** Cuts a text into its spans. */
export function spansOf(text: string, mentioned: readonly Mentioned[] = []): Span[] {
  return paired(atoms(text, mentioned));
}

function atoms(text: string, mentioned: readonly Mentioned[]): Atom[] {
  const found: Atom[] = [];
  let end = 0;
  for (const match of text.matchAll(CODE)) {
    found.push(...outsideCode(text.slice(end, match.index), mentioned));
    found.push({ kind: 'code', text: match[2] ?? '' });
    end = match.index + match[0].length;
  }
  found.push(...outsideCode(text.slice(end), mentioned));
  return found;
}

function outsideCode(text: string, mentioned: readonly Mentioned[]): Atom[] {
  return pieces(text).flatMap((piece): Atom[] => {
    if (piece.href !== undefined) return [{ kind: 'link', text: piece.text, href: piece.href }];
    return withMentions(piece.text, mentioned);
  });
}

function withMentions(text: string, mentioned: readonly Mentioned[]): Atom[] {
  const pattern = mentionPattern(mentioned);
  if (!pattern) return delimiters(text);
  const found: Atom[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const name = match[0].slice(1).toLowerCase();
    const isYou = mentioned.some((one) => one.isYou && one.name.toLowerCase() === name);
    found.push(...delimiters(text.slice(end, match.index)), { kind: 'mention', text: match[0], isYou });
    end = match.index + match[0].length;
  }
  found.push(...delimiters(text.slice(end)));
  return found;
}

/** The longest name wins: "@Ann Lee" is not "@Ann". */
function mentionPattern(mentioned: readonly Mentioned[]): RegExp | undefined {
  const names = mentioned.map(({ name }) => name).filter((name) => name !== '');
  if (names.length === 0) return undefined;
  names.sort((one, other) => other.length - one.length);
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`));
  return new RegExp(`(?<![\\w.])@(?:${escaped.join('|')})(?!(?<=\\w)\\w)`, 'giu');
}

function delimiters(text: string): Atom[] {
  const found: Atom[] = [];
  let end = 0;
  const say = (until: number) => until > end && found.push({ kind: 'text', text: text.slice(end, until) });
  for (const match of text.matchAll(DELIMITER)) {
    const [run] = match;
    const before = text.slice(0, match.index).at(-1) ?? ' ';
    const after = text.slice(match.index + run.length).at(0) ?? ' ';
    const isEscaped = before === '\\' || before === run[0] || after === run[0];
    const canOpen = !isEscaped && !/\s/u.test(after) && (run.length > 1 || !isWord(before));
    const canClose = !isEscaped && !/\s/u.test(before) && (run.length > 1 || !isWord(after));
    if (!canOpen && !canClose) continue;
    say(match.index);
    for (const mark of run === '***' ? ['**', '*'] : [run]) found.push({ kind: 'delimiter', text: mark, mark: MARKS[mark] ?? 'emphasis', canOpen, canClose });
    end = match.index + run.length;
  }
  say(text.length);
  return found;
}

function isWord(char: string): boolean {
  return WORD.test(char) && !SPACELESS.test(char);
}

interface Open {
  delimiter: Delimiter;
  spans: Span[];
}

function paired(list: readonly Atom[]): Span[] {
  const root: Span[] = [];
  const open: Open[] = [];
  const inner = () => open.at(-1)?.spans ?? root;
  /** What was opened last and never closed is text after all. */
  const giveUp = () => {
    const last = open.pop();
    if (last) inner().push({ kind: 'text', text: last.delimiter.text }, ...last.spans);
  };
  const queue = [...list];
  for (let index = 0; index < queue.length; index++) {
    const atom = queue[index] as Atom;
    if (atom.kind !== 'delimiter') {
      inner().push(atom);
      continue;
    }
    const next = queue[index + 1];
    // "***both***" opens as ** and * and closes in the other order.
    const isCrossed = next?.kind === 'delimiter' && atom.text === '**' && next.text === '*' && open.at(-1)?.delimiter.text === '*' && next.canClose;
    const delimiter = isCrossed ? next : atom;
    if (isCrossed) queue[index + 1] = atom;
    const at = open.findLastIndex((one) => one.delimiter.text === delimiter.text);
    if (delimiter.canClose && at >= 0 && (open[at]?.spans.length ?? 0) > 0) {
      while (open.length > at + 1) giveUp();
      const { spans } = open.pop() as Open;
      inner().push({ kind: delimiter.mark, spans: joined(spans) });
    } else if (delimiter.canOpen && !open.some((one) => one.delimiter.mark === delimiter.mark)) open.push({ delimiter, spans: [] });
    else inner().push({ kind: 'text', text: delimiter.text });
  }
  while (open.length > 0) giveUp();
  return joined(root);
}

/** Text beside text is one text. */
function joined(spans: readonly Span[]): Span[] {
  const made: Span[] = [];
  for (const span of spans) {
    const last = made.at(-1);
    if (span.kind === 'text' && last?.kind === 'text') made[made.length - 1] = { kind: 'text', text: last.text + span.text };
    else made.push(span);
  }
  return made;
}
