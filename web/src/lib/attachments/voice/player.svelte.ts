// Playing voice messages: one at a time, on from one unheard message to the next, wherever the reader has scrolled.
import { SvelteSet } from 'svelte/reactivity';
import type { Browser } from '../../browser';
import type { Equipment } from '../equipment';
import type { FileCard, Owner } from '../model';
import type { Sole } from './sole';

const SPEED_KEY = 'teahouse.voice.speed';
const HEARD_KEY = 'teahouse.voice.heard';
/** So many heard messages are remembered: more than anybody scrolls back to. */
const HEARD_AT_MOST = 1_000;

/** How fast one listens. */
export const SPEEDS = [1, 1.5, 2] as const;
export type Speed = (typeof SPEEDS)[number];

/** A voice message that can be played. */
export interface Track {
  readonly card: FileCard;
  readonly url: string;
  readonly owner: Owner;
}

/** What the player needs. */
export interface PlayerGround {
  readonly browser: Pick<Browser, 'shelf'>;
  readonly equipment: Pick<Equipment, 'createAudio'>;
  readonly sole: Sole;
}

export class VoicePlayer {
  current = $state.raw<Track>();
  isPlaying = $state(false);
  /** Seconds from the beginning of the current one. */
  at = $state(0);
  speed = $state<Speed>(1);
  /** The current one could not be played. */
  hasFailed = $state(false);
  /** Tracks whose bubbles are in view. */
  readonly shown = new SvelteSet<string>();
  #heard = new SvelteSet<string>();
  #known = new Map<string, Track>();
  #audio: HTMLAudioElement | undefined;
  #length = $state(0);

  constructor(private readonly ground: PlayerGround) {
    const kept = Number(ground.browser.shelf.get(SPEED_KEY));
    this.speed = SPEEDS.find((speed) => speed === kept) ?? 1;
    for (const id of ground.browser.shelf.get(HEARD_KEY)?.split(' ') ?? []) if (id) this.#heard.add(id);
  }

  /** A voice message is shown; it may follow another. */
  know(track: Track): void {
    this.#known.set(track.card.id, track);
  }

  isHeard({ card, owner }: Pick<Track, 'card' | 'owner'>): boolean {
    return owner.isMine || this.#heard.has(card.id);
  }

  isCurrent(id: string): boolean {
    return this.current?.card.id === id;
  }

  /** How long the track is, as its message says or as its sound tells. */
  lengthOf(track: Pick<Track, 'card'>): number {
    return track.card.seconds ?? (this.isCurrent(track.card.id) ? this.#length : 0);
  }

  /** 0 to 1 of the track, as far as it has been played. */
  progressOf(track: Pick<Track, 'card'>): number {
    const length = this.lengthOf(track);
    return this.isCurrent(track.card.id) && length > 0 ? Math.min(1, this.at / length) : 0;
  }

  /** Plays, pauses, or goes on. */
  toggle(track: Track): void {
    if (this.isCurrent(track.card.id) && this.isPlaying) this.pause();
    else void this.#play(track, this.isCurrent(track.card.id) ? this.at : 0);
  }

  pause = (): void => {
    this.#audio?.pause();
    this.isPlaying = false;
  };

  /** Goes to `fraction` (0 to 1) of the track, which becomes the current one. */
  seek(track: Track, fraction: number): void {
    const at = Math.max(0, Math.min(1, fraction)) * this.lengthOf(track);
    if (this.isCurrent(track.card.id) && this.#audio) {
      this.at = at;
      this.#audio.currentTime = at;
    } else {
      void this.#play(track, at);
    }
  }

  /** The next of the speeds, and after the last the first. */
  cycleSpeed(): void {
    this.speed = SPEEDS[(SPEEDS.indexOf(this.speed) + 1) % SPEEDS.length] ?? 1;
    this.ground.browser.shelf.set(SPEED_KEY, String(this.speed));
    if (this.#audio) this.#audio.playbackRate = this.speed;
  }

  /** Stops and forgets what was played. */
  close(): void {
    this.pause();
    this.current = undefined;
    this.#audio?.removeAttribute('src');
  }

  async #play(track: Track, from: number): Promise<void> {
    this.ground.sole.claim(this.pause);
    const audio = (this.#audio ??= this.#made());
    if (!this.isCurrent(track.card.id) || this.hasFailed) {
      this.current = track;
      this.hasFailed = false;
      this.#length = 0;
      audio.src = track.url;
    }
    this.at = from;
    audio.currentTime = from;
    audio.playbackRate = this.speed;
    this.isPlaying = true;
    this.#hear(track);
    try {
      await audio.play();
    } catch (reason) {
      // A pause, or another track, in the meantime is no failure.
      if ((reason as { name?: string }).name !== 'AbortError' && this.isCurrent(track.card.id)) this.#failed();
    }
  }

  #made(): HTMLAudioElement {
    const audio = this.ground.equipment.createAudio();
    audio.preload = 'auto';
    audio.ontimeupdate = () => (this.at = audio.currentTime);
    audio.ondurationchange = () => {
      if (Number.isFinite(audio.duration)) this.#length = audio.duration;
    };
    audio.onended = () => this.#ended();
    audio.onpause = () => (this.isPlaying = false);
    audio.onerror = () => this.current && this.#failed();
    return audio;
  }

  #failed(): void {
    this.isPlaying = false;
    this.hasFailed = true;
  }

  #ended(): void {
    const done = this.current;
    this.isPlaying = false;
    this.at = 0;
    const next = done && this.#after(done);
    if (next) void this.#play(next, 0);
  }

  /** The nearest later message of another in the same conversation that was not heard. */
  #after({ owner }: Track): Track | undefined {
    const later = [...this.#known.values()].filter((track) => track.owner.room === owner.room && track.owner.seq > owner.seq && !this.isHeard(track));
    return later.sort((one, other) => one.owner.seq - other.owner.seq)[0];
  }

  #hear({ card, owner }: Track): void {
    if (owner.isMine || this.#heard.has(card.id)) return;
    this.#heard.add(card.id);
    const kept = [...this.#heard].slice(-HEARD_AT_MOST);
    this.ground.browser.shelf.set(HEARD_KEY, kept.join(' '));
  }
}
