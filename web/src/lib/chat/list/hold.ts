// What the reader's eye rests on, and how to keep it there while rows come, go and change their heights.
import type { Strip } from './strip';

/** The rows in view. */
export interface View {
  readonly top: number;
  readonly height: number;
}

/** The end of the column, or rows with their distances from the upper edge of the view: the first that is still there counts. */
export type Hold = 'end' | ReadonlyArray<{ readonly key: string; readonly offset: number }>;

/** Nearer to the end than this is the end. A reader who scrolls up leaves it with the first pixel that counts. */
const END_PX = 2;
/** Any of these may vanish (a line that was given up, a day that joins another) while the next one stays. */
const HELD_ROWS = 12;

/** What is held in `view`. */
export function holdOf(strip: Strip, view: View): Hold {
  if (strip.height - view.height - view.top <= END_PX) return 'end';
  const first = strip.indexAt(view.top);
  const rows = [];
  for (let index = first; index < Math.min(first + HELD_ROWS, strip.count); index++) {
    rows.push({ key: strip.keyAt(index) ?? '', offset: strip.top(index) - view.top });
  }
  return rows;
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
