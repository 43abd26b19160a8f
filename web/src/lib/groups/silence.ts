// For how long a conversation can be silent, and what is said of one that is.
import type { I18n } from '../i18n/i18n.svelte';
import { morningAfter } from '../settings/morning';
import { FOR_EVER } from './own';

const HOUR_MS = 3_600_000;
/** Later than this is what somebody means who says "until I turn it on". */
const LONG_MS = 365 * 24 * HOUR_MS;

/** The lengths that one chooses from. */
export const LENGTHS = ['hour', 'hours', 'morning', 'always'] as const;
export type Length = (typeof LENGTHS)[number];

/** When a silence ends that begins now. */
export function endOf(length: Length, now: number): number {
  switch (length) {
    case 'hour':
      return now + HOUR_MS;
    case 'hours':
      return now + 8 * HOUR_MS;
    case 'morning':
      return morningAfter(now);
    case 'always':
      return FOR_EVER;
  }
}

/** Until when, in words; `undefined` for a silence without an end. */
export function untilWords(i18n: Pick<I18n, 'day' | 'time'>, until: number, now: number): string | undefined {
  if (until - now > LONG_MS) return undefined;
  const isToday = new Date(until).toDateString() === new Date(now).toDateString();
  return isToday ? i18n.time(until) : `${i18n.day(until, now)} ${i18n.time(until)}`;
}
