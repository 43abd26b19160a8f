// The files that somebody has chosen for her next message and not sent: looked into, checked, shown, removed.
import { SvelteMap } from 'svelte/reactivity';
import type { Limits } from './door';
import type { Equipment, Looked } from './equipment';
import { kindOf, type FileCard, type Kind } from './model';
import type { Uploads } from './uploads.svelte';

/** The longer side of a picture that is not sent as it is: sharp on every screen, a tenth of the bytes. */
const SHRUNK_SIDE = 2_048;
/** Smaller pictures are sent as they are. */
const SHRINK_FROM_BYTES = 400_000;
/** What browsers draw and what is worth drawing anew; an animation would stand still. */
const SHRINKABLE = new Set(['image/jpeg', 'image/png', 'image/webp']);
/** As many files as one message holds. */
export const MOST_FILES = 9;

/** Why a file cannot be sent. */
export type Problem = 'empty' | 'too_large' | 'quota';

/** A chosen file. */
export interface Chosen {
  readonly key: string;
  readonly blob: Blob;
  readonly name: string;
  readonly type: string;
  readonly kind: Kind;
  /** Whether it is still being looked into. */
  readonly isLooking: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly seconds?: number;
  readonly poster?: Blob;
  /** A `blob:` address of what stands for it in the tray. */
  readonly preview?: string;
  readonly problem?: Problem;
}

/** A file that has been sent on its way: its upload, and how its message shows it meanwhile. */
export interface Sent {
  readonly localId: string;
  readonly card: FileCard;
}

/** What a tray stands on. */
export interface TrayGround {
  readonly equipment: Pick<Equipment, 'objectUrl' | 'releaseUrl' | 'lookAtPicture' | 'lookAtFilm' | 'shrink'>;
  readonly uploads: Pick<Uploads, 'begin'> & { readonly limits: Limits };
}

export class Tray {
  #chosen = new SvelteMap<string, Chosen>();
  /** Pictures go as they are instead of made smaller. */
  sendsOriginals = $state(false);
  /** How many of the files chosen last did not fit into one message. */
  leftOut = $state(0);
  isSending = $state(false);
  #next = 1;
  #looking = new Map<string, Promise<void>>();

  constructor(private readonly ground: TrayGround) {}

  readonly files: readonly Chosen[] = $derived.by(() => [...this.#chosen.values()].map((file) => this.#checked(file)));
  readonly isEmpty: boolean = $derived(this.files.length === 0);
  /** Whether everything in it can be sent. */
  readonly isSendable: boolean = $derived(!this.isEmpty && !this.isSending && this.files.every(({ problem }) => problem === undefined));
  /** Whether there is a picture that could be made smaller. */
  readonly hasShrinkable: boolean = $derived(this.files.some(isShrinkable));

  /** Adds files in order. */
  add(files: Iterable<File>): void {
    const all = [...files];
    const room = MOST_FILES - this.#chosen.size;
    this.leftOut = Math.max(0, all.length - room);
    for (const file of all.slice(0, Math.max(0, room))) this.#add(file);
  }

  remove(key: string): void {
    const file = this.#chosen.get(key);
    if (file?.preview) this.ground.equipment.releaseUrl(file.preview);
    this.#chosen.delete(key);
    this.leftOut = 0;
  }

  clear(): void {
    for (const key of [...this.#chosen.keys()]) this.remove(key);
    this.sendsOriginals = false;
    this.leftOut = 0;
  }

  /** Sends everything on its way and empties the tray. Hands back what the line of the message has to wait for. */
  async send(): Promise<readonly Sent[]> {
    if (!this.isSendable) return [];
    this.isSending = true;
    try {
      await Promise.all(this.#looking.values());
      const sent = await Promise.all(this.files.map((file) => this.#sent(file)));
      this.clear();
      return sent;
    } finally {
      this.isSending = false;
    }
  }

  #add(file: File): void {
    const key = `chosen ${this.#next++}`;
    const kind = kindOf(file.type);
    const isShown = kind === 'image' && file.size > 0;
    const preview = isShown ? { preview: this.ground.equipment.objectUrl(file) } : {};
    const isLooking = isShown || kind === 'video';
    this.#chosen.set(key, { key, blob: file, name: file.name || nameless(file.type), type: file.type, kind, isLooking, ...preview });
    if (!isLooking) return;
    const looking = this.#look(key, file, kind).finally(() => this.#looking.delete(key));
    this.#looking.set(key, looking);
  }

  async #look(key: string, file: File, kind: Kind): Promise<void> {
    const { equipment } = this.ground;
    try {
      const looked: Looked & { poster?: Blob } = kind === 'image' ? await equipment.lookAtPicture(file) : await equipment.lookAtFilm(file);
      const { poster } = looked;
      this.#know(key, { ...looked, isLooking: false, ...(poster ? { preview: equipment.objectUrl(poster) } : {}) });
    } catch {
      // What this browser cannot show is sent as a plain file, byte for byte.
      this.#know(key, { isLooking: false, kind: 'file', preview: undefined });
    }
  }

  #know(key: string, more: Partial<Chosen>): void {
    const file = this.#chosen.get(key);
    if (file) this.#chosen.set(key, { ...file, ...more });
    else if (more.preview) this.ground.equipment.releaseUrl(more.preview);
  }

  /** A picture that will be made smaller is not refused for its size as it is. */
  #checked(file: Chosen): Chosen {
    const { fileBytes, bytesLeft } = this.ground.uploads.limits;
    const { size } = file.blob;
    const willShrink = !this.sendsOriginals && isShrinkable(file);
    let problem: Problem | undefined;
    if (size === 0) problem = 'empty';
    else if (!willShrink && fileBytes !== undefined && size > fileBytes) problem = 'too_large';
    else if (!willShrink && bytesLeft !== undefined && size > bytesLeft) problem = 'quota';
    return problem === undefined ? file : { ...file, problem };
  }

  async #sent(file: Chosen): Promise<Sent> {
    const { blob, name, type, width, height } = await this.#final(file);
    const { kind, seconds, poster } = file;
    const about = { name, type, size: blob.size, width, height, seconds };
    const localId = this.ground.uploads.begin(blob, about, poster);
    return { localId, card: { id: localId, ...about, kind, isOnItsWay: true } };
  }

  /** The bytes that go: the picture made smaller where that is wanted and makes it smaller. */
  async #final(file: Chosen): Promise<Pick<Chosen, 'blob' | 'name' | 'type' | 'width' | 'height'>> {
    if (this.sendsOriginals || !isShrinkable(file)) return file;
    try {
      const small = await this.ground.equipment.shrink(file.blob, SHRUNK_SIDE);
      if (small.size >= file.blob.size) return file;
      const scale = Math.min(1, SHRUNK_SIDE / Math.max(file.width ?? 1, file.height ?? 1));
      const side = (pixels = 0) => Math.max(1, Math.round(pixels * scale));
      return { blob: small, name: file.name.replace(/\.\w+$/, '') + '.jpg', type: small.type, width: side(file.width), height: side(file.height) };
    } catch {
      return file;
    }
  }
}

function isShrinkable({ kind, type, blob }: Chosen): boolean {
  return kind === 'image' && SHRINKABLE.has(type) && blob.size > SHRINK_FROM_BYTES;
}

/** Pasted pictures have no name of their own. */
function nameless(type: string): string {
  const [what, format] = type.split('/');
  return format ? `${what}.${format.replace(/\W.*$/, '')}` : 'file';
}
