// Puts the keyboard into the first box of a form that has come into view.
import type { Attachment } from 'svelte/attachments';
import type { Browser } from '../browser';

/** Not on touch screens, where a keyboard would cover half of the form before it was read. */
export function focused(browser: Pick<Browser, 'matches'>): Attachment<HTMLElement> {
  return (element) => {
    if (browser.matches('(hover: hover)')) element.querySelector<HTMLElement>('input, textarea')?.focus();
  };
}
