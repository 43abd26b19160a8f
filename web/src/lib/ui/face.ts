// What stands for a person or a group: a picture, or the first character of the name on one of six colors.

/** Somebody, or something, with a face. */
export interface Face {
  readonly id: string;
  readonly name: string;
  /** The id of the file that shows it. */
  readonly avatar?: string | undefined;
}

/** The first character as people see it, in capitals. */
export function initialOf(name: string): string {
  const [first] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name.trim());
  return (first?.segment ?? '?').toUpperCase();
}

/** 1 to 6, always the same for a person. */
export function toneOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return (sum % 6) + 1;
}

/** Where the small picture of a face is. */
export function pictureOf(file: string): string {
  return `/api/v1/files/${encodeURIComponent(file)}/thumbnail`;
}
