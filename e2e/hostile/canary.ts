// The canary: it sits in every page from its first moment and notes each sign that somebody's words have become something else.

import { expect, type BrowserContext, type Page } from '@playwright/test';
import { type Allowed, IN_LINE, IN_MESSAGE, ON_PAGE } from './allowed.ts';

/** What has been noted in one page. */
export interface Noted {
  /** Scripts that ran. */
  ran: string[];
  /** What the policy of the page has stopped. */
  reports: string[];
  /** Elements, attributes and addresses that nothing but words can have made. */
  strangers: string[];
}

interface Rules {
  page: Allowed;
  message: Allowed;
  line: Allowed;
  places: Readonly<Record<string, string>>;
}

interface Perch extends Noted {
  /** A text as it is compared: the mark at its end if it has one, else all of it with blanks made one. */
  fold: (text: string | null) => string;
  /** What each place has shown. */
  seen: Record<string, Set<string>>;
}

declare global {
  interface Window {
    perch: Perch;
  }
}

export class Canary {
  private readonly pages: Page[] = [];
  /** What pages had noted that are left already. */
  private readonly notes: Noted[] = [];
  private readonly fled: string[] = [];
  private went = 0;

  private constructor(
    private readonly context: BrowserContext,
    private readonly origin: string,
  ) {}

  /** Watches all pages of a context. `places` are the selectors of what shall be seen to show words, by a name. */
  static async watch(context: BrowserContext, origin: string, places: Readonly<Record<string, string>> = {}): Promise<Canary> {
    const canary = new Canary(context, origin);
    const rules: Rules = { page: ON_PAGE, message: IN_MESSAGE, line: IN_LINE, places };
    await context.addInitScript(perch, rules);
    context.on('request', (request) => {
      if (new URL(request.url()).pathname.startsWith('/canary')) canary.fled.push(`asked for ${request.url()}`);
    });
    context.on('page', (page) => canary.pages.push(page));
    return canary;
  }

  /** A page of the house at an address behind `#`. */
  async open(hash = ''): Promise<Page> {
    const page = await this.context.newPage();
    page.on('dialog', (dialog) => void this.flee(`asked ${dialog.message()}`, dialog.dismiss()));
    page.on('download', (download) => void this.flee(`saved ${download.suggestedFilename()}`, download.cancel()));
    page.on('frameattached', () => this.fled.push('made a frame'));
    page.on('framenavigated', (frame) => {
      if (new URL(frame.url()).pathname !== '/') this.fled.push(`went to ${frame.url()}`);
    });
    page.on('domcontentloaded', () => (this.went += 1));
    await page.goto(`${this.origin}/#${hash}`);
    return page;
  }

  /** Leaves a page; what it has noted counts. */
  async leave(page: Page): Promise<void> {
    this.notes.push(await noted(page));
    await page.close();
  }

  /** Nothing has happened in any page that was opened, and none was opened or left that the test did not. */
  async expectQuiet(visits: number): Promise<void> {
    const open = this.pages.filter((page) => !page.isClosed());
    for (const notes of [...this.notes, ...(await Promise.all(open.map(noted)))]) expect(notes).toEqual({ ran: [], reports: [], strangers: [] });
    expect(this.fled, 'requests, frames, dialogs and files').toEqual([]);
    expect(this.went, 'pages loaded').toBe(visits);
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  private async flee(what: string, end: Promise<void>): Promise<void> {
    this.fled.push(what);
    await end;
  }
}

/** What a page has noted so far. */
export function noted(page: Page): Promise<Noted> {
  return page.evaluate(() => {
    const { ran, reports, strangers } = window.perch;
    return { ran: [...new Set(ran)], reports: [...new Set(reports)], strangers: [...new Set(strangers)] };
  });
}

/** Which of these words a place of the page has not shown since it was loaded. */
export function unseen(page: Page, place: string, words: readonly string[]): Promise<string[]> {
  const search = ({ place, words }: { place: string; words: readonly string[] }) => {
    const { fold, seen } = window.perch;
    return words.filter((one) => !seen[place]?.has(fold(one)));
  };
  return page.evaluate(search, { place, words });
}

/** Runs in the page, before anything else does. */
function perch({ page, message, line, places }: Rules): void {
  const fold = (text: string | null) => /⟦\w+⟧$/u.exec(text ?? '')?.[0] ?? (text ?? '').replace(/\s+/gu, ' ').trim();
  const notes: Perch = { ran: [], reports: [], strangers: [], seen: {}, fold };
  Object.defineProperty(window, 'perch', { value: notes });
  const sing = (how: string) => () => void notes.ran.push(how);
  Object.defineProperty(window, 'canary', { set: sing('canary'), get: sing('canary read') });
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'] as const) Object.defineProperty(window, name, { value: sing(name) });
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
    notes.reports.push(`${violatedDirective} ${blockedURI} ${sample}`);
  });
  for (const name of Object.keys(places)) notes.seen[name] = new Set();

  const own = (value: string) => /^(https?|mailto|blob):$/u.test(new URL(value, location.href).protocol);
  const judge = (element: Element): void => {
    const inMessage = element.closest('.formatted') !== null;
    const isInLine = element.parentElement?.closest('[dir=auto], bdi') != null;
    const where = inMessage ? 'message' : isInLine ? 'line' : 'page';
    const attributes = { message, line, page }[where][element.tagName];
    const isOfHead = ['LINK', 'META', 'SCRIPT', 'TITLE'].includes(element.tagName);
    if (!attributes || (isOfHead && element.parentElement !== document.head)) return void notes.strangers.push(`${where}: ${element.outerHTML.slice(0, 80)}`);
    for (const { name, value } of element.attributes) {
      const isAddress = ['href', 'src', 'poster'].includes(name);
      if (!attributes.includes(name) || (isAddress && !own(value))) notes.strangers.push(`${where}: ${element.tagName} ${name}="${value.slice(0, 60)}"`);
    }
  };
  const selector = Object.values(places).join(', ');
  const read = (element: Element): void => {
    for (const [name, one] of Object.entries(places)) {
      if (element.matches(one)) notes.seen[name]?.add(fold(element.textContent));
    }
  };
  const look = (changes: readonly MutationRecord[]): void => {
    if (document.title === 'canary') notes.ran.push('document.title');
    for (const { type, target, addedNodes } of changes) {
      const element = target instanceof Element ? target : target.parentElement;
      if (type === 'attributes') judge(target as Element);
      const place = selector && element?.closest(selector);
      if (place) read(place);
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        for (const one of [node, ...node.querySelectorAll('*')]) judge(one);
        if (selector) for (const one of [node, ...node.querySelectorAll(selector)]) read(one);
      }
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}
