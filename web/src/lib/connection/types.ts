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
  'history.read': 'history.page';
  'message.send': 'message.posted';
  'room.open': 'room.opened';
  'rooms.list': 'rooms.page';
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
