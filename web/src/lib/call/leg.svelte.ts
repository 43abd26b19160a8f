// One end of a call: camera and microphone, the connection to the peer, and the road to her beside it.

import type { Browser, Stop } from '../browser';
import type { Profile } from '../wire/protocol';
import { capture, captureOne } from '../media/capture';
import type { Devices } from '../media/devices.svelte';
import type { Trouble } from '../media/trouble';
import type { Word } from './channel';
import type { Description, Signal } from './negotiation';
import { Peer } from './peer';
import { type Counters, judge, NOTHING, type Quality } from './quality';
import type { Input, Talk } from './phase';

/** What a leg needs. */
export type LegParts = {
  browser: Pick<Browser, 'after' | 'every' | 'equipment'>;
  devices: Devices;
  configuration: RTCConfiguration;
  /** What happens, for the machine. */
  tell: (input: Input) => void;
  /** Passes a signal over the house; `false` if the house is away. */
  post: (call: string, signal: Signal) => boolean;
};

/** How often the quality is looked at. */
const LOOK_EVERY = 2_000;

/** One attempt at a call, from the opening of the devices to the end. */
export class Leg {
  /** What is sent: the same stream for the whole call, whatever tracks come and go. */
  readonly local = new MediaStream();
  /** What is received. */
  readonly remote = new MediaStream();

  /** Whether there is a microphone, and whether it is heard. */
  hasMicrophone = $state(false);
  isMuted = $state(false);
  hasCamera = $state(false);
  canAddVideo = $state(false);
  /** Whether the peer's picture is there. */
  hasPicture = $state(false);
  peerIsMuted = $state(false);
  quality = $state.raw<Quality | null>(null);

  readonly talk: Talk;
  readonly #parts: LegParts;
  #peer: Peer | null = null;
  #peerCamera = true;
  #isPainted = false;
  #call: string | null = null;
  #unsent: Signal[] = [];
  #counters: Counters = NOTHING;
  #stopLooking: Stop = () => undefined;
  #closed = false;

  constructor(talk: Talk, parts: LegParts) {
    this.talk = talk;
    this.#parts = parts;
  }

  /** Opens the devices and writes the first description: an offer, or the answer to `offer`. */
  async prepare(offer: Description | null): Promise<void> {
    const { attempt, join, media, peer } = this.talk;
    const fail = (trouble: Trouble) => {
      if (!this.#closed) this.#parts.tell({ is: 'prepare_failed', attempt, trouble });
    };
    const { createPeer, mediaDevices } = this.#parts.browser.equipment;
    if (!createPeer) return fail('unsupported');
    const captured = await capture(mediaDevices, join, this.#parts.devices.choice);
    if ('trouble' in captured) return fail(captured.trouble);
    if (this.#closed) return captured.tracks.forEach((track) => track.stop());
    captured.tracks.forEach((track) => this.#bring(track));
    try {
      this.#peer = this.#open(createPeer(this.#parts.configuration), peer);
      const description = offer
        ? await this.#peer.answer(offer, this.local)
        : await this.#peer.offer(this.local, media === 'video');
      this.canAddVideo = this.#peer.canAddVideo;
      if (!this.#closed) this.#parts.tell({ is: 'prepared', attempt, description });
    } catch {
      fail('failed');
    }
    void this.#parts.devices.refresh();
  }

  /** From now on candidates go out, under the call's id. */
  release(call: string): void {
    this.#call = call;
    this.#flush();
  }

  /** The callee has picked up. */
  takeAnswer(answer: Description): void {
    this.#peer?.takeAnswer(answer).catch(() => this.#tell('peer_failed'));
  }

  /** Something came from the other end; what cannot be understood is passed over. */
  take(signal: { description?: Description; candidate?: RTCIceCandidateInit | null }): void {
    this.#peer?.take(signal).catch(() => undefined);
  }

  /** Looks for a new path. */
  restart(): void {
    this.#peer?.restart();
  }

  /** Sends what could not be sent, and again what may have been lost. */
  repeat(): void {
    this.#flush();
    this.#peer?.repeat();
  }

  /** Silence is sent instead of sound, or sound again. */
  toggleMuted(): void {
    if (!this.hasMicrophone) return;
    this.isMuted = !this.isMuted;
    for (const track of this.local.getAudioTracks()) track.enabled = !this.isMuted;
    this.#sayState();
  }

  /** Camera off: it is let go, and its light goes out. Camera on: opened again, or for the first time. */
  async toggleCamera(): Promise<Trouble | null> {
    if (this.hasCamera) {
      this.#drop(this.local.getVideoTracks());
      await this.#peer?.setVideo(null, this.local);
      this.#sayState();
      return null;
    }
    return this.#replace('video');
  }

  /** Goes over to the devices that are chosen now. */
  async changeDevice(kind: 'audio' | 'video'): Promise<Trouble | null> {
    const has = kind === 'audio' ? this.hasMicrophone : this.hasCamera;
    return has ? this.#replace(kind) : null;
  }

  /** The window has painted the peer's picture. */
  painted(): void {
    this.#isPainted = true;
    this.#showPicture();
  }

  /** Says goodbye without the house. */
  sayBye(): void {
    this.#peer?.say({ word: 'bye' });
  }

  /** Lets go of everything. */
  close(): void {
    this.#closed = true;
    this.#stopLooking();
    this.#peer?.close();
    this.#drop(this.local.getTracks());
  }

  #open(pc: RTCPeerConnection, { call_only: plain = false }: Profile): Peer {
    const { role } = this.talk;
    const { after, every } = this.#parts.browser;
    this.#stopLooking = every(LOOK_EVERY, () => void this.#look());
    return new Peer(
      pc,
      { role, plain },
      {
        signal: (signal) => this.#send(signal),
        path: (path) => {
          this.#tell(`peer_${path}`);
          if (path === 'connected') void this.#look();
        },
        track: (track) => this.#receive(track),
        word: (word) => this.#hear(word),
        channel: (state) => {
          if (state === 'closed') return this.#tell('peer_closed');
          this.#sayState();
          this.#flush();
        },
      },
      after,
    );
  }

  #tell(is: Extract<Input, { is: `peer_${string}` }>['is']): void {
    if (!this.#closed) this.#parts.tell({ is, attempt: this.talk.attempt });
  }

  #hear(word: Word): void {
    switch (word.word) {
      case 'bye':
        return this.#tell('peer_hung_up');
      case 'signal':
        return this.take(word);
      case 'state':
        this.peerIsMuted = !word.microphone;
        this.#peerCamera = word.camera;
        this.#showPicture();
    }
  }

  #sayState(): void {
    this.#peer?.say({ word: 'state', microphone: this.hasMicrophone && !this.isMuted, camera: this.hasCamera });
  }

  /** Over the house; over the channel while the house is away; later while there is neither. */
  #send(signal: Signal): void {
    const isSent =
      this.#call !== null && (this.#parts.post(this.#call, signal) || this.#peer?.say({ word: 'signal', ...signal }));
    if (!isSent) this.#unsent.push(signal);
  }

  #flush(): void {
    for (const signal of this.#unsent.splice(0)) this.#send(signal);
  }

  #receive(track: MediaStreamTrack): void {
    for (const old of this.remote.getTracks()) if (old.kind === track.kind) this.remote.removeTrack(old);
    this.remote.addTrack(track);
    track.onended = () => this.#showPicture();
    this.#showPicture();
  }

  #showPicture(): void {
    // Whether the track is muted says nothing: Chromium forgets to unmute one that came with a rolled-back offer.
    const isLive = this.remote.getVideoTracks().some((track) => track.readyState === 'live');
    this.hasPicture = isLive && this.#peerCamera && this.#isPainted;
  }

  #bring(track: MediaStreamTrack): void {
    this.local.addTrack(track);
    // The device was unplugged, or the permission taken back.
    track.onended = () => {
      this.#drop([track]);
      this.#sayState();
    };
    this.#count();
  }

  #drop(tracks: MediaStreamTrack[]): void {
    for (const track of tracks) {
      track.onended = null;
      track.stop();
      this.local.removeTrack(track);
    }
    this.#count();
  }

  #count(): void {
    this.hasMicrophone = this.local.getAudioTracks().length > 0;
    this.hasCamera = this.local.getVideoTracks().length > 0;
  }

  /** Opens a device of this kind and sends what it gives, in the place of what was sent. */
  async #replace(kind: 'audio' | 'video'): Promise<Trouble | null> {
    const { browser, devices } = this.#parts;
    const captured = await captureOne(browser.equipment.mediaDevices, kind, devices.choice);
    if ('trouble' in captured) return captured.trouble;
    const [track] = captured.tracks;
    if (!track || this.#closed || !this.#peer) {
      captured.tracks.forEach((track) => track.stop());
      return null;
    }
    this.#drop(this.local.getTracks().filter((old) => old.kind === kind));
    this.#bring(track);
    track.enabled = kind === 'video' || !this.isMuted;
    await (kind === 'video' ? this.#peer.setVideo(track, this.local) : this.#peer.setAudio(track));
    this.#sayState();
    return null;
  }

  async #look(): Promise<void> {
    if (!this.#peer || this.#closed) return;
    const judged = judge((await this.#peer.stats()).values(), this.#counters);
    if (!judged || this.#closed) return;
    this.#counters = judged.counters;
    this.quality = judged.quality;
  }
}
