// What the client knows of a file: one of a message, or one that is on its way.
import type { File as WireFile } from '../wire/protocol';

/** How a file is shown. A voice message is recorded here; other sound is `audio`. */
export type Kind = 'image' | 'video' | 'voice' | 'audio' | 'file';

/** A file as a message shows it. */
export interface FileCard {
  /** The house's name for it; of a file on its way, the page's own. */
  readonly id: string;
  readonly name: string;
  /** The MIME type, as whoever sent it said. */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
  readonly kind: Kind;
  /** Pixels of a picture or a film, upright. */
  readonly width?: number;
  readonly height?: number;
  /** How long sound or film is. */
  readonly seconds?: number;
  /** Loudness over time, 0 to 255. */
  readonly bars?: readonly number[];
  /** It waits in the outbox, and `id` is the page's own name for it. */
  readonly isOnItsWay?: boolean;
  /** Whether the house has a small picture of it. */
  readonly hasThumb?: boolean;
}

/** The message that a file belongs to, as far as files need to know it. */
export interface Owner {
  readonly id: string;
  readonly room: string;
  readonly seq: number;
  readonly at: number;
  readonly isMine: boolean;
  /** Who sent it, for those who hear the page. */
  readonly author: string;
}

/** A file of a message as the house describes it. */
export function cardOf(file: WireFile): FileCard {
  const { id, name, kind, mime, size, width, height, duration_ms, waveform, thumbnail } = file;
  return {
    id,
    name,
    type: mime,
    size,
    kind,
    ...(width && height ? { width, height } : {}),
    ...(duration_ms === undefined ? {} : { seconds: duration_ms / 1000 }),
    ...(waveform ? { bars: waveform } : {}),
    hasThumb: thumbnail === true,
  };
}

const PICTURES = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']);
const FILMS = new Set(['video/mp4', 'video/webm', 'video/ogg', 'video/quicktime']);

/** How a file of this type is shown. Drawings with scripts and formats that few browsers know are plain files. */
export function kindOf(type: string): Exclude<Kind, 'voice'> {
  const essence = type.split(';')[0]?.trim().toLowerCase() ?? '';
  if (PICTURES.has(essence)) return 'image';
  if (FILMS.has(essence)) return 'video';
  return essence.startsWith('audio/') ? 'audio' : 'file';
}

/** Whether a card belongs into the grid of pictures and the viewer. */
export function isVisual({ kind }: Pick<FileCard, 'kind'>): boolean {
  return kind === 'image' || kind === 'video';
}

/** The letters behind the last dot, in capitals, for the sign of a file without a picture. */
export function extensionOf(name: string): string {
  const found = /\.([\p{L}\p{N}]{1,5})$/u.exec(name);
  return found?.[1]?.toUpperCase() ?? '';
}
