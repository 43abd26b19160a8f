// Why a file did not arrive, in words.
import type { I18n } from '../i18n/i18n.svelte';

/** The sentence for a code of docs/protocols/errors.md. */
export function why({ t }: Pick<I18n, 't'>, code: string | undefined): string {
  switch (code) {
    case 'broken_media':
    case 'file_lost':
    case 'file_too_large':
    case 'storage_full':
      return t(`upload.refused.${code}`);
    case 'over_quota':
      return t('upload.refused.quota');
    default:
      return t('upload.refused');
  }
}
