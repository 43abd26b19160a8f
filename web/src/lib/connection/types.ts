// The contract between the connection and everybody who speaks over it.
import type { ClientMessage, ServerMessage } from '../wire/protocol';
import type { Stop } from '../browser';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

type AnswerTypes = {
  'call.accept': 'call.answered';
  'call.decline': 'done';
  'call.hangup': 'done';
  'call.invite': 'call.invited';
  'call.resume': 'call.resumed';
  'changes.read': 'changes.page';
  'contact.set': 'contact.changed';
  'contacts.list': 'contacts.page';
  'draft.set': 'own.changed';
  'edits.read': 'edits.page';
  'group.create': 'room.opened';
  'history.read': 'history.page';
  'hook.delete': 'done';
  'hooks.list': 'hooks.page';
  'invite.revoke': 'done';
  'invite.show': 'invite.shown';
  'invite.use': 'done' | 'room.opened';
  'invites.list': 'invites.page';
  'join_request.answer': 'done';
  'join_requests.list': 'join_requests.page';
  'member.remove': 'done';
  'member.set_role': 'done';
  'members.add': 'done';
  'members.list': 'members.page';
  'message.edit': 'messages.changed';
  'message.react': 'messages.changed';
  'message.recall': 'messages.changed';
  'message.send': 'message.posted';
  'messages.hide': 'messages.changed';
  'messages.search': 'messages.found';
  'notes.open': 'room.opened';
  'own.set': 'own.changed';
  'people.find': 'people.page';
  'people.list': 'people.listed';
  'people.read': 'people.page';
  'person.set_disabled': 'done';
  'person.set_role': 'done';
  'privacy.set': 'account.changed';
  'profile.set': 'account.changed';
  'quiet.set': 'account.changed';
  'receipts.read': 'receipts.page';
  'room.open': 'room.opened';
  'room.read': 'room.opened';
  'room.set': 'done';
  'rooms.list': 'rooms.page';
  'session.end': 'done';
  'sessions.list': 'sessions.page';
  'usage.read': 'usage.told';
};

/** What has an answer. */
export type Request = Extract<ClientMessage, { re: number }>;
/** A request as a caller writes it: the number is the connection's affair. */
export type Asked = DistributiveOmit<Request, 're'>;
/** The answer to the request of type `T`. */
export type AnswerTo<T extends Request['type']> = Extract<ServerMessage, { type: AnswerTypes[T] }>;
/** What has no answer. */
export type Said = Exclude<ClientMessage, { re: number }>;

/**
 * offline: there is no network, or the house does not answer and the next attempt waits.
 * connecting: an attempt is under way. online: the house has said welcome.
 */
export type ConnectionState = 'offline' | 'connecting' | 'online';

/** The house refused; `code` is one of docs/protocols/errors.md. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly retryAfterMs?: number,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/** The connection went away, or no answer came in time: nobody knows whether the house has heard. */
export class Unanswered extends Error {
  constructor(override readonly cause: 'disconnected' | 'timeout') {
    super(`no answer: ${cause}`);
    this.name = 'Unanswered';
  }
}

/** One conversation with the house, over as many sockets as it takes. */
export interface Connection {
  readonly state: ConnectionState;
  /** Says something that has no answer; false, and nothing said, unless online. */
  send(message: Said): boolean;
  /** Asks. Rejects with {@link Refusal} or {@link Unanswered}; never waits for a connection. */
  request<T extends Request['type']>(message: Extract<Asked, { type: T }>): Promise<AnswerTo<T>>;
  /** Hears everything the house says, answers included, in order, before a request's promise settles. */
  onMessage(heard: (message: ServerMessage) => void): Stop;
  /** Hears each change of `state`. */
  onState(heard: (state: ConnectionState) => void): Stop;
}
