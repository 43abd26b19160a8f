// What can be done with a message that stands. Each needs the house: while it is away, one is told so and nothing waits,
// for a message that changes hours after the wish would surprise everybody.
import { Refusal, type Connection } from '../connection/types';
import type { I18n } from '../i18n/i18n.svelte';
import type { Toasts } from '../ui/toasts.svelte';
import type { Edit, Mentions, Message, ReceiptsPage } from '../wire/protocol';

/** The codes that have words of their own. */
const WORDED = new Set(['not_author', 'not_permitted', 'too_late', 'no_message', 'text_length', 'bad_value'] as const);
type Worded = typeof WORDED extends Set<infer T> ? T : never;

export class Deeds {
  constructor(
    private readonly connection: Pick<Connection, 'request'>,
    private readonly toasts: Pick<Toasts, 'show'>,
    private readonly t: I18n['t'],
  ) {}

  /** Gives one's message other words. False when the house would not have it. */
  edit({ room, id }: Message, text: string, mentions?: Mentions): Promise<boolean> {
    return this.#done(this.connection.request({ type: 'message.edit', room, message: id, text, ...(mentions ? { mentions } : {}) }));
  }

  /** Takes a message back for everybody. */
  recall({ room, id }: Message): Promise<boolean> {
    return this.#done(this.connection.request({ type: 'message.recall', room, message: id }));
  }

  /** Deletes a message for oneself. */
  hide({ room, id }: Message): Promise<boolean> {
    return this.#done(this.connection.request({ type: 'messages.hide', room, messages: [id] }));
  }

  /** Puts a sign under a message, or takes one's own away. */
  react({ room, id }: Message, key: string, on: boolean): Promise<boolean> {
    return this.#done(this.connection.request({ type: 'message.react', room, message: id, key, on }));
  }

  /** What a message said before; nothing when there is no answer. */
  edits({ room, id }: Message): Promise<readonly Edit[] | undefined> {
    return this.#asked(this.connection.request({ type: 'edits.read', room, message: id }).then(({ edits }) => edits));
  }

  /** Who has received and who has read a message; nothing when there is no answer. */
  receipts({ room, seq }: Message): Promise<ReceiptsPage | undefined> {
    return this.#asked(this.connection.request({ type: 'receipts.read', room, seq }));
  }

  async #done(asked: Promise<unknown>): Promise<boolean> {
    return (await this.#asked(asked.then(() => true))) ?? false;
  }

  async #asked<T>(asked: Promise<T>): Promise<T | undefined> {
    try {
      return await asked;
    } catch (reason) {
      this.toasts.show(this.#why(reason), 'error');
      return undefined;
    }
  }

  #why(reason: unknown): string {
    if (!(reason instanceof Refusal)) return this.t('deed.offline');
    return WORDED.has(reason.code as Worded) ? this.t(`deed.refused.${reason.code as Worded}`) : this.t('deed.refused');
  }
}
