// Agreeing on a session: the first offer and answer, which the house carries as invitation and pick-up, then
// "perfect negotiation" (W3C webrtc-pc section 10.7): either end may offer at any time, and the polite one gives way.

import type { Browser } from '../browser';

/** A later description carries the number of its offer, so that an answer to an offer taken back is known as such. */
export type Description = RTCSessionDescriptionInit & { n?: number };

/** What is passed to the other end. */
export type Signal = { description: Description } | { candidate: RTCIceCandidateInit };

/** What this needs of an `RTCPeerConnection`. */
export type Negotiable = Pick<
  RTCPeerConnection,
  'signalingState' | 'localDescription' | 'setLocalDescription' | 'setRemoteDescription' | 'addIceCandidate' | 'restartIce'
> & { onnegotiationneeded: ((event: Event) => void) | null };

/** How two ends negotiate, and over what. */
export type NegotiationOptions = {
  /** Gives way when both offer at once. The callee is. */
  polite: boolean;
  /** The other end understands the first offer and answer only. */
  once: boolean;
  send: (signal: Signal) => void;
  after: Browser['after'];
};

/** An offer that has found no answer for so long is sent again: the road to the other end may have been cut. */
const REPEAT_AFTER = 5_000;

/** One end of the agreement. */
export class Negotiation {
  readonly #pc: Negotiable;
  readonly #options: NegotiationOptions;
  /** Whether the first offer and answer are exchanged. */
  #settled = false;
  #makingOffer = false;
  #ignoringOffer = false;
  #offers = 0;
  #stopRepeating: () => void = () => undefined;
  #closed = false;
  /** Signals are taken one after the other: a description must not overtake the answer to the one before. */
  #taking: Promise<void> = Promise.resolve();

  constructor(pc: Negotiable, options: NegotiationOptions) {
    this.#pc = pc;
    this.#options = options;
    pc.onnegotiationneeded = () => void this.#offer();
  }

  /** The offer that invites. */
  async firstOffer(): Promise<Description> {
    await this.#pc.setLocalDescription();
    return this.#local('offer');
  }

  /** The answer that picks up; `addTracks` is called where tracks go into the answer. */
  async firstAnswer(offer: Description, addTracks: () => void): Promise<Description> {
    await this.#pc.setRemoteDescription(bare(offer));
    addTracks();
    this.#settled = true;
    await this.#pc.setLocalDescription();
    return this.#local('answer');
  }

  /** The callee has picked up. */
  takeFirstAnswer(answer: Description): Promise<void> {
    this.#settled = true;
    return this.#inTurn(() => this.#pc.setRemoteDescription(bare(answer)));
  }

  /** Something came from the other end. */
  take(signal: { description?: Description; candidate?: RTCIceCandidateInit | null }): Promise<void> {
    const { description, candidate } = signal;
    return this.#inTurn(async () => {
      if (description?.type === 'offer') await this.#takeOffer(description);
      else if (description?.type === 'answer') await this.#takeAnswer(description);
      if (candidate) await this.#takeCandidate(candidate);
    });
  }

  /** Looks for a new path: the next offer has new ICE credentials. */
  restart(): void {
    if (!this.#options.once && !this.#closed) this.#pc.restartIce();
  }

  /** Sends an offer again that is still without an answer. */
  repeat(): void {
    if (this.#settled && !this.#closed && this.#pc.signalingState === 'have-local-offer') this.#sendOffer();
  }

  /** Nothing is sent or taken any more. */
  close(): void {
    this.#closed = true;
    this.#stopRepeating();
  }

  // `setLocalDescription` has to be called before the event returns: at that moment no other operation is under way.
  async #offer(): Promise<void> {
    if (!this.#settled || this.#options.once || this.#closed) return;
    try {
      this.#makingOffer = true;
      await this.#pc.setLocalDescription();
      if (this.#pc.signalingState !== 'have-local-offer') return;
      this.#offers += 1;
      this.#sendOffer();
    } catch {
      // Closed meanwhile.
    } finally {
      this.#makingOffer = false;
    }
  }

  #sendOffer(): void {
    this.#stopRepeating();
    this.#options.send({ description: { ...this.#local('offer'), n: this.#offers } });
    this.#stopRepeating = this.#options.after(REPEAT_AFTER, () => this.repeat());
  }

  async #takeOffer(offer: Description): Promise<void> {
    if (this.#options.once) return;
    const collision = this.#makingOffer || this.#pc.signalingState !== 'stable';
    this.#ignoringOffer = !this.#options.polite && collision;
    if (this.#ignoringOffer) return;
    await this.#pc.setRemoteDescription(bare(offer));
    this.#stopRepeating();
    await this.#pc.setLocalDescription();
    const answer = this.#local('answer');
    this.#options.send({ description: offer.n === undefined ? answer : { ...answer, n: offer.n } });
  }

  async #takeAnswer(answer: Description): Promise<void> {
    const stale = answer.n !== undefined && answer.n !== this.#offers;
    if (stale || this.#pc.signalingState !== 'have-local-offer') return;
    await this.#pc.setRemoteDescription(bare(answer));
    this.#stopRepeating();
  }

  async #takeCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    try {
      await this.#pc.addIceCandidate(candidate);
    } catch (error) {
      // A candidate of an offer that was not taken fits nothing here.
      if (!this.#ignoringOffer) throw error;
    }
  }

  /** A signal that this end cannot make sense of harms only itself. */
  #inTurn(take: () => Promise<void>): Promise<void> {
    const taken = this.#taking.then(() => (this.#closed ? undefined : take()));
    this.#taking = taken.catch(() => undefined);
    return taken;
  }

  #local(type: 'answer' | 'offer'): Description {
    const local = this.#pc.localDescription;
    if (local?.type !== type) throw new Error(`no ${type} stands`);
    return { type, sdp: local.sdp };
  }
}

function bare({ type, sdp }: Description): RTCSessionDescriptionInit {
  return sdp === undefined ? { type } : { type, sdp };
}
