// The shape of a message: paragraphs, quotes, lists and blocks of code, one pass over its lines.
import { type Mentioned, type Span, spansOf } from './inline';

/** A block of a message. */
export type Block =
  | { kind: 'paragraph'; spans: readonly Span[] }
  | { kind: 'code'; text: string }
  | { kind: 'quote'; blocks: readonly Block[] }
  | { kind: 'bullets'; items: ReadonlyArray<readonly Span[]> }
  | { kind: 'numbers'; start: number; items: ReadonlyArray<readonly Span[]> };

type Draft =
  | { kind: 'paragraph' | 'quote' | 'code'; lines: string[] }
  | { kind: 'bullets'; lines: string[] }
  | { kind: 'numbers'; start: number; lines: string[] };

const FENCE = /^```[\w+#.-]{0,20}\s*$/u;
const FENCE_END = /^```\s*$/u;
const QUOTE = /^>(?: (.*)|())$/su;
const BULLET = /^ {0,3}[-*•] +(\S.*)$/su;
const NUMBER = /^ {0,3}(\d{1,9})[.)] +(\S.*)$/su;

/** Reads a message. Without marks in it, it is one paragraph that holds the text as it was typed. */
export function blocksOf(text: string, mentioned: readonly Mentioned[] = [], isQuoted = false): Block[] {
  return drafts(text.split('\n'), isQuoted).flatMap((draft) => finished(draft, mentioned));
}

function drafts(lines: readonly string[], isQuoted: boolean): Draft[] {
  const made: Draft[] = [];
  let fences = lines.filter((line) => FENCE_END.test(line)).length;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const last = made.at(-1);
    if (fences > 0 && FENCE.test(line)) {
      const end = lines.findIndex((other, at) => at > index && FENCE_END.test(other));
      if (end > 0) {
        made.push({ kind: 'code', lines: lines.slice(index + 1, end) });
        fences -= lines.slice(index, end + 1).filter((other) => FENCE_END.test(other)).length;
        index = end;
        continue;
      }
      // What follows has no end either: no line is searched twice.
      fences = 0;
    }
    const quoted = isQuoted ? undefined : QUOTE.exec(line);
    const bullet = BULLET.exec(line);
    const number = NUMBER.exec(line);
    if (quoted) take(made, last, 'quote', quoted[1] ?? '');
    else if (bullet) take(made, last, 'bullets', bullet[1] ?? '');
    else if (number && last?.kind === 'numbers') last.lines.push(number[2] ?? '');
    else if (number) made.push({ kind: 'numbers', start: Number(number[1]), lines: [number[2] ?? ''] });
    else take(made, last, 'paragraph', line);
  }
  return made;
}

function take(made: Draft[], last: Draft | undefined, kind: 'quote' | 'bullets' | 'paragraph', line: string): void {
  if (last?.kind === kind) last.lines.push(line);
  else made.push({ kind, lines: [line] });
}

function finished(draft: Draft, mentioned: readonly Mentioned[]): Block[] {
  switch (draft.kind) {
    case 'code':
      return [{ kind: 'code', text: draft.lines.join('\n') }];
    case 'quote':
      return [{ kind: 'quote', blocks: blocksOf(draft.lines.join('\n'), mentioned, true) }];
    case 'bullets':
      return [{ kind: 'bullets', items: draft.lines.map((line) => spansOf(line, mentioned)) }];
    case 'numbers':
      return [{ kind: 'numbers', start: draft.start, items: draft.lines.map((line) => spansOf(line, mentioned)) }];
    case 'paragraph': {
      const text = draft.lines.join('\n').replace(/^\n+|\n+$/gu, '');
      return text === '' ? [] : [{ kind: 'paragraph', spans: spansOf(text, mentioned) }];
    }
  }
}

/** The text of a message on one line, without its marks: for lists, quotes and notices. */
export function plainOf(text: string): string {
  const ofSpans = (spans: readonly Span[]): string => spans.map((span) => ('spans' in span ? ofSpans(span.spans) : span.text)).join('');
  const ofBlock = (block: Block): string => {
    if (block.kind === 'code') return block.text;
    if (block.kind === 'quote') return block.blocks.map(ofBlock).join(' ');
    if (block.kind === 'paragraph') return ofSpans(block.spans);
    return block.items.map(ofSpans).join(', ');
  };
  return blocksOf(text).map(ofBlock).join(' ').replace(/\s+/gu, ' ').trim();
}
