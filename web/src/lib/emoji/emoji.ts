// The emoji of the picker: loaded with the first opening, in the reader's language, grouped and searched.
import type { Shelf } from '../browser';
import type { Language } from '../i18n/catalogue';

/** One emoji and the words it is found by. */
export interface Emoji {
  readonly char: string;
  readonly label: string;
  readonly group: number;
  readonly words: string;
}

/** The groups in their order, each with the emoji that stands for it. */
export const GROUPS = [
  { id: 0, sign: '😀' },
  { id: 1, sign: '👋' },
  { id: 3, sign: '🌿' },
  { id: 4, sign: '🍵' },
  { id: 5, sign: '🏡' },
  { id: 6, sign: '🎈' },
  { id: 7, sign: '💡' },
  { id: 8, sign: '💚' },
  { id: 9, sign: '🏁' },
] as const;

const SHELF_KEY = 'teahouse.emoji';
const RECENT = 24;

/** What the build leaves of the data: vite.config.ts. */
interface Entry {
  unicode: string;
  label: string;
  group: number;
  tags?: string[];
}

/** Loads the emoji with their words in `language`. */
export async function loadEmoji(language: Language): Promise<Emoji[]> {
  const { default: entries } = language === 'zh' ? await import('emojibase-data/zh/compact.json') : await import('emojibase-data/en/compact.json');
  return (entries as Entry[]).map(({ unicode, label, group, tags }) => ({
    char: unicode,
    label,
    group,
    words: [label, ...(tags ?? [])].join(' ').toLocaleLowerCase(),
  }));
}

/** Those in whose words each word of `query` stands; the label's own beginning counts most. */
export function findEmoji(all: readonly Emoji[], query: string): Emoji[] {
  const words = query.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const rank = (emoji: Emoji) => (emoji.words.startsWith(words[0] ?? '') ? 0 : 1);
  return all.filter((emoji) => words.every((word) => emoji.words.includes(word))).sort((one, other) => rank(one) - rank(other));
}

/** The emoji used last, the latest first. */
export class RecentEmoji {
  constructor(private readonly shelf: Pick<Shelf, 'get' | 'set'>) {}

  list(): string[] {
    return this.shelf.get(SHELF_KEY)?.split(' ').filter(Boolean) ?? [];
  }

  use(char: string): void {
    const list = [char, ...this.list().filter((other) => other !== char)].slice(0, RECENT);
    this.shelf.set(SHELF_KEY, list.join(' '));
  }
}
