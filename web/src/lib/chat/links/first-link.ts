// The page that a message speaks of: its first web address outside of code and quotes.
import { type Block, blocksOf } from '../format/blocks';
import type { Span } from '../format/inline';

/** The address of that page, if there is one. */
export function firstLink(text: string): string | undefined {
  // Nearly every message has none, and that is seen at once.
  return /https?:\/\//iu.test(text) ? blocksOf(text).map(inBlock).find(Boolean) : undefined;
}

function inBlock(block: Block): string | undefined {
  switch (block.kind) {
    case 'paragraph':
      return inSpans(block.spans);
    case 'bullets':
    case 'numbers':
      return block.items.map(inSpans).find(Boolean);
    default:
      return undefined;
  }
}

function inSpans(spans: readonly Span[]): string | undefined {
  return spans.map(inSpan).find(Boolean);
}

function inSpan(span: Span): string | undefined {
  if ('spans' in span) return inSpans(span.spans);
  return span.kind === 'link' && span.href.startsWith('http') ? span.href : undefined;
}
