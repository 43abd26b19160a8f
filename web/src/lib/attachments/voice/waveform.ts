// The drawing of a voice message: loudness over time in a few bars. Pure.

/** As many as fit beside each other on a phone. */
export const MOST_BARS = 64;
/** A bar at its highest. */
export const FULL = 255;
/** What stands for silence, so that the line is never broken. */
const FLOOR = 10;

/** Folds loudness samples (0 to 1) into at most {@link MOST_BARS} bars of 0 to 255, the loudest of them 255. */
export function barsOf(levels: readonly number[], count: number = MOST_BARS): number[] {
  const bars = Math.min(count, MOST_BARS, levels.length);
  if (bars === 0) return [];
  const peaks = Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor((bar * levels.length) / bars);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * levels.length) / bars));
    return Math.max(...levels.slice(from, to).map((level) => (Number.isFinite(level) ? Math.max(0, level) : 0)));
  });
  const loudest = Math.max(...peaks);
  // Silence stays silence: what is not heard is not made large.
  const scale = loudest < 0.01 ? 0 : FULL / loudest;
  return peaks.map((peak) => Math.round(Math.min(FULL, Math.max(FLOOR, peak * scale))));
}

/** The at most `most` bars that are drawn: those given, within bounds, or an even line where nothing is known. */
export function shownBars(given: readonly number[] | undefined, most: number = MOST_BARS): readonly number[] {
  if (!given || given.length === 0) return new Array<number>(most).fill(60);
  const step = Math.max(1, given.length / most);
  const count = Math.min(most, given.length);
  return Array.from({ length: count }, (_, bar) => Math.min(FULL, Math.max(FLOOR, given[Math.floor(bar * step)] || 0)));
}

/** The loudness of one stretch of sound: its root mean square, from bytes as `AnalyserNode` gives them (128 is silence). */
export function loudness(samples: Uint8Array): number {
  if (samples.length === 0) return 0;
  let sum = 0;
  for (const sample of samples) sum += ((sample - 128) / 128) ** 2;
  return Math.sqrt(sum / samples.length);
}
