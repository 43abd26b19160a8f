// Finding whom one is about to mention: the word behind the @ at the cursor, who fits it, and what is put in its place.

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

/** Which of those who were picked are still named in the text. */
export function stillNamed(text: string, picked: readonly Mentionable[]): Mentionable[] {
  const lower = text.toLowerCase();
  const seen = new Set<string | undefined>();
  return picked.filter((one) => {
    if (seen.has(one.id) || !lower.includes(`@${one.name.toLowerCase()}`)) return false;
    seen.add(one.id);
    return true;
  });
}
