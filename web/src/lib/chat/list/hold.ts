// What the reader's eye rests on, and how to keep it there while rows come, go and change their heights.
import type { Strip } from './strip';

/** The rows in view. */
export interface View {
  readonly top: number;
  readonly height: number;
}

/** The end of the column, or rows with their distances from the upper edge of the view: the first that is still there counts. */
export type Hold = 'end' | readonly HeldRow[];

/** A row, and how far below the upper edge of the view it begins. */
interface HeldRow {
  readonly key: string;
  readonly offset: number;
}

/** Nearer to the end than this is the end. A reader who scrolls up leaves it with the first pixel that counts. */
const END_PX = 2;
/** Any of these may vanish (a line that was given up, a message that was deleted) while the next one stays. */
const HELD_ROWS = 24;

/**
 * What is held in `view`: the row in its middle, and then its neighbors. Rows that were never drawn are only guessed, and
 * loose ones may go elsewhere, as the line of a day does when older messages of that day come: neither holds anything.
 */
export function holdOf(strip: Strip, view: View, isLoose: (key: string) => boolean = () => false): Hold {
  if (strip.height - view.height - view.top <= END_PX) return 'end';
  const middle = strip.indexAt(view.top + view.height / 2);
  const rows: HeldRow[] = [];
  const guessed: HeldRow[] = [];
  for (let step = 0; step < HELD_ROWS; step++) {
    const index = step % 2 === 0 ? middle + step / 2 : middle - (step + 1) / 2;
    const key = strip.keyAt(index);
    if (key === undefined || isLoose(key)) continue;
    (strip.isMeasured(key) ? rows : guessed).push({ key, offset: strip.top(index) - view.top });
  }
  return [...rows, ...guessed];
}

/** Where the view has to begin so that what was held has not moved. */
export function topFor(strip: Strip, hold: Hold, view: View): number {
  const last = Math.max(0, strip.height - view.height);
  if (hold === 'end') return last;
  for (const { key, offset } of hold) {
    const index = strip.indexOf(key);
    if (index !== undefined) return Math.max(0, Math.min(strip.top(index) - offset, last));
  }
  return Math.max(0, Math.min(view.top, last));
}

/** The rows to draw: those in view and some `overscan` beyond each edge. */
export function rangeOf(strip: Strip, view: View, overscan: number): { start: number; end: number } {
  if (strip.count === 0) return { start: 0, end: 0 };
  return { start: strip.indexAt(view.top - overscan), end: strip.indexAt(view.top + view.height + overscan) + 1 };
}
