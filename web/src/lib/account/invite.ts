// What the link of an invite looks like: `#/invite/CODE` leads into the house, `#/join/CODE` into a group of it.

/** Into what an invite leads. */
export type InviteKind = 'house' | 'group';

const PREFIXES: Record<InviteKind, string> = { house: '/invite/', group: '/join/' };

/** The invite that the part of an address behind `#` names. */
export function inviteIn(hash: string): { kind: InviteKind; code: string } | undefined {
  for (const kind of ['house', 'group'] as const) {
    if (!hash.startsWith(PREFIXES[kind])) continue;
    const code = codeIn(hash.slice(PREFIXES[kind].length));
    return code === undefined ? undefined : { kind, code };
  }
  return undefined;
}

/** The link to give away. */
export function inviteLink(origin: string, kind: InviteKind, code: string): string {
  return `${origin}/#${PREFIXES[kind]}${code}`;
}

/** The code in what somebody has pasted: the code itself, or a whole link. */
export function codeIn(pasted: string): string | undefined {
  const last = pasted.trim().split('/').at(-1) ?? '';
  return /^[A-Za-z0-9_-]{4,64}$/.test(last) ? last : undefined;
}
