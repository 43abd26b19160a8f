// Something that the reader has asked the house for: shown as under way, and said when it did not work.
import type { I18n } from '../i18n/i18n.svelte';
import type { MessageKey } from '../i18n/catalogue';
import { Refusal } from '../connection/types';
import type { Toasts } from './toasts.svelte';

/** The codes of refusals that have a text of their own. */
const SPOKEN = ['bad_name', 'group_full', 'name_taken', 'no_invite', 'no_person', 'not_permitted', 'over_quota', 'too_many'] as const;

export class Doing {
  /** Whether an answer is awaited. */
  isBusy = $state(false);

  constructor(private readonly parts: { readonly toasts: Toasts; readonly i18n: I18n }) {}

  /** Asks, and says what came of it when it did not work. Says whether it worked. */
  async do(ask: () => Promise<unknown>): Promise<boolean> {
    if (this.isBusy) return false;
    this.isBusy = true;
    try {
      await ask();
      return true;
    } catch (reason) {
      const { toasts, i18n } = this.parts;
      toasts.show(i18n.t(wordsFor(reason)), 'error');
      return false;
    } finally {
      this.isBusy = false;
    }
  }
}

/** Whether it is the name that is wrong: that is said where the name is typed. */
export function isBadName(reason: unknown): boolean {
  return reason instanceof Refusal && (reason.code === 'bad_name' || reason.code === 'name_taken');
}

/** The text for what went wrong. */
export function wordsFor(reason: unknown): MessageKey {
  if (!(reason instanceof Refusal)) return 'ui.unreachable';
  const spoken = SPOKEN.find((code) => code === reason.code);
  return spoken === undefined ? 'ui.failed' : `refusal.${spoken}`;
}
