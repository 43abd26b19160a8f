// Whose conversation the address of the page names, and which one was open last.
import type { Browser, Stop } from './browser';

const SHELF_KEY = 'teahouse.last';
const PREFIX = '/with/';

/** The part of the address behind `#` that names a person's conversation. */
export function addressOf(peerId: string): string {
  return `${PREFIX}${encodeURIComponent(peerId)}`;
}

/** Who is named in the part of the address behind `#`. */
export function peerIn(hash: string): string | undefined {
  if (!hash.startsWith(PREFIX)) return undefined;
  try {
    return decodeURIComponent(hash.slice(PREFIX.length)) || undefined;
  } catch {
    return undefined;
  }
}

export class Navigation {
  /** Whose conversation is to be shown. */
  peerId = $state<string>();
  #stop: Stop;

  /** Where there is room for both, the conversation of last time comes back beside the list. */
  constructor(
    private readonly browser: Pick<Browser, 'address' | 'shelf'>,
    private readonly you: string,
    restoresLast: boolean,
  ) {
    this.peerId = peerIn(browser.address.hash());
    const last = restoresLast ? this.#last() : undefined;
    if (this.peerId === undefined && last !== undefined) {
      browser.address.go(addressOf(last), { replace: true });
      this.peerId = last;
    }
    this.#remember();
    this.#stop = browser.address.onChange(() => {
      this.peerId = peerIn(browser.address.hash());
      this.#remember();
    });
  }

  /** Shows a person's conversation; the step back leads to what was shown before. */
  open(peerId: string): void {
    if (peerId === this.peerId) return;
    this.browser.address.go(addressOf(peerId));
    this.peerId = peerId;
    this.#remember();
  }

  /** Back to the list alone. */
  close(): void {
    if (this.browser.address.hasBack()) return this.browser.address.back();
    this.browser.address.go('', { replace: true });
    this.peerId = undefined;
  }

  stop(): void {
    this.#stop();
  }

  #remember(): void {
    if (this.peerId !== undefined) this.browser.shelf.set(SHELF_KEY, `${this.you} ${this.peerId}`);
  }

  #last(): string | undefined {
    const [you, peerId] = this.browser.shelf.get(SHELF_KEY)?.split(' ') ?? [];
    return you === this.you ? peerId : undefined;
  }
}
