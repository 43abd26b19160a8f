// Hostile texts: every piece of mischief in every wrapping that might carry it past a careless page. Always the same ones.

import { BREAKOUTS, CHARACTERS, CLOBBERED, CLOBBERS, DEEDS, KEYS, LINKS, MARKS, MARKUP, MUTATIONS, REGIONS, SCHEMES, SENTENCES, STYLES, TEMPLATES } from './seeds.ts';

/** Other spellings of the same text, each of which some program somewhere takes for the plain one. */
const SPELLINGS: readonly ((text: string) => string)[] = [
  (text) => text.replace(/<(\/?[a-z]+)/gu, (_, name: string) => `<${swapped(name)}`),
  (text) => text.replace(/ (?=[a-z]+=)/gu, '/'),
  (text) => text.replace(/ (?=[a-z]+=)/gu, '\n'),
  (text) => text.replace(/ (?=[a-z]+=)/gu, '\f'),
  (text) => text.replace(/(on[a-z]+)=/gu, '$1\t= '),
  (text) => text.replace(/>$/u, ''),
  (text) => text.replace(/</gu, '<<'),
  (text) => text.replace(/<(?=[a-z])/gu, '<\u0000'),
  (text) => text.replace(/</gu, '\u003c\u200b'),
  (text) => text.replace(/</gu, '\uff1c').replace(/>/gu, '\uff1e'),
  (text) => text.replace(/</gu, '\u2039').replace(/>/gu, '\u203a'),
  (text) => text.replace(/</gu, '&lt;').replace(/>/gu, '&gt;'),
  (text) => text.replace(/[<>"'=()]/gu, (char) => `&#${char.charCodeAt(0)}`),
  (text) => text.replace(/[<>"'=()]/gu, (char) => `&#x${char.charCodeAt(0).toString(16)};`),
  (text) => text.replace(/&|</gu, '&amp;lt;'),
  (text) => text.replace(/[<>"'=()/ ]/gu, (char) => `\\u00${char.charCodeAt(0).toString(16)}`),
  (text) => text.replace(/[<>"'=()/ ]/gu, (char) => `\\x${char.charCodeAt(0).toString(16)}`),
  (text) => encodeURIComponent(text),
  (text) => encodeURIComponent(encodeURIComponent(text)),
  (text) => text.replace(/</gu, '+ADw-').replace(/>/gu, '+AD4-'),
  (text) => `\u202e${[...text].reverse().join('')}`,
  (text) => `<!--${text}`,
  (text) => `<x title='${text}'>`,
];

/** All of them, each once. */
export const HOSTILE: readonly string[] = [...new Set([...markup(), ...links(), ...mutations(), ...formats(), ...characters(), ...names(), ...STYLES, ...TEMPLATES, ...KEYS, ...monsters()])];

/** The part of a text that fits where there is room for so many characters. */
export function cut(text: string, room: number): string {
  return [...text].slice(0, room).join('');
}

/** A text without the halves of characters, which cannot be sent everywhere. */
export function whole(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** So many of them, evenly spread over all kinds. */
export function spread(count: number): readonly string[] {
  const step = Math.max(1, HOSTILE.length / count);
  return Array.from({ length: Math.min(count, HOSTILE.length) }, (_, place) => HOSTILE[Math.floor(place * step)]!);
}

function* markup(): Generator<string> {
  let turn = 0;
  // All of them with the shortest deed: it is what fits into a name.
  for (const piece of MARKUP) yield filled(piece, 'alert(1)');
  for (const piece of MARKUP) for (let deed = 0; deed < 6; deed++) yield filled(piece, DEEDS[turn++ % DEEDS.length]!);
  for (const piece of MARKUP) for (let out = 0; out < 6; out++) yield BREAKOUTS[turn++ % BREAKOUTS.length]! + filled(piece, DEEDS[turn % DEEDS.length]!);
  for (const piece of MARKUP) for (let way = 0; way < 7; way++) yield SPELLINGS[turn++ % SPELLINGS.length]!(filled(piece, DEEDS[turn % DEEDS.length]!));
}

function* links(): Generator<string> {
  let turn = 0;
  for (const scheme of SCHEMES) for (let link = 0; link < 6; link++) yield filled(LINKS[turn++ % LINKS.length]!, scheme + DEEDS[turn % DEEDS.length]!);
}

function* mutations(): Generator<string> {
  for (const region of REGIONS) for (const shape of MUTATIONS) yield filled(shape.replaceAll('@', region), '<img src=x onerror=alert(1)>');
}

function* formats(): Generator<string> {
  let turn = 0;
  for (const mark of MARKS) for (let piece = 0; piece < 8; piece++) yield filled(mark, filled(MARKUP[(turn += 7) % MARKUP.length]!, 'alert(1)'));
  for (const one of MARKS) for (const other of MARKS.slice(0, 8)) yield filled(one, filled(other, '<img src=x onerror=canary=1>'));
}

function* characters(): Generator<string> {
  for (const character of CHARACTERS) for (const sentence of SENTENCES) yield filled(sentence, character);
}

function* names(): Generator<string> {
  for (const name of CLOBBERED) for (const shape of CLOBBERS) yield filled(shape, name);
}

/** Long, deep and never closed. */
function* monsters(): Generator<string> {
  const image = '<img src=x onerror=alert(1)>';
  for (const piece of ['<b>', '<div>', '<svg>', '<x y="', '&', '**', '> ', '[', '`', '(', '~~', '- ', '\u202e', '\u0300', '@', 'https://', '<!--', '{', '\n']) yield piece.repeat(300) + image;
  yield `${'x'.repeat(3_000)}${image}`;
  yield image.repeat(40);
}

function filled(frame: string, words: string): string {
  return frame.replaceAll('%', () => words);
}

function swapped(name: string): string {
  return [...name].map((char, place) => (place % 2 === 0 ? char.toUpperCase() : char)).join('');
}
