// Two connections that obey webrtc-pc's rules of signaling (operations chain, implicit rollback, the event
// `negotiationneeded`) and nothing else, and a scheduler that decides what happens next: for tests.

import type { Negotiable } from './negotiation';

/** Things that can happen next, in an order that a seed decides. */
export class Scheduler {
  #queues: (() => void)[][] = [];
  #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** A number from 0 up to, not including, `below` (mulberry32). */
  random(below: number): number {
    this.#seed = (this.#seed + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#seed ^ (this.#seed >>> 15), 1 | this.#seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  }

  /** A queue of its own, first in, first out. */
  queue(): (task: () => void) => void {
    const tasks: (() => void)[] = [];
    this.#queues.push(tasks);
    return (task) => void tasks.push(task);
  }

  /** Lets one thing happen; `false` if nothing waits. */
  async step(): Promise<boolean> {
    const waiting = this.#queues.filter((tasks) => tasks.length > 0);
    waiting[this.random(waiting.length)]?.shift()?.();
    for (let i = 0; i < 12; i += 1) await Promise.resolve();
    return waiting.length > 0;
  }
}

/** One of the two. `wants` counts what has been added here, `agreed` how much of that the other end knows. */
export class FakeConnection implements Negotiable {
  signalingState: RTCSignalingState = 'stable';
  onnegotiationneeded: ((event: Event) => void) | null = null;
  wants = 1;
  agreed = 0;
  /** Answers that were applied to an offer which they do not answer. */
  mismatches = 0;
  #local: { type: 'answer' | 'offer'; sdp: string } | null = null;
  #remoteOffer = '';
  #needed = false;
  #offers = 0;
  #operations: (() => void)[] = [];
  #busy = false;
  #checkWhenEmpty = false;
  readonly #name: string;
  readonly #complete: (task: () => void) => void;
  readonly #fire: (task: () => void) => void;

  constructor(name: string, scheduler: Scheduler) {
    this.#name = name;
    this.#complete = scheduler.queue();
    this.#fire = scheduler.queue();
  }

  get localDescription(): RTCSessionDescription | null {
    return this.#local as RTCSessionDescription | null;
  }

  /** Something new is to be sent, or the path is to be renewed. */
  want(): void {
    this.wants += 1;
    this.#check();
  }

  restartIce(): void {
    this.want();
  }

  setLocalDescription(): Promise<void> {
    return this.#operate(() => {
      if (this.signalingState === 'have-remote-offer') {
        this.#local = { type: 'answer', sdp: `answer to ${this.#remoteOffer}` };
        this.#become('stable');
        return;
      }
      this.#offers += 1;
      this.#local = { type: 'offer', sdp: `${this.#name} ${this.#offers} ${this.wants}` };
      this.#become('have-local-offer');
    });
  }

  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    return this.#operate(() => {
      if (description.type === 'offer') {
        this.#remoteOffer = description.sdp ?? '';
        this.#become('have-remote-offer');
        return;
      }
      if (this.signalingState !== 'have-local-offer') throw new Error('InvalidStateError');
      if (description.sdp !== `answer to ${this.#local?.sdp}`) this.mismatches += 1;
      this.agreed = Number(this.#local?.sdp.split(' ')[2]);
      this.#become('stable');
    });
  }

  addIceCandidate(): Promise<void> {
    return this.#operate(() => undefined);
  }

  #become(state: RTCSignalingState): void {
    this.signalingState = state;
    if (state !== 'stable') return;
    this.#needed = false;
    this.#check();
  }

  #operate(run: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#operations.push(() => {
        try {
          run();
          resolve();
        } catch (error) {
          reject(error as Error);
        }
        // Code that waits for this operation runs before the next begins.
        void Promise.resolve().then(() => Promise.resolve()).then(() => this.#next());
      });
      if (!this.#busy) this.#next();
    });
  }

  #next(): void {
    const operation = this.#operations.shift();
    this.#busy = operation !== undefined;
    if (operation) this.#complete(operation);
    else if (this.#checkWhenEmpty) this.#check();
  }

  #check(): void {
    this.#checkWhenEmpty = this.#busy;
    if (this.#busy || this.signalingState !== 'stable' || this.agreed === this.wants || this.#needed) return;
    this.#needed = true;
    this.#fire(() => {
      this.#checkWhenEmpty = this.#busy;
      if (this.#busy || this.signalingState !== 'stable') {
        this.#needed = false;
        return;
      }
      this.onnegotiationneeded?.({} as Event);
    });
  }
}
