// Sizes of files as people read them.
import type { I18n } from '../i18n/i18n.svelte';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const STEP = 1000;

/** 512 byte, 14 kB, 3.2 MB: three digits at most. */
export function sizeText({ locale }: Pick<I18n, 'locale'>, bytes: number): string {
  let [value, unit] = [Math.max(0, bytes), 0];
  while (value >= STEP - 0.5 && unit < UNITS.length - 1) [value, unit] = [value / STEP, unit + 1];
  const digits = unit === 0 || value >= 99.5 ? 0 : 1;
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit: UNITS[unit] ?? 'byte', unitDisplay: 'short', maximumFractionDigits: digits });
  return format.format(value);
}
