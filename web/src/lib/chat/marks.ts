// How far one has received and read each conversation, told to the house a few times a second at most.
import type { Browser, Stop } from '../browser';
import type { Connection } from '../connection/types';

/** Long enough to join a burst of messages into one mark, too short to be noticed as late. */
const GATHER_MS = 120;

interface Mark {
  readonly delivered: number;
  readonly read: number;
}

export class Marks {
  #told = new Map<string, Mark>();
  #wanted = new Map<string, Mark>();
  #due: Stop | undefined;

  constructor(
    private readonly browser: Pick<Browser, 'after'>,
    private readonly connection: Pick<Connection, 'send'>,
  ) {}

  /** Messages up to `delivered` have come, those up to `read` have been seen. */
  move(room: string, delivered: number, read: number): void {
    const told = this.#wanted.get(room) ?? this.#told.get(room) ?? { delivered: 0, read: 0 };
    const mark = { delivered: Math.max(told.delivered, delivered, read), read: Math.max(told.read, read) };
    if (mark.delivered === told.delivered && mark.read === told.read) return;
    this.#wanted.set(room, mark);
    this.#due ??= this.browser.after(GATHER_MS, () => this.flush());
  }

  /** What the house knows already. */
  known(room: string, delivered: number, read: number): void {
    const told = this.#told.get(room) ?? { delivered: 0, read: 0 };
    this.#told.set(room, { delivered: Math.max(told.delivered, delivered), read: Math.max(told.read, read) });
  }

  /** Tells what has gathered; what cannot be told now is told when the house is back. */
  flush(): void {
    this.#due?.();
    this.#due = undefined;
    for (const [room, mark] of this.#wanted) {
      if (!this.connection.send({ type: 'room.mark', room, ...mark })) return;
      this.#wanted.delete(room);
      this.#told.set(room, mark);
    }
  }
}
