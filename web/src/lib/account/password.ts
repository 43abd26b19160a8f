// How hard a password is to guess: a rough judgment on the spot, of what people do wrong most. Pure.

/** The shortest password that the house takes, in characters. */
export const MIN_LENGTH = 8;

/** 0 is no password at all, 4 is one that nobody guesses. */
export type Strength = 0 | 1 | 2 | 3 | 4;

const ROWS = ['abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', '0123456789', '9876543210'];
const COMMON = ['password', 'passwort', 'letmein', 'welcome', 'iloveyou', 'monkey', 'dragon', 'admin', 'secret', 'teahouse', 'woaini'];
/** Bits of guessing that lead to the next step: a try a second for a day, for ten years, for good. */
const STEPS = [20, 36, 52, 70] as const;

/** How strong `password` is for somebody called `names`. */
export function strengthOf(password: string, names: readonly string[] = []): Strength {
  if ([...password].length < MIN_LENGTH) return password === '' ? 0 : 1;
  const bits = surprise(password, names);
  const steps = STEPS.filter((step) => bits >= step).length;
  return Math.max(1, steps) as Strength;
}

/** About how many bits there are to guess. What a row of keys, a word or a repetition gives away does not count. */
function surprise(password: string, names: readonly string[]): number {
  const known = [...COMMON, ...names].map((word) => word.toLowerCase()).filter((word) => word.length > 2);
  let rest = password.toLowerCase();
  let words = 0;
  for (const word of known) {
    while (rest.includes(word)) {
      rest = rest.replace(word, '\0');
      words++;
    }
  }
  const characters = [...rest].filter((character) => character !== '\0');
  const fresh = characters.filter((character, at) => !follows(characters[at - 1], character)).length;
  return words * 8 + fresh * bitsEach(password) + (characters.length - fresh);
}

function follows(before: string | undefined, character: string): boolean {
  if (before === undefined) return false;
  return before === character || ROWS.some((row) => row.includes(before + character));
}

/** What one more character adds, by the alphabets in use. */
function bitsEach(password: string): number {
  let alphabet = 0;
  if (/[a-z]/.test(password)) alphabet += 26;
  if (/[A-Z]/.test(password)) alphabet += 26;
  if (/[0-9]/.test(password)) alphabet += 10;
  if (/[!-/:-@[-`{-~ ]/.test(password)) alphabet += 33;
  if (/[^ -~]/.test(password)) alphabet += 2_000;
  return Math.log2(Math.max(alphabet, 2));
}
