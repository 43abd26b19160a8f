// Short notices at the edge of the page that go away by themselves.
import type { Browser } from '../browser';

const SHOWN_MS = 6000;
const AT_MOST = 3;

/** One notice, already in the reader's language. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: 'info' | 'error';
}

export class Toasts {
  list = $state.raw<readonly Toast[]>([]);
  #next = 1;

  constructor(private readonly browser: Pick<Browser, 'after'>) {}

  /** Shows `text` for some seconds; what comes back takes it away earlier. */
  show(text: string, kind: Toast['kind'] = 'info'): number {
    const toast = { id: this.#next++, text, kind };
    this.list = [...this.list.filter((other) => other.text !== text), toast].slice(-AT_MOST);
    this.browser.after(SHOWN_MS, () => this.dismiss(toast.id));
    return toast.id;
  }

  /** Takes a notice away. */
  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}
