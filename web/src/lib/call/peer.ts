// The connection to the other end of a call: tracks, the data channel, the path. The one place that touches
// `RTCPeerConnection`.

import type { Browser } from '../browser';
import { CHANNEL, decode, encode, type Word } from './channel';
import { type Description, Negotiation, type Signal } from './negotiation';

/** With whom, and how. */
export type PeerOptions = {
  role: 'caller' | 'callee';
  /** The other end knows one offer and one answer, and no data channel: a plain guest. */
  plain: boolean;
};

/** What a peer tells. */
export type PeerEvents = {
  /** A description or a candidate is to be passed to the other end. */
  signal: (signal: Signal) => void;
  path: (path: 'connected' | 'disconnected' | 'failed') => void;
  /** Something to see or hear arrived. */
  track: (track: MediaStreamTrack) => void;
  word: (word: Word) => void;
  channel: (state: 'open' | 'closed') => void;
};

/** One end of a call. */
export class Peer {
  readonly #pc: RTCPeerConnection;
  readonly #options: PeerOptions;
  readonly #events: PeerEvents;
  readonly #negotiation: Negotiation;
  #channel: RTCDataChannel | null = null;
  #closed = false;

  constructor(pc: RTCPeerConnection, options: PeerOptions, events: PeerEvents, after: Browser['after']) {
    this.#pc = pc;
    this.#options = options;
    this.#events = events;
    this.#negotiation = new Negotiation(pc, {
      polite: options.role === 'callee',
      once: options.plain,
      send: (signal) => events.signal(signal),
      after,
    });
    pc.ontrack = ({ track }) => events.track(track);
    pc.onconnectionstatechange = () => this.#tellPath();
    pc.onicecandidate = ({ candidate }) => {
      // The end of the candidates is an empty one, which old programs stumble over and nobody needs.
      if (candidate && candidate.candidate !== '') events.signal({ candidate: candidate.toJSON() });
    };
  }

  /**
   * The offer of a caller who brings `local`. A place for pictures is in it also when none is wanted yet: both agree on
   * its particulars once, so that two cameras that are turned on at the same moment have nothing left to quarrel about
   * (Chromium takes no offer of Firefox with a new place after it has taken back such an offer of its own).
   */
  async offer(local: MediaStream, wantsVideo: boolean): Promise<Description> {
    const { plain } = this.#options;
    if (!plain) this.#openChannel();
    this.#add(local);
    for (const kind of wantsVideo || !plain ? (['audio', 'video'] as const) : (['audio'] as const)) {
      if (local.getTracks().some((track) => track.kind === kind)) continue;
      // A program that negotiates once has to be told from the start that a picture may come.
      this.#pc.addTransceiver(kind, { direction: plain ? 'sendrecv' : 'recvonly', streams: [local] });
    }
    return this.#negotiation.firstOffer();
  }

  /** The answer of a callee who brings `local`. */
  answer(offer: Description, local: MediaStream): Promise<Description> {
    if (!this.#options.plain) this.#openChannel();
    return this.#negotiation.firstAnswer(offer, () => {
      this.#add(local);
      if (!this.#options.plain) return;
      for (const transceiver of this.#pc.getTransceivers()) {
        transceiver.direction = 'sendrecv';
        transceiver.sender.setStreams(local);
      }
    });
  }

  /** The callee has picked up. */
  takeAnswer(answer: Description): Promise<void> {
    return this.#negotiation.takeFirstAnswer(answer);
  }

  /** Something came from the other end. */
  take(signal: { description?: Description; candidate?: RTCIceCandidateInit | null }): Promise<void> {
    return this.#negotiation.take(signal);
  }

  /** Whether a picture can be sent that is not sent yet. */
  get canAddVideo(): boolean {
    return !this.#options.plain || this.#videoPlace() !== undefined;
  }

  /** Sends the picture of `track`, or none. */
  async setVideo(track: MediaStreamTrack | null, local: MediaStream): Promise<void> {
    const place = this.#videoPlace();
    if (place) await place.sender.replaceTrack(track);
    else if (track) this.#pc.addTrack(track, local);
  }

  /** Sends the sound of `track` instead of what was sent. */
  async setAudio(track: MediaStreamTrack): Promise<void> {
    const place = this.#pc.getTransceivers().find(({ receiver }) => receiver.track.kind === 'audio');
    await place?.sender.replaceTrack(track);
  }

  /** Says something to the page at the other end; `false` if there is no way to. */
  say(word: Word): boolean {
    if (this.#channel?.readyState !== 'open') return false;
    this.#channel.send(encode(word));
    return true;
  }

  /** Looks for a new path. */
  restart(): void {
    this.#negotiation.restart();
  }

  /** Sends again what may have been lost. */
  repeat(): void {
    this.#negotiation.repeat();
  }

  /** The figures of the connection. */
  stats(): Promise<RTCStatsReport> {
    return this.#pc.getStats();
  }

  /** Ends everything; the other end notices at once if the path is good. */
  close(): void {
    this.#closed = true;
    this.#negotiation.close();
    this.#pc.close();
  }

  #add(local: MediaStream): void {
    for (const track of local.getTracks()) this.#pc.addTrack(track, local);
  }

  /** The transceiver over which a picture goes, or can go, without another negotiation. */
  #videoPlace(): RTCRtpTransceiver | undefined {
    return this.#pc
      .getTransceivers()
      .find(
        ({ receiver, direction, currentDirection }) =>
          receiver.track.kind === 'video' &&
          direction.startsWith('send') &&
          (currentDirection === null || currentDirection.startsWith('send')),
      );
  }

  #openChannel(): void {
    const { label, ...options } = CHANNEL;
    const channel = this.#pc.createDataChannel(label, options);
    channel.onopen = () => this.#events.channel('open');
    channel.onclose = () => {
      if (!this.#closed) this.#events.channel('closed');
    };
    channel.onmessage = ({ data }) => {
      const word = decode(data);
      if (word) this.#events.word(word);
    };
    this.#channel = channel;
  }

  #tellPath(): void {
    const { connectionState } = this.#pc;
    if (connectionState === 'connected' || connectionState === 'disconnected' || connectionState === 'failed') {
      this.#events.path(connectionState);
    }
  }
}
