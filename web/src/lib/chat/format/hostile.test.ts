// Hostile texts: none of them becomes an element, an attribute or an address that the formatting does not make itself.
import { cleanup, render } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { IN_LINE, IN_MESSAGE, type Allowed } from '../../../../../e2e/hostile/allowed';
import { HOSTILE } from '../../../../../e2e/hostile/corpus';
import Highlighted from '../../search/Highlighted.svelte';
import Formatted from './Formatted.svelte';

/** Those who are mentioned are called so: a name is as hostile as a text. */
const MENTIONED = ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '__proto__', '**x**'].map((name) => ({ name, isYou: true }));

afterEach(cleanup);

test(`${HOSTILE.length}_hostile_texts_make_nothing_that_was_not_asked_for`, { timeout: 300_000 }, () => {
  expect(HOSTILE.length).toBeGreaterThanOrEqual(2_000);
  for (const text of HOSTILE) {
    const { container, unmount } = render(Formatted, { text, mentioned: MENTIONED });
    for (const element of container.querySelectorAll('*')) expectAllowed(IN_MESSAGE, element, text);
    expect(container.textContent?.replace(/\s/gu, ''), text).toContain(kernel(text));
    unmount();
  }
});

test('what_was_searched_for_is_marked_in_hostile_texts_and_nothing_else_is_made', { timeout: 300_000 }, () => {
  for (const text of HOSTILE) {
    const { container, unmount } = render(Highlighted, { text, marks: [[0, 4], [6, 9]] });
    for (const element of container.querySelectorAll('bdi *')) expectAllowed(IN_LINE, element, text);
    expect(container.textContent, text).toBe(text);
    unmount();
  }
});

function expectAllowed(allowed: Allowed, element: Element, text: string): void {
  const attributes = allowed[element.tagName];
  expect(attributes, `<${element.tagName}> of ${text}`).toBeDefined();
  for (const { name } of element.attributes) expect(attributes, `${name} of ${text}`).toContain(name);
  const href = element.getAttribute('href');
  if (href !== null) expect(new URL(href).protocol, text).toMatch(/^(https?|mailto):$/);
}

/** The letters at the heart of a text, which are shown whatever the marks around them do. */
function kernel(text: string): string {
  return /[a-z]{4,}/iu.exec(text.replace(/^https:\/\/a\.example\//u, ''))?.[0] ?? '';
}
