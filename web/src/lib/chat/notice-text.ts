// What happened to a group, as a sentence.
import type { I18n } from '../i18n/i18n.svelte';
import type { Notice } from '../wire/protocol';

/** What people are called: nothing for oneself, and empty for who is not known yet. */
export interface Names {
  of(id: string): string | undefined;
}

/** The sentence about what `sender` did. */
export function noticeText(i18n: Pick<I18n, 't'>, { kind, users = [], name = '', on = false, role = 'member' }: Notice, sender: string, names: Names): string {
  const who = names.of(sender) ?? i18n.t('notice.you');
  const whom = users.map((id) => names.of(id) ?? i18n.t('notice.you.whom')).join(i18n.t('notice.and'));
  switch (kind) {
    case 'added':
      return i18n.t('notice.added', { who, whom });
    case 'announcement':
      return i18n.t(on ? 'notice.announcement.on' : 'notice.announcement.off', { who });
    case 'joined':
    case 'left':
    case 'pictured':
      return i18n.t(`notice.${kind}`, { who });
    case 'removed':
      return i18n.t('notice.removed', { who, whom });
    case 'renamed':
      return i18n.t('notice.renamed', { who, name });
    case 'role_given':
      return i18n.t(`notice.role.${role}`, { who, whom });
  }
}
