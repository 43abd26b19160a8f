// What the address of the page names: a conversation, the settings, an invite; and which conversation was open last.
import type { Browser, Stop } from './browser';

const SHELF_KEY = 'teahouse.last';

/** The parts of the settings that have an address of their own. */
export const SETTINGS_PARTS = ['oneself', 'house'] as const;
export type SettingsPart = (typeof SETTINGS_PARTS)[number];

/** What is to be shown. A person's conversation is named by the person, so that it has an address before it exists. */
export type Where =
  | { at: 'list' }
  | { at: 'person'; id: string }
  | { at: 'room'; id: string; seq?: number }
  | { at: 'settings'; part: SettingsPart }
  | { at: 'join'; code: string };

const LIST: Where = { at: 'list' };

/** The part of the address behind `#` that names it. */
export function addressOf(where: Where): string {
  switch (where.at) {
    case 'list':
      return '';
    case 'person':
      return `/with/${encodeURIComponent(where.id)}`;
    case 'room':
      return `/room/${encodeURIComponent(where.id)}${where.seq === undefined ? '' : `/${where.seq}`}`;
    case 'settings':
      return where.part === 'oneself' ? '/settings' : `/settings/${where.part}`;
    case 'join':
      return `/join/${encodeURIComponent(where.code)}`;
  }
}

/** What is named in the part of the address behind `#`. */
export function whereIn(hash: string): Where {
  const [root, kind, first, second] = hash.split('/').map(decoded);
  if (root !== '' || kind === undefined) return LIST;
  if (kind === 'settings') return { at: 'settings', part: SETTINGS_PARTS.find((part) => part === first) ?? 'oneself' };
  if (first === undefined || first === '') return LIST;
  if (kind === 'with') return { at: 'person', id: first };
  if (kind === 'join') return { at: 'join', code: first };
  if (kind !== 'room') return LIST;
  const seq = Number(second);
  return Number.isSafeInteger(seq) && seq > 0 ? { at: 'room', id: first, seq } : { at: 'room', id: first };
}

export class Navigation {
  /** What is to be shown. */
  where = $state.raw<Where>(LIST);
  #stop: Stop;

  /** Where there is room for both, the conversation of last time comes back beside the list. */
  constructor(
    private readonly browser: Pick<Browser, 'address' | 'shelf'>,
    private readonly you: string,
    restoresLast: boolean,
  ) {
    this.where = whereIn(browser.address.hash());
    const last = restoresLast ? this.#last() : LIST;
    if (this.where.at === 'list' && last.at !== 'list') {
      browser.address.go(addressOf(last), { replace: true });
      this.where = last;
    }
    this.#remember();
    this.#stop = browser.address.onChange(() => {
      this.where = whereIn(browser.address.hash());
      this.#remember();
    });
  }

  /** Shows something; the step back leads to what was shown before. */
  open(where: Where): void {
    const address = addressOf(where);
    if (address === addressOf(this.where)) return;
    this.browser.address.go(address);
    this.where = where;
    this.#remember();
  }

  /** Shows something in the place of what is shown now. */
  replace(where: Where): void {
    this.browser.address.go(addressOf(where), { replace: true });
    this.where = where;
    this.#remember();
  }

  /** Back to where one came from, or to the list alone. */
  close(): void {
    if (this.browser.address.hasBack()) return this.browser.address.back();
    this.replace(LIST);
  }

  stop(): void {
    this.#stop();
  }

  #remember(): void {
    const { at } = this.where;
    if (at === 'person' || at === 'room') this.browser.shelf.set(SHELF_KEY, `${this.you} ${addressOf(this.where)}`);
  }

  #last(): Where {
    const [you, address] = this.browser.shelf.get(SHELF_KEY)?.split(' ') ?? [];
    return you === this.you && address !== undefined ? whereIn(address) : LIST;
  }
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
