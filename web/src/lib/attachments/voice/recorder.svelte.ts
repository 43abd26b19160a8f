// Recording a voice message: asks for the microphone, shows how loud it is, ends by itself after five minutes.
import type { Browser, Stop } from '../../browser';
import { captureOne } from '../../media/capture';
import { NO_CHOICE } from '../../media/constraints';
import type { Trouble } from '../../media/trouble';
import type { Equipment } from '../equipment';
import { barsOf, loudness } from './waveform';

/** Longer messages are better a call or a file. */
export const LONGEST_MS = 5 * 60_000;
/** Shorter ones are slips of the finger. */
export const SHORTEST_MS = 700;
const SAMPLE_MS = 50;
/** Clear speech, 240 kB a minute. */
const BITS_PER_SECOND = 32_000;
/** What browsers record, the one that plays in most of them first. */
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4;codecs=mp4a.40.2', 'audio/mp4', 'audio/ogg;codecs=opus'];

/** A finished voice message. */
export interface Recording {
  readonly blob: Blob;
  readonly type: string;
  readonly seconds: number;
  readonly bars: readonly number[];
}

/** idle, waiting for the microphone, or running. */
export type RecorderState = 'idle' | 'asking' | 'recording';

/** What the recorder needs. */
export interface RecorderGround {
  readonly browser: Pick<Browser, 'now' | 'every' | 'equipment'>;
  readonly equipment: Pick<Equipment, 'createRecorder' | 'canRecord'>;
  /** Five minutes are over: the recording is here. */
  onFull(recording: Recording): void;
}

interface Running {
  readonly recorder: MediaRecorder;
  readonly parts: Blob[];
  readonly levels: number[];
  readonly since: number;
  readonly stops: Stop[];
}

export class Recorder {
  state = $state<RecorderState>('idle');
  /** Why there is no recording; shown until the next attempt. */
  trouble = $state<Trouble>();
  /** How long it runs. */
  seconds = $state(0);
  /** How loud the last moments were, the newest last, 0 to 1. */
  recent = $state.raw<readonly number[]>([]);
  #running: Running | undefined;
  #attempt = 0;

  constructor(private readonly ground: RecorderGround) {}

  /** Begins. The microphone may be refused, or {@link cancel} may come before it is given. */
  async start(): Promise<void> {
    if (this.state !== 'idle') return;
    this.trouble = undefined;
    const { createRecorder } = this.ground.equipment;
    if (!createRecorder) return void (this.trouble = 'unsupported');
    this.state = 'asking';
    this.recent = [];
    this.seconds = 0;
    const attempt = ++this.#attempt;
    const captured = await captureOne(this.ground.browser.equipment.mediaDevices, 'audio', NO_CHOICE);
    if (attempt !== this.#attempt) {
      if ('tracks' in captured) for (const track of captured.tracks) track.stop();
      return;
    }
    if ('trouble' in captured) {
      this.state = 'idle';
      this.trouble = captured.trouble;
      return;
    }
    this.#run(createRecorder, new MediaStream(captured.tracks));
  }

  /** Ends the recording and hands it back; nothing when it was too short to mean anything. */
  async finish(): Promise<Recording | undefined> {
    const running = this.#running;
    if (!running) {
      this.cancel();
      return undefined;
    }
    const ms = Math.min(LONGEST_MS, this.ground.browser.now() - running.since);
    await this.#end(running);
    if (ms < SHORTEST_MS || running.parts.length === 0) return undefined;
    const type = (running.recorder.mimeType || 'audio/webm').split(';')[0] ?? '';
    return { blob: new Blob(running.parts, { type }), type, seconds: ms / 1000, bars: barsOf(running.levels) };
  }

  /** Throws away what was recorded, or what was asked for. */
  cancel(): void {
    this.#attempt++;
    const running = this.#running;
    if (running) void this.#end(running);
    this.state = 'idle';
  }

  #run(create: NonNullable<Equipment['createRecorder']>, stream: MediaStream): void {
    const { browser, equipment } = this.ground;
    const mimeType = TYPES.find((type) => equipment.canRecord(type));
    const recorder = create(stream, { audioBitsPerSecond: BITS_PER_SECOND, ...(mimeType ? { mimeType } : {}) });
    const stops = [() => stream.getTracks().forEach((track) => track.stop())];
    const running: Running = { recorder, parts: [], levels: [], since: browser.now(), stops };
    recorder.ondataavailable = ({ data }) => {
      if (data.size > 0) running.parts.push(data);
    };
    stops.push(this.#listen(running, stream));
    this.#running = running;
    recorder.start(1_000);
    this.state = 'recording';
  }

  #listen(running: Running, stream: MediaStream): Stop {
    const { browser } = this.ground;
    const context = browser.equipment.createAudioContext?.();
    const analyser = context?.createAnalyser();
    if (context && analyser) context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Uint8Array(analyser?.fftSize ?? 0);
    const stop = browser.every(SAMPLE_MS, () => {
      analyser?.getByteTimeDomainData(samples);
      const level = loudness(samples);
      running.levels.push(level);
      this.recent = [...this.recent, level].slice(-48);
      const ms = browser.now() - running.since;
      this.seconds = ms / 1000;
      if (ms >= LONGEST_MS) void this.#full();
    });
    return () => {
      stop();
      void context?.close();
    };
  }

  async #full(): Promise<void> {
    const recording = await this.finish();
    if (recording) this.ground.onFull(recording);
  }

  async #end(running: Running): Promise<void> {
    this.#running = undefined;
    this.state = 'idle';
    const { recorder } = running;
    if (recorder.state !== 'inactive') {
      await new Promise<void>((resolve) => {
        recorder.onstop = () => resolve();
        recorder.stop();
      });
    }
    for (const stop of running.stops) stop();
  }
}
