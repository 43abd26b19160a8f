// The calls of this page: feeds the machine with what happens and does what it decides.

import type { Stop } from '../browser';
import { Refusal, Unanswered } from '../connection/types';
import { Devices } from '../media/devices.svelte';
import type { Parts } from '../parts';
import type { MediaKind, Profile, ServerMessage } from '../wire/protocol';
import { Leg } from './leg.svelte';
import { patience, step } from './machine';
import { noticeOf } from './notice';
import { OwedHangUps } from './owed';
import { type Effect, IDLE, type Input, type Join, type Phase, type State } from './phase';
import { Tones, toneOf } from './tones';

/** What calls need: the parts of the client, and where media may be relayed. */
export type CallParts = Parts & { iceServers?: () => RTCIceServer[] };

/** How often the title changes while it rings. */
const FLASH_EVERY = 1_000;

/** One call at a time, and what rings meanwhile. */
export class Calls {
  phase = $state.raw<Phase>(IDLE.phase);
  leg = $state.raw<Leg | null>(null);
  /** The clock, moving while a call is shown. */
  now = $state(0);

  readonly parts: CallParts;
  readonly devices: Devices;
  readonly #owed: OwedHangUps;
  readonly #tones: Tones;
  readonly #stops: Stop[];
  #state: State = IDLE;
  #inputs: Input[] = [];
  #isBusy = false;
  #isLinked: boolean;
  /** The notice of how the last call ended. */
  #noticed: number | undefined;
  #stopWaiting: Stop = () => undefined;
  #stopTicking: Stop | null = null;
  /** Invitations go out one after the other, each after the one before is answered and, if need be, taken back. */
  #inviting: Promise<void> = Promise.resolve();
  #declining: Promise<unknown> = Promise.resolve();

  constructor(parts: CallParts) {
    const { browser, connection } = parts;
    this.parts = parts;
    this.devices = new Devices(browser);
    this.#owed = new OwedHangUps(browser, connection);
    this.#tones = new Tones(browser);
    this.#isLinked = connection.state === 'online';
    this.#stops = [
      connection.onMessage((message) => this.#hear(message)),
      connection.onState((state) => this.#link(state === 'online')),
      browser.onOnlineChange(() => browser.isOnline() && this.#take({ is: 'online' })),
      browser.onLeave(() => this.#take({ is: 'leave' })),
    ];
    if (this.#isLinked) void this.#owed.payAll();
  }

  /** Calls `peer`, unless there is a call. */
  call(peer: Profile, media: MediaKind): void {
    this.#take({ is: 'call', peer, media });
  }

  /** Picks up. */
  accept(join: Join): void {
    this.#take({ is: 'accept', join });
  }

  decline(): void {
    this.#take({ is: 'decline' });
  }

  /** Cancels, or ends. */
  hangUp(): void {
    this.#take({ is: 'hang_up' });
  }

  /** Ends whatever there is, and waits until the house has heard of it: what comes next may close the line. */
  async finish(): Promise<void> {
    if (this.phase.at === 'incoming') this.decline();
    else this.hangUp();
    await Promise.all([this.#inviting, this.#declining]);
    await this.#owed.said;
  }

  /** Goes on after trouble with the devices. */
  join(join: Join): void {
    this.#take({ is: 'join', join });
  }

  /** Whether this page is in a call, so that none can be begun. */
  get isBusy(): boolean {
    return this.phase.at !== 'idle' && this.phase.at !== 'ended';
  }

  /** With whom this page talks or rings. */
  get peer(): Profile | null {
    if ('talk' in this.phase) return this.phase.talk.peer;
    return this.phase.at === 'incoming' ? this.phase.invitation.caller : null;
  }

  /** Ends the call and stops listening. */
  dispose(): void {
    this.#take({ is: 'leave' });
    for (const stop of this.#stops) stop();
    this.#stopWaiting();
    this.#stopTicking?.();
    this.#tones.close();
    this.devices.close();
    this.leg?.close();
    this.parts.title.announce(undefined);
  }

  #take(input: Input): void {
    this.#inputs.push(input);
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let next = this.#inputs.shift(); next; next = this.#inputs.shift()) {
      const before = this.#state.phase;
      const { state, effects } = step(this.#state, next, this.parts.browser.now());
      this.#state = state;
      this.phase = state.phase;
      for (const effect of effects) this.#do(effect);
      if (nameOf(before) !== nameOf(state.phase)) this.#enter(state.phase);
      this.#tones.play(toneOf(state.phase));
    }
    this.#isBusy = false;
  }

  /** Another phase, or the same one of another call, has begun. */
  #enter(phase: Phase): void {
    const { browser, title } = this.parts;
    this.#stopWaiting();
    const limit = patience(phase);
    this.#stopWaiting = limit === null ? () => undefined : browser.after(limit, () => this.#take({ is: 'overdue' }));
    this.#stopTicking?.();
    this.#stopTicking = null;
    title.announce(undefined);
    if (this.isBusy) this.#forgetNotice();
    this.now = browser.now();
    if (phase.at === 'incoming') this.#flash(phase.invitation.caller.name);
    else if ('since' in phase) this.#stopTicking = browser.every(1_000, () => (this.now = browser.now()));
  }

  #flash(name: string): void {
    const { browser, i18n, title } = this.parts;
    let isShown = false;
    const turn = () => {
      isShown = !isShown;
      title.announce(isShown ? i18n.t('call.title', { name }) : undefined);
    };
    turn();
    this.#stopTicking = browser.every(FLASH_EVERY, turn);
  }

  #link(isLinked: boolean): void {
    if (isLinked === this.#isLinked) return;
    this.#isLinked = isLinked;
    this.#take({ is: isLinked ? 'linked' : 'link_lost' });
    if (isLinked) void this.#owed.payAll();
  }

  #hear(message: ServerMessage): void {
    switch (message.type) {
      case 'call.incoming': {
        const { call, caller, media, offer } = message;
        return this.#take({ is: 'incoming', invitation: { call, caller, media, offer } });
      }
      case 'call.ringing':
        return this.#take({ is: 'ringing', call: message.call });
      case 'call.accepted':
        return this.#take({ is: 'accepted', call: message.call, answer: message.answer });
      case 'call.signaled': {
        const { call, description, candidate } = message;
        return this.#take({ is: 'signaled', call, description, candidate });
      }
      case 'call.ended':
        return this.#take({ is: 'ended', call: message.call, reason: message.reason });
      case 'session.ended':
        return this.#take({ is: 'leave' });
      default:
    }
  }

  #do(effect: Effect): void {
    const { connection } = this.parts;
    switch (effect.do) {
      case 'prepare':
        return this.#prepare(effect);
      case 'invite':
        this.#inviting = this.#inviting.then(() => this.#invite(effect));
        return;
      case 'accept':
        return void this.#accept(effect);
      case 'decline':
        this.#declining = connection.request({ type: 'call.decline', call: effect.call }).catch(() => undefined);
        return;
      case 'ring':
        return void connection.send({ type: 'call.ring', call: effect.call });
      case 'hang_up':
        return this.#owed.add(effect.call, effect.peer, effect.seconds);
      case 'resume':
        return void this.#resume(effect);
      case 'notice':
        return this.#notice(effect);
      case 'close':
        this.leg?.close();
        this.leg = null;
        return;
      default:
        return this.#doOnLeg(effect);
    }
  }

  #doOnLeg(effect: Extract<Effect, { do: 'release' | 'repeat' | 'restart' | 'say_bye' | 'take_answer' | 'take_signal' }>): void {
    const { leg } = this;
    if (!leg) return;
    switch (effect.do) {
      case 'release':
        return leg.release(effect.call);
      case 'repeat':
        return leg.repeat();
      case 'restart':
        return leg.restart();
      case 'say_bye':
        return leg.sayBye();
      case 'take_answer':
        return leg.takeAnswer(effect.answer);
      case 'take_signal':
        return leg.take(effect);
    }
  }

  #prepare({ talk, offer }: Extract<Effect, { do: 'prepare' }>): void {
    const { browser, connection, iceServers } = this.parts;
    const leg = new Leg(talk, {
      browser,
      devices: this.devices,
      configuration: { iceServers: iceServers?.() ?? [] },
      tell: (input) => this.#take(input),
      post: (call, signal) => connection.send({ type: 'call.signal', call, ...signal }),
    });
    this.leg = leg;
    void leg.prepare(offer);
  }

  async #invite({ attempt, callee, media, offer }: Extract<Effect, { do: 'invite' }>): Promise<void> {
    try {
      const { call, peer } = await this.parts.connection.request({ type: 'call.invite', callee, media, offer });
      this.#take({ is: 'invited', attempt, call, peer });
    } catch (error) {
      this.#take({ is: 'invite_refused', attempt, code: codeOf(error) });
    }
  }

  async #accept({ call, answer }: Extract<Effect, { do: 'accept' }>): Promise<void> {
    try {
      await this.parts.connection.request({ type: 'call.accept', call, answer });
      this.#take({ is: 'answered', call });
    } catch (error) {
      this.#take({ is: 'accept_refused', call, code: codeOf(error) });
    }
  }

  async #resume({ call, peer }: Extract<Effect, { do: 'resume' }>): Promise<void> {
    try {
      await this.parts.connection.request({ type: 'call.resume', call, peer });
      this.#take({ is: 'resumed', call });
    } catch (error) {
      // Without an answer the connection is away again, and the next one asks again.
      if (error instanceof Refusal) this.#take({ is: 'resume_refused', call, code: error.code });
    }
  }

  #notice({ cause, peer }: Extract<Effect, { do: 'notice' }>): void {
    const { i18n, toasts } = this.parts;
    const notice = noticeOf(cause);
    if (notice) this.#noticed = toasts.show(i18n.t(notice.key, { name: peer.name }), notice.kind);
  }

  /** What became of the last call is no news in the next. */
  #forgetNotice(): void {
    if (this.#noticed !== undefined) this.parts.toasts.dismiss(this.#noticed);
    this.#noticed = undefined;
  }
}

/** Tells apart phases that are entered anew. */
function nameOf(phase: Phase): string {
  if ('talk' in phase) return `${phase.at} ${phase.talk.attempt}`;
  return phase.at === 'incoming' ? `${phase.at} ${phase.invitation.call}` : phase.at;
}

function codeOf(error: unknown): string {
  if (error instanceof Refusal) return error.code;
  return error instanceof Unanswered ? 'offline' : 'failed';
}
