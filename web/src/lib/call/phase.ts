// The vocabulary of a call as one page sees it: where it stands, what can happen to it, what is to be done.

import type { EndReason, MediaKind, Profile } from '../wire/protocol';
import type { Trouble } from '../media/trouble';

/** With what one takes part: camera and microphone, microphone alone, or nothing. */
export type Join = 'video' | 'voice' | 'watch';

/** A call that somebody offers to this person. */
export type Invitation = {
  call: string;
  caller: Profile;
  media: MediaKind;
  offer: RTCSessionDescriptionInit;
};

/** What stays the same while a call goes through its phases. */
export type Talk = {
  /** Counts the calls of this page, so that late news of an earlier one can be told apart. */
  attempt: number;
  role: 'caller' | 'callee';
  peer: Profile;
  media: MediaKind;
  join: Join;
};

/** A talk that the house knows under an id. */
export type KnownTalk = Talk & {
  call: string;
  /** Whether the house holds the call's record now: not after the connection was lost, until it is resumed. */
  claimed: boolean;
};

/** Why a call is over, as the page tells it: the house's reasons, and why a call did not begin. */
export type EndCause =
  | EndReason
  | 'busy'
  | 'failed'
  | 'in_call'
  | 'no_person'
  | 'offline'
  | 'oneself'
  | 'too_many'
  | 'unreachable';

/** Where the page's call stands. */
export type Phase =
  | { at: 'idle' }
  /** Camera and microphone are being opened and the first description written; `trouble` waits for a decision. */
  | { at: 'preparing'; talk: Talk; invitation: Invitation | null; trouble: Trouble | null }
  /** The offer is on its way to the house. */
  | { at: 'inviting'; talk: Talk }
  /** The callee is being rung; `heard` once one of her devices has said so. */
  | { at: 'ringing'; talk: KnownTalk; heard: boolean }
  /** Somebody calls this person. */
  | { at: 'incoming'; invitation: Invitation }
  /** Picked up; the media's path is being looked for. `answer` is the callee's, until the house has taken it. */
  | { at: 'connecting'; talk: KnownTalk; answer: RTCSessionDescriptionInit | null }
  | { at: 'active'; talk: KnownTalk; since: number }
  /** The media's path was lost and is being looked for again. */
  | { at: 'reconnecting'; talk: KnownTalk; since: number }
  /** Over, and said so for a moment. */
  | { at: 'ended'; peer: Profile; media: MediaKind; join: Join; cause: EndCause; seconds: number };

/** Everything the machine remembers. */
export type State = {
  phase: Phase;
  /** An invitation that came while another call was going on. */
  held: Invitation | null;
  /** How many calls there were. */
  attempts: number;
};

/** What can happen. */
export type Input =
  // -- the person
  | { is: 'call'; peer: Profile; media: MediaKind }
  | { is: 'accept'; join: Join }
  | { is: 'decline' }
  | { is: 'hang_up' }
  /** Trouble with the camera was shown; this is how to go on. */
  | { is: 'join'; join: Join }
  /** The page goes away. */
  | { is: 'leave' }
  // -- camera, microphone, first description
  | { is: 'prepared'; attempt: number; description: RTCSessionDescriptionInit }
  | { is: 'prepare_failed'; attempt: number; trouble: Trouble }
  // -- the house
  | { is: 'invited'; attempt: number; call: string; peer: Profile }
  | { is: 'invite_refused'; attempt: number; code: string }
  | { is: 'ringing'; call: string }
  | { is: 'accepted'; call: string; answer: RTCSessionDescriptionInit }
  | { is: 'answered'; call: string }
  | { is: 'accept_refused'; call: string; code: string }
  | { is: 'incoming'; invitation: Invitation }
  | { is: 'ended'; call: string; reason: EndReason }
  | { is: 'signaled'; call: string; description?: RTCSessionDescriptionInit; candidate?: RTCIceCandidateInit | null }
  // -- the connection to the house
  | { is: 'link_lost' }
  | { is: 'linked' }
  | { is: 'resumed'; call: string }
  | { is: 'resume_refused'; call: string; code: string }
  // -- the connection to the peer
  | { is: 'peer_connected'; attempt: number }
  | { is: 'peer_disconnected'; attempt: number }
  | { is: 'peer_failed'; attempt: number }
  | { is: 'peer_hung_up'; attempt: number }
  /** The peer's page has closed its end without a word: it is gone, unless the path was lost before. */
  | { is: 'peer_closed'; attempt: number }
  /** The device has a network again, perhaps another one. */
  | { is: 'online' }
  /** The phase has lasted as long as it may (`patience`). */
  | { is: 'overdue' };

/** What is to be done. */
export type Effect =
  /** Open the devices and write the first description: an offer, or the answer to `offer`. */
  | { do: 'prepare'; talk: Talk; offer: RTCSessionDescriptionInit | null }
  | { do: 'invite'; attempt: number; callee: string; media: MediaKind; offer: RTCSessionDescriptionInit }
  | { do: 'accept'; call: string; answer: RTCSessionDescriptionInit }
  | { do: 'decline'; call: string }
  /** Tell the house that this device rings. */
  | { do: 'ring'; call: string }
  /** Tell the house that the call is over, now or when it is back. */
  | { do: 'hang_up'; call: string; peer: string; seconds: number | null }
  | { do: 'resume'; call: string; peer: string }
  /** Candidates may go out from now on, under this id. */
  | { do: 'release'; attempt: number; call: string }
  | { do: 'take_answer'; attempt: number; answer: RTCSessionDescriptionInit }
  | { do: 'take_signal'; attempt: number; description?: RTCSessionDescriptionInit; candidate?: RTCIceCandidateInit | null }
  /** Look for a new path of the media (RFC 8445 section 9). */
  | { do: 'restart'; attempt: number }
  /** Send again what may have been lost with the connection to the house. */
  | { do: 'repeat'; attempt: number }
  /** Say goodbye to the peer without the house. */
  | { do: 'say_bye' }
  /** Close the connection to the peer, the camera and the microphone. */
  | { do: 'close' }
  /** Tell the person how the call ended. */
  | { do: 'notice'; cause: EndCause; peer: Profile; seconds: number };

/** The machine before its first call. */
export const IDLE: State = { phase: { at: 'idle' }, held: null, attempts: 0 };
