// What a device is called: the house says "Firefox on Android", and each language puts the two together in its own way.

/** Program and system, as far as the house knows them. */
export function deviceName(label: string): { program: string | undefined; system: string | undefined } {
  const [, program, system] = /^(.+) on (.+)$/.exec(label.trim()) ?? [];
  return program === undefined ? { program: label.trim() || undefined, system: undefined } : { program, system };
}
