// The sounds of calling, made of sine waves: a bell for the callee, the network's own tones for the caller.

import type { Browser, Stop } from '../browser';
import type { Phase } from './phase';

/** Which sound. */
export type Tone = 'busy' | 'ring' | 'ringback';

/** One note: its pitches, when it begins and how long it lasts, in seconds. */
type Note = { hertz: readonly number[]; at: number; lasts: number };
type Pattern = { notes: readonly Note[]; period: number; loudness: number; times: number };

const PATTERNS: Record<Tone, Pattern> = {
  ring: {
    notes: [
      { hertz: [659, 1318], at: 0, lasts: 0.45 },
      { hertz: [831, 1662], at: 0.18, lasts: 0.45 },
      { hertz: [988, 1976], at: 0.36, lasts: 0.8 },
      { hertz: [831, 1662], at: 0.9, lasts: 0.8 },
    ],
    period: 2.6,
    loudness: 0.16,
    times: Infinity,
  },
  ringback: { notes: [{ hertz: [425], at: 0, lasts: 1 }], period: 5, loudness: 0.07, times: Infinity },
  busy: { notes: [0, 0.5, 1].map((at) => ({ hertz: [425], at, lasts: 0.3 })), period: 1.5, loudness: 0.07, times: 1 },
};

/** After one of these a page may be heard. */
const GESTURES = ['pointerdown', 'keydown'] as const;

/** What is to be heard in a phase. The caller hears ringing only when something rings. */
export function toneOf(phase: Phase): Tone | null {
  if (phase.at === 'incoming') return 'ring';
  if (phase.at === 'ringing' && phase.heard) return 'ringback';
  return phase.at === 'ended' && (phase.cause === 'busy' || phase.cause === 'declined') ? 'busy' : null;
}

/** Plays one tone at a time. Silent until the person has touched the page, as browsers demand. */
export class Tones {
  readonly #browser: Pick<Browser, 'document' | 'equipment' | 'every'>;
  #context: AudioContext | null = null;
  #tone: Tone | null = null;
  #output: GainNode | null = null;
  #stopRepeating: Stop | null = null;

  constructor(browser: Pick<Browser, 'document' | 'equipment' | 'every'>) {
    this.#browser = browser;
    for (const gesture of GESTURES) browser.document.addEventListener(gesture, this.#unlock, true);
  }

  /** Goes over to `tone`, or to silence. */
  play(tone: Tone | null): void {
    if (tone === this.#tone) return;
    this.#silence();
    this.#tone = tone;
    this.#start();
  }

  /** Silence for good. */
  close(): void {
    this.play(null);
    this.#stopListening();
    void this.#context?.close().catch(() => undefined);
  }

  #unlock = (): void => {
    this.#stopListening();
    this.#context ??= this.#browser.equipment.createAudioContext?.() ?? null;
    void this.#context?.resume().catch(() => undefined);
    this.#start();
  };

  #stopListening(): void {
    for (const gesture of GESTURES) this.#browser.document.removeEventListener(gesture, this.#unlock, true);
  }

  #start(): void {
    const context = this.#context;
    if (!context || this.#tone === null || this.#output) return;
    const { notes, period, loudness, times } = PATTERNS[this.#tone];
    const output = context.createGain();
    output.gain.value = loudness;
    output.connect(context.destination);
    this.#output = output;
    const once = () => notes.forEach((note) => strike(context, output, note));
    once();
    if (times > 1) this.#stopRepeating = this.#browser.every(period * 1000, once);
  }

  #silence(): void {
    this.#stopRepeating?.();
    this.#stopRepeating = null;
    this.#output?.disconnect();
    this.#output = null;
  }
}

/** A note with a soft beginning and end, so that it does not click. */
function strike(context: AudioContext, output: GainNode, { hertz, at, lasts }: Note): void {
  const begins = context.currentTime + at;
  hertz.forEach((pitch, overtone) => {
    const volume = context.createGain();
    volume.gain.setValueAtTime(0, begins);
    volume.gain.linearRampToValueAtTime(overtone === 0 ? 1 : 0.25, begins + 0.02);
    volume.gain.setTargetAtTime(0, begins + lasts * 0.6, lasts * 0.15);
    const wave = context.createOscillator();
    wave.frequency.value = pitch;
    wave.connect(volume).connect(output);
    wave.start(begins);
    wave.stop(begins + lasts + 0.3);
    wave.onended = () => volume.disconnect();
  });
}
