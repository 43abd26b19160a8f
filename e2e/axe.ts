// What axe says about a screen.

import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const GRAVE = new Set<string | null | undefined>(['serious', 'critical']);

/** The rules that a color scheme can break. */
const OF_COLORS = ['color-contrast', 'link-in-text-block'];

/** What is looked at. Where another color scheme alone makes the difference, structure has been looked at already. */
export type Scope = 'everything' | 'colors';

/** Fails with the elements if axe finds something that shuts people out. */
export async function expectNothingSerious(page: Page, screen: string, scope: Scope = 'everything'): Promise<void> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (scope === 'colors' ? axe.withRules(OF_COLORS) : axe).analyze();
  const grave = violations
    .filter(({ impact }) => GRAVE.has(impact))
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`);
  expect(grave, `axe on ${screen}`).toEqual([]);
}
