// The reader's language: which it is, the texts in it, and dates, times and lengths as it writes them.
import { IntlMessageFormat } from 'intl-messageformat';
import type { Browser } from '../browser';
import { catalogues, type Language, type MessageKey } from './catalogue';

const SHELF_KEY = 'teahouse.language';
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Values for the `{holes}` of a text. */
export type Params = Record<string, string | number>;

export class I18n {
  #language = $state<Language>('en');
  #compiled = new Map<string, IntlMessageFormat>();
  #formats = new Map<string, Intl.DateTimeFormat>();

  constructor(private readonly browser: Pick<Browser, 'languages' | 'shelf' | 'document'>) {
    const kept = browser.shelf.get(SHELF_KEY);
    this.#apply(isLanguage(kept) ? kept : preferred(browser.languages));
  }

  get language(): Language {
    return this.#language;
  }

  /** The full tag for `Intl`: the browser's own variant of the language where it names one. */
  get locale(): string {
    return this.browser.languages.find((tag) => languageOf(tag) === this.#language) ?? (this.#language === 'zh' ? 'zh-CN' : 'en');
  }

  /** Switches, and remembers the choice in this browser. */
  setLanguage(language: Language): void {
    this.browser.shelf.set(SHELF_KEY, language);
    this.#apply(language);
  }

  /** The text called `key`, its holes filled. */
  t = (key: MessageKey, params?: Params): string => {
    const text = catalogues[this.#language][key];
    if (!text.includes('{')) return text;
    const id = `${this.#language} ${key}`;
    let compiled = this.#compiled.get(id);
    if (!compiled) {
      compiled = new IntlMessageFormat(text, this.locale, undefined, { ignoreTag: true });
      this.#compiled.set(id, compiled);
    }
    return String(compiled.format(params));
  };

  /** The time of day: 09:42. */
  time(at: number): string {
    return this.#format('time', { hour: 'numeric', minute: '2-digit' }).format(at);
  }

  /** Day and time in full, for those who look closer. */
  moment(at: number): string {
    return this.#format('moment', { dateStyle: 'full', timeStyle: 'short' }).format(at);
  }

  /** A day beside `now`: Today, Yesterday, Monday, 3 May, 3 May 2025. */
  day(at: number, now: number): string {
    const days = daysBetween(at, now);
    if (days === 0) return this.t('day.today');
    if (days === 1) return this.t('day.yesterday');
    if (days > 1 && days < 7) return this.#format('weekday', { weekday: 'long' }).format(at);
    const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
    return isThisYear
      ? this.#format('day', { month: 'long', day: 'numeric' }).format(at)
      : this.#format('year', { year: 'numeric', month: 'long', day: 'numeric' }).format(at);
  }

  /** As short as a row of a list needs it: the time today, then the day, then the date. */
  brief(at: number, now: number): string {
    const days = daysBetween(at, now);
    if (days <= 0) return this.time(at);
    if (days === 1) return this.t('day.yesterday');
    if (days < 7) return this.#format('short weekday', { weekday: 'short' }).format(at);
    const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
    return isThisYear
      ? this.#format('short day', { month: 'short', day: 'numeric' }).format(at)
      : this.#format('short year', { year: 'numeric', month: 'numeric', day: 'numeric' }).format(at);
  }

  /** How long ago: just now, 5 minutes ago, at 09:42, Yesterday, 3 May. */
  ago(at: number, now: number): string {
    const minutes = Math.floor((now - at) / MINUTE_MS);
    if (minutes < 1) return this.t('day.justNow');
    if (minutes < 60) return this.t('day.minutesAgo', { count: minutes });
    return daysBetween(at, now) <= 0 ? this.time(at) : this.day(at, now);
  }

  /** A length of time as clocks show it: 3:27, 1:02:09. */
  duration(seconds: number): string {
    const whole = Math.max(0, Math.floor(seconds));
    const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    const shown = parts[0] === 0 ? parts.slice(1) : parts;
    return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
  }

  #apply(language: Language): void {
    this.#language = language;
    this.#formats.clear();
    this.browser.document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }

  #format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const id = `${this.#language} ${name}`;
    let format = this.#formats.get(id);
    if (!format) {
      format = new Intl.DateTimeFormat(this.locale, options);
      this.#formats.set(id, format);
    }
    return format;
  }
}

function isLanguage(value: string | null): value is Language {
  return value === 'en' || value === 'zh';
}

function languageOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}

function preferred(tags: readonly string[]): Language {
  for (const tag of tags) {
    const language = languageOf(tag);
    if (isLanguage(language)) return language;
  }
  return 'en';
}

/** Whole calendar days from `at` to `now` in the reader's time zone; a day of 23 or 25 hours counts as one. */
function daysBetween(at: number, now: number): number {
  const start = (ms: number) => new Date(ms).setHours(0, 0, 0, 0);
  return Math.round((start(now) - start(at)) / DAY_MS);
}
