// Where the bytes of a card are: in this page while they are on their way, in the house afterwards.
import type { Attachments } from './attachments';
import { fileUrl, thumbUrl } from './http-door';
import type { FileCard } from './model';
import type { Upload } from './upload.svelte';

/** A card with its whereabouts. */
export interface Placed {
  readonly card: FileCard;
  /** Absent while nothing can be shown: on its way, and not kept by this browser. */
  readonly url: string | undefined;
  /** A small picture, where there is one. */
  readonly thumb: string | undefined;
  /** Its way into the house, while it is on it. */
  readonly upload: Upload | undefined;
}

/** Finds a card's bytes. */
export function placed(here: Pick<Attachments, 'previews' | 'uploads'>, card: FileCard): Placed {
  const upload = here.uploads.get(card.id);
  const local = here.previews.of(card.id);
  const url = local?.url ?? (upload || card.isOnItsWay ? undefined : fileUrl(card.id));
  const thumb = local?.thumb ?? (card.hasThumb ? thumbUrl(card.id) : card.kind === 'image' ? url : undefined);
  // A film without a picture of its own would be loaded as one.
  return { card, url, thumb: card.kind === 'video' && thumb === url ? undefined : thumb, upload };
}
