// What was given to the house in one field, and what it took of it.

import { HOSTILE, spread } from './corpus.ts';
import { each } from './teller.ts';

/** How many texts a field gets: so many, or `all`. Without a word each story gives what it has the time for. */
const WANTED = process.env.HOSTILE_STRINGS;

export interface Given {
  readonly field: string;
  /** How many texts were tried. */
  readonly tried: number;
  /** What stands in the house now, as its answers say it. */
  readonly taken: readonly string[];
}

/** The texts for a field that has the time for so many of them. */
export function texts(usual = HOSTILE.length): readonly string[] {
  if (WANTED === 'all') return HOSTILE;
  return spread(WANTED === undefined ? usual : Number(WANTED));
}

/** Gives all texts in a field, some at once; `put` hands back what the house made of one, or nothing if it refused. */
export async function give(field: string, all: readonly string[], put: (text: string, place: number) => Promise<string | undefined>): Promise<Given> {
  const taken = await each(all, put);
  return tell({ field, tried: all.length, taken: taken.filter((text) => text !== undefined) });
}

/** Says what came of a field. */
export function tell(given: Given): Given {
  const { field, tried, taken } = given;
  console.log(`${field}: ${tried} given, ${tried - taken.length} refused, ${taken.length} taken`);
  return given;
}
