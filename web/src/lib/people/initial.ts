// Under which letter somebody stands in a list: the first of the name, or of its pinyin. Pure.

/** What stands under none. */
export const OTHERS = '#';

const LETTERS = 'ABCDEFGHJKLMNOPQRSTWXYZ';
/** The first character of each letter in the order of pinyin: nothing begins with I, U or V. */
const FIRST = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥扨它穵夕丫帀';
const pinyin = new Intl.Collator('zh-Hans-CN');

/** The letter: A to Z, or [`OTHERS`]. */
export function initialOf(name: string): string {
  const first = [...name.trim().normalize('NFKD')][0]?.toUpperCase() ?? '';
  if (/^[A-Z]$/.test(first)) return first;
  if (!/^\p{Script=Han}$/u.test(first)) return OTHERS;
  const after = [...FIRST].findIndex((bound) => pinyin.compare(first, bound) < 0);
  return LETTERS.at(after - (after === -1 ? 0 : 1)) ?? OTHERS;
}

/** People under their letters, each as they come; those under none stand last. */
export function byInitial<T>(people: readonly T[], nameOf: (person: T) => string): ReadonlyArray<readonly [letter: string, people: readonly T[]]> {
  const groups = new Map<string, T[]>();
  for (const person of people) {
    const letter = initialOf(nameOf(person));
    groups.set(letter, [...(groups.get(letter) ?? []), person]);
  }
  return [...groups].sort(([one], [other]) => Number(one === OTHERS) - Number(other === OTHERS) || one.localeCompare(other, 'en'));
}
