// How long to wait before the next attempt to connect.

/** The first wait: short, since most breaks are a restart or a change of network. */
const FIRST_MS = 400;
/** The longest: somebody who looks at the page should not wait longer for a house that is back. */
const LONGEST_MS = 15_000;

/** The wait after `failures` failed attempts in a row; `random` spreads the pages of a house that was restarted. */
export function backoff(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
