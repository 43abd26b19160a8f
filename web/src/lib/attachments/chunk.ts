// How much of a file goes at once: as much as takes about a second, so that progress is seen and little is sent twice.

/** Small enough for a telephone in a lift. */
export const LEAST = 64 * 1024;
/** The first guess. */
export const FIRST = 256 * 1024;
/** The house takes no more in one piece. */
export const MOST = 4 * 1024 * 1024;

const QUICK_MS = 600;
const SLOW_MS = 2_500;

/** The next size after a chunk of `size` bytes took `ms` milliseconds. */
export function nextChunk(size: number, ms: number, most: number = MOST): number {
  if (ms < QUICK_MS) return Math.min(most, size * 2);
  if (ms > SLOW_MS) return Math.max(Math.min(LEAST, most), Math.floor(size / 2));
  return Math.min(most, size);
}

/** The next size after a chunk of `size` bytes did not arrive. */
export function afterFailure(size: number, most: number = MOST): number {
  return Math.max(Math.min(LEAST, most), Math.floor(size / 4));
}
