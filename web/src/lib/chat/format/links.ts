// Finds web and mail addresses in a text. The parts are rendered as text nodes and anchors; no HTML is ever made of them.

/** A piece of a text: plain, or an address to go to. */
export interface Piece {
  readonly text: string;
  readonly href?: string;
}

const WEB = String.raw`\bhttps?:\/\/[^\s<>"'\x60\u{2018}-\u{201f}\u{3000}-\u{303f}\u{ff00}-\u{ffef}]+`;
/** Bounded on both sides of the @, so that no text makes the search slow. */
const MAIL = String.raw`(?<![\w.+@-])(?:mailto:)?[a-z0-9](?:[\w.+-]{0,62}[a-z0-9])?@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}\b`;
const ADDRESS = new RegExp(`${WEB}|${MAIL}`, 'giu');
/** What ends a sentence does not belong to the address in it. */
const TRAILING = /[.,;:!?*_~]+$/u;

/** Cuts `text` into plain pieces and http, https and mailto addresses; joined together they are `text` again. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTrail(match[0]);
    const href = webAddress(address) ?? mailAddress(address);
    if (!href) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    found.push({ text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}

/** Cuts off closing punctuation, and brackets that were opened before the address. */
function withoutTrail(address: string): string {
  let kept = address.replace(TRAILING, '');
  for (const [open, close] of [['(', ')'], ['[', ']'], ['{', '}']] as const) {
    while (kept.endsWith(close) && count(kept, close) > count(kept, open)) kept = kept.slice(0, -1).replace(TRAILING, '');
  }
  return kept;
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}

function webAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '' ? url.href : undefined;
}

function mailAddress(address: string): string | undefined {
  if (/^https?:/i.test(address) || !address.includes('@')) return undefined;
  const name = address.replace(/^mailto:/i, '');
  return `mailto:${encodeURI(name)}`;
}
