// Finding whom one is about to mention: the word behind the @ at the cursor, who fits it, and what is put in its place.
import type { Mentions } from '../../wire/protocol';
import { type Span, spansOf } from '../format/inline';

/** Somebody who can be mentioned. */
export interface Mentionable {
  /** Absent for everybody in the room at once. */
  readonly id?: string;
  readonly name: string;
  readonly handle?: string | undefined;
}

/** What is typed behind an @: where the @ stands, and the letters up to the cursor. */
export interface Asked {
  readonly at: number;
  readonly query: string;
}

/** Longer than any name; further back nobody is being looked for. */
const REACH = 40;
const SHOWN = 6;

/** What is asked for at the cursor, if anything is. An @ inside of a word, as in a mail address, asks for nobody. */
export function askedAt(text: string, cursor: number): Asked | undefined {
  const before = text.slice(Math.max(0, cursor - REACH), cursor);
  const found = /(?:^|[^\w.@])@([^@\n]*)$/u.exec(before);
  if (!found || (found[1] ?? '').startsWith(' ')) return undefined;
  const query = found[1] ?? '';
  return { at: cursor - query.length - 1, query };
}

/** Who fits, best first: names that begin so, then words of names, then handles. */
export function fitting(people: readonly Mentionable[], query: string): Mentionable[] {
  const wanted = query.toLowerCase();
  const rank = ({ name, handle }: Mentionable) => {
    const lower = name.toLowerCase();
    if (lower.startsWith(wanted)) return 0;
    if (lower.split(/\s+/u).some((word) => word.startsWith(wanted))) return 1;
    if (handle?.toLowerCase().startsWith(wanted)) return 2;
    return wanted !== '' && lower.includes(wanted) ? 3 : undefined;
  };
  return people
    .flatMap((one) => {
      const place = rank(one);
      return place === undefined ? [] : [{ one, place }];
    })
    .sort((a, b) => a.place - b.place)
    .slice(0, SHOWN)
    .map(({ one }) => one);
}

/** The text with the name in the place of what was asked, and where the cursor stands then. */
export function completed(text: string, asked: Asked, cursor: number, name: string): { text: string; cursor: number } {
  const put = `@${name} `;
  const rest = text.slice(cursor).replace(/^ /u, '');
  return { text: text.slice(0, asked.at) + put + rest, cursor: asked.at + put.length };
}

/** Who is named in the text. Of several of one name it is the one who was picked. */
export function namedIn(text: string, people: readonly Mentionable[], picked: readonly Mentionable[]): Mentionable[] {
  const found = new Map<string, Mentionable>();
  const byName = new Map([...people, ...picked].map((one) => [one.name.toLowerCase(), one]));
  const visit = (spans: readonly Span[]): void => {
    for (const span of spans) {
      if ('spans' in span) visit(span.spans);
      const one = span.kind === 'mention' ? byName.get(span.text.slice(1).toLowerCase()) : undefined;
      if (one) found.set(one.id ?? '', one);
    }
  };
  visit(spansOf(text, [...byName.values()].map(({ name }) => ({ name, isYou: false }))));
  return [...found.values()];
}

/** Whom a message calls upon, as the house hears it; nothing when nobody. */
export function mentionsOf(named: readonly Mentionable[]): Mentions | undefined {
  if (named.length === 0) return undefined;
  const users = named.flatMap(({ id }) => id ?? []);
  return { ...(named.some(({ id }) => id === undefined) ? { all: true } : {}), ...(users.length > 0 ? { users } : {}) };
}
