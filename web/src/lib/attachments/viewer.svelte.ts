// Which picture is looked at in the gallery, and which stand before and behind it.
import { isVisual, type FileCard, type Owner } from './model';

/** A picture or film in the gallery. */
export interface Exhibit {
  readonly card: FileCard;
  readonly owner: Owner;
}

export class Viewer {
  exhibits = $state.raw<readonly Exhibit[]>([]);
  index = $state(0);
  /** The pictures of the messages that are shown, by message. */
  #known = new Map<string, readonly Exhibit[]>();

  readonly current: Exhibit | undefined = $derived.by(() => this.exhibits[this.index]);
  readonly isOpen: boolean = $derived(this.current !== undefined);

  /** A message with pictures has come into view, or changed. */
  know(owner: Owner, cards: readonly FileCard[]): void {
    this.#known.set(owner.id, cards.filter(isVisual).map((card) => ({ card, owner })));
  }

  /** A message was recalled or deleted: its pictures are nobody's to look at. */
  forget(message: string): void {
    this.#known.delete(message);
    if (this.exhibits.some(({ owner }) => owner.id === message)) this.close();
  }

  /** Opens the gallery of a conversation at one of its pictures. */
  open(room: string, id: string): void {
    const inRoom = [...this.#known.values()].flat().filter(({ owner }) => owner.room === room);
    this.exhibits = inRoom.sort((one, other) => one.owner.seq - other.owner.seq);
    const at = this.exhibits.findIndex(({ card }) => card.id === id);
    if (at < 0) this.close();
    else this.index = at;
  }

  get hasBefore(): boolean {
    return this.index > 0;
  }

  get hasAfter(): boolean {
    return this.index < this.exhibits.length - 1;
  }

  /** Goes `steps` further, not past either end. */
  go(steps: number): void {
    this.index = Math.max(0, Math.min(this.exhibits.length - 1, this.index + steps));
  }

  close(): void {
    this.exhibits = [];
    this.index = 0;
  }
}
