// Where the pictures of a message stand. Their places are known before any of them is loaded, so nothing jumps.
import type { FileCard } from './model';

/** The widest and tallest that one picture alone is shown, in CSS pixels. */
const WIDE = 320;
const TALL = 360;
/** The least, so that a strip can still be touched. */
const LEAST = 96;
/** More than these are counted on the last place. */
export const PLACES = 9;

/** The size of a picture that stands alone. Without known pixels it gets a square, into which it is fitted. */
export function alone({ width = 0, height = 0 }: Pick<FileCard, 'width' | 'height'>): { width: number; height: number } {
  if (width <= 0 || height <= 0) return { width: 240, height: 240 };
  const scale = Math.min(1, WIDE / width, TALL / height);
  const fitted = { width: Math.round(width * scale), height: Math.round(height * scale) };
  return { width: Math.max(LEAST, fitted.width), height: Math.max(LEAST, fitted.height) };
}

/** How many squares stand beside each other when there are `count` pictures. */
export function columns(count: number): number {
  return count === 2 || count === 4 ? 2 : 3;
}
