// The title of the page: how many messages wait, unless something louder, a ringing call, has the word.
import type { Browser } from '../browser';

const HOUSE = 'Teahouse';

export class PageTitle {
  #unread = 0;
  #announcement: string | undefined;

  constructor(private readonly browser: Pick<Browser, 'setTitle'>) {}

  /** Shows how many messages wait. */
  setUnread(count: number): void {
    this.#unread = count;
    this.#show();
  }

  /** Puts `text` in the place of the usual title until it is called with nothing. */
  announce(text: string | undefined): void {
    this.#announcement = text;
    this.#show();
  }

  #show(): void {
    const usual = this.#unread > 0 ? `(${this.#unread}) ${HOUSE}` : HOUSE;
    this.browser.setTitle(this.#announcement ?? usual);
  }
}
