// Hostile texts: none of them becomes an element, an attribute or an address that the formatting does not make itself.
import { cleanup, render } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import Formatted from './Formatted.svelte';

/** Each element that may stand in a message, and its attributes. */
const ALLOWED: Record<string, readonly string[]> = {
  DIV: ['class'], P: ['dir', 'class'], PRE: ['tabindex', 'class'], CODE: ['class'], BLOCKQUOTE: ['class'], UL: ['class'], OL: ['start', 'class'], LI: ['dir', 'class'],
  A: ['href', 'target', 'rel', 'class'], SPAN: ['class'], STRONG: ['class'], EM: ['class'], S: ['class'],
};

const PAYLOADS = [
  '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg onload=alert(1)>', '<svg><animate onbegin=alert(1) attributeName=x>', '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
  '<iframe srcdoc="<script>alert(1)</script>">', '<a href="javascript:alert(1)">x</a>', '<form action=javascript:alert(1)><button>', '<body onpageshow=alert(1)>', '<details open ontoggle=alert(1)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">', '</p><script>alert(1)</script>',
  '<template><script>alert(1)</script></template>', '<style>@import "javascript:alert(1)"</style>', '<link rel=import href=data:text/html,x>', '<base href=javascript:/a/>', '<object data=javascript:alert(1)>',
  '<embed src=javascript:alert(1)>', '<input autofocus onfocus=alert(1)>', '<marquee onstart=alert(1)>', '<video><source onerror=alert(1)>', '<x contenteditable onblur=alert(1)>', '<meta http-equiv=refresh content="0;javascript:alert(1)">',
  'javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'java\tscript:alert(1)', ' javascript:alert(1)', 'data:text/html,<script>alert(1)</script>', 'data:text/html;base64,PHNjcmlwdD4=', 'vbscript:msgbox(1)', 'blob:https://a/b',
  'file:///etc/passwd', 'filesystem:http://a/b', 'about:blank', 'ws://a.example', 'tel:123', 'intent://x#Intent;end', 'http://javascript:alert(1)@a.example', 'https://a.example/"onmouseover="alert(1)', "https://a.example/'onclick='x",
  'https://a.example/<script>', 'mailto:x@y.example?body=<script>', 'mailto:javascript:alert(1)', 'http://[::1', 'http://\u0000a', 'https://a\u202egnp.example', '\u202e<script>', '{{constructor.constructor("alert(1)")()}}', '${alert(1)}',
  '{@html "<b>x</b>"}', '&lt;script&gt;alert(1)&lt;/script&gt;', '&#106;avascript:alert(1)', '\\u003cscript\\u003e', '[x](javascript:alert(1))', '![x](x"onerror="alert(1))', '<!--[if IE]><script>alert(1)</script>', '<![CDATA[<script>]]>',
  '"><img src=x>', "'-alert(1)-'", '`${alert(1)}`', '</textarea><script>', '<a\u000ahref\u000a=\u000ajavascript:alert(1)>', 'x'.repeat(500) + '<b>',
] as const;

const PLACES = ['%', '**%**', '*%*', '~~%~~', '`%`', '```\n%\n```', '> %', '- %', '1. %', '@%', 'https://a.example/%', '(%)', '***%'] as const;

const texts = PAYLOADS.flatMap((payload) => PLACES.map((place) => place.replace('%', () => payload)));

afterEach(cleanup);

test(`${texts.length}_hostile_texts_make_nothing_that_was_not_asked_for`, { timeout: 60_000 }, () => {
  expect(texts.length).toBeGreaterThanOrEqual(500);
  for (const text of texts) {
    const { container, unmount } = render(Formatted, { text, mentioned: PAYLOADS.slice(0, 4).map((name) => ({ name, isYou: true })) });
    for (const element of container.querySelectorAll('*')) expectAllowed(element, text);
    expect(container.textContent?.replace(/\s/gu, ''), text).toContain(kernel(text));
    unmount();
  }
});

function expectAllowed(element: Element, text: string): void {
  const attributes = ALLOWED[element.tagName];
  expect(attributes, `<${element.tagName}> of ${text}`).toBeDefined();
  for (const { name } of element.attributes) expect(attributes, `${name} of ${text}`).toContain(name);
  const href = element.getAttribute('href');
  if (href !== null) expect(new URL(href).protocol, text).toMatch(/^(https?|mailto):$/);
}

/** The letters at the heart of a text, which are shown whatever the marks around them do. */
function kernel(text: string): string {
  return /[a-z]{4,}/iu.exec(text.replace(/^https:\/\/a\.example\//u, ''))?.[0] ?? '';
}
