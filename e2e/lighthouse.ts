// What Lighthouse says about a page, in a browser of its own. It tells nobody: reporting errors is off, and where its
// reporter would be installed stands `no-reports`, which does nothing.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext } from '@playwright/test';
import lighthouse, { desktopConfig, type Config, type Result } from 'lighthouse';
import { CHROMIUM, CHROMIUM_ARGUMENTS } from './browsers.ts';
import { freePorts } from './ports.ts';

const ATTEMPTS = 2;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;

/** On which machine one looks: Lighthouse's own two, a desk with a good line, and a slow phone on a slow line. */
export type Device = 'desk' | 'phone';

export interface Verdict {
  /** From 0 to 100. */
  scores: Record<(typeof CATEGORIES)[number], number>;
  /** Until something is seen, and until the page answers at once, on the line that is supposed. */
  firstPaintMs: number;
  interactiveMs: number;
  /** What costs points, in words, with what it is about. */
  complaints: string[];
}

export class Inspector {
  private constructor(
    /** The browser's one profile: what is entered here is what an inspection keeps. */
    readonly profile: BrowserContext,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async open(): Promise<Inspector> {
    const folder = await mkdtemp(path.join(tmpdir(), 'teahouse-lighthouse-'));
    const [port] = await freePorts(1);
    const args = [...CHROMIUM_ARGUMENTS, `--remote-debugging-port=${port}`];
    const profile = await chromium.launchPersistentContext(folder, { executablePath: CHROMIUM, args, locale: 'en-US' });
    return new Inspector(profile, folder, port!);
  }

  /** Looks at a page as somebody does who was never here; with `isKnown` as whoever is signed in in the profile. */
  async inspect(url: string, device: Device, isKnown = false): Promise<Verdict> {
    const flags = { port: this.port, onlyCategories: [...CATEGORIES], disableStorageReset: isKnown };
    const quiet = { logLevel: 'error', enableErrorReporting: false } as const;
    const config: Config | undefined = device === 'desk' ? desktopConfig : undefined;
    let trouble = 'nothing';
    // On a machine that stalls, Lighthouse may miss how the page began, and then asks itself to be run again.
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const { lhr } = (await lighthouse(url, { ...flags, ...quiet }, config)) ?? {};
      if (lhr !== undefined && lhr.runtimeError === undefined) return verdict(lhr);
      trouble = lhr?.runtimeError?.message ?? trouble;
    }
    throw new Error(`Lighthouse says of ${url}: ${trouble}`);
  }

  async close(): Promise<void> {
    await this.profile.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function verdict({ categories, audits, runWarnings }: Result): Verdict {
  const score = (name: string): number => Math.round((categories[name]?.score ?? 0) * 100);
  const [performance, accessibility, practices] = CATEGORIES;
  const weighty = CATEGORIES.flatMap((name) => categories[name]?.auditRefs ?? []).filter(({ weight }) => weight > 0);
  const failed = weighty.map(({ id }) => audits[id]).filter((audit) => audit !== undefined && audit.score !== null && audit.score < 0.9);
  return {
    scores: { [performance]: score(performance), [accessibility]: score(accessibility), [practices]: score(practices) } as Verdict['scores'],
    firstPaintMs: audits['first-contentful-paint']?.numericValue ?? Number.POSITIVE_INFINITY,
    interactiveMs: audits['interactive']?.numericValue ?? Number.POSITIVE_INFINITY,
    complaints: [...failed.map((audit) => `${audit?.title}: ${JSON.stringify(audit?.details ?? audit?.displayValue ?? '').slice(0, 500)}`), ...runWarnings],
  };
}
