// What can be done with a message, and by whom: so that no menu shows what only would be refused. Pure.
import type { IconName } from '../../ui/Icon.svelte';
import type { MemberRole, Message, RoomKind } from '../../wire/protocol';

/** What can be chosen in a message's menu, in its order. */
export const ACTIONS = ['reply', 'edit', 'recall', 'react', 'forward', 'copy', 'hide'] as const;
export type Action = (typeof ACTIONS)[number];

export const ICONS: Record<Action, IconName> = { reply: 'reply', edit: 'edit', recall: 'recall', react: 'emoji', forward: 'passOn', copy: 'copy', hide: 'trash' };

/** Who asks, and where. */
export interface Standing {
  readonly you: string;
  /** What one has sent after this moment can be taken back. */
  readonly recallsSince: number;
  readonly kind: RoomKind;
  readonly role: MemberRole;
  /** Whether one may write here. */
  readonly mayWrite: boolean;
}

/** What somebody can do with a message that stands. */
export function actionsOn(message: Message, standing: Standing): Action[] {
  const isWords = !message.call && !message.notice && !message.hidden && message.recalled_by === undefined;
  if (!isWords) return [];
  const isMine = message.sender === standing.you;
  const looksAfter = standing.kind === 'group' && standing.role !== 'member';
  const hasText = (message.text ?? '') !== '';
  const can: Record<Action, boolean> = {
    reply: standing.mayWrite,
    edit: isMine && standing.mayWrite && hasText && message.forwarded_from === undefined,
    recall: (isMine && message.sent_at > standing.recallsSince) || looksAfter,
    react: standing.mayWrite,
    forward: true,
    copy: hasText,
    hide: true,
  };
  return ACTIONS.filter((action) => can[action]);
}
