// @vitest-environment node
// Two ends that offer whenever they like always come to an agreement.
import { describe, expect, it } from 'vitest';
import { FakeConnection, Scheduler } from './negotiation.fake';
import { Negotiation, type Signal } from './negotiation';

type End = { pc: FakeConnection; negotiation: Negotiation };

/** Two ends that have exchanged the first offer and answer, and the road between them. */
async function pair(seed: number) {
  const scheduler = new Scheduler(seed);
  const timers = scheduler.queue();
  const ends: End[] = [];
  const road = { cut: false };
  const send = (to: number) => {
    const deliver = scheduler.queue();
    return (signal: Signal) => {
      if (road.cut) return;
      deliver(() => void ends[to]?.negotiation.take(signal).catch(() => undefined));
    };
  };
  const after = (_: number, then: () => void) => {
    let stopped = false;
    timers(() => stopped || then());
    return () => void (stopped = true);
  };
  for (const me of [0, 1]) {
    const pc = new FakeConnection(`end${me}`, scheduler);
    ends.push({ pc, negotiation: new Negotiation(pc, { polite: me === 1, once: false, send: send(1 - me), after }) });
  }
  const [caller, callee] = ends as [End, End];
  const first = caller.negotiation
    .firstOffer()
    .then((offer) => callee.negotiation.firstAnswer(offer, () => undefined))
    .then((answer) => caller.negotiation.takeFirstAnswer(answer));
  let over = false;
  void first.then(() => (over = true));
  for (let i = 0; i < 1_000 && !over; i += 1) await scheduler.step();
  return { scheduler, caller, callee, road };
}

function isSettled({ caller, callee }: { caller: End; callee: End }): boolean {
  return [caller, callee].every(({ pc }) => pc.signalingState === 'stable' && pc.agreed === pc.wants);
}

async function drain(scheduler: Scheduler): Promise<void> {
  while (await scheduler.step());
}

async function quarrel(seed: number, lossy: boolean) {
  const talk = await pair(seed);
  const { scheduler, caller, callee, road } = talk;
  for (let i = 0; i < 60; i += 1) {
    const dice = scheduler.random(8);
    if (dice === 0) caller.pc.want();
    if (dice === 1) callee.pc.want();
    if (dice === 2) (scheduler.random(2) === 0 ? caller : callee).negotiation.restart();
    if (dice === 3 && lossy) road.cut = !road.cut;
    await scheduler.step();
  }
  road.cut = false;
  for (let i = 0; i < 5_000 && !isSettled(talk); i += 1) {
    // A cut of the road is followed by a resumption, at which both ends repeat themselves.
    if (lossy && i % 100 === 0) [caller, callee].forEach(({ negotiation }) => negotiation.repeat());
    if (!(await scheduler.step()) && !lossy) break;
  }
  return talk;
}

describe('negotiation', () => {
  it('a_thousand_quarrels_end_in_agreement', async () => {
    const stuck: number[] = [];
    let mismatches = 0;
    for (let seed = 1; seed <= 1_000; seed += 1) {
      const talk = await quarrel(seed, false);
      if (!isSettled(talk)) stuck.push(seed);
      mismatches += talk.caller.pc.mismatches + talk.callee.pc.mismatches;
    }
    expect(stuck).toEqual([]);
    expect(mismatches).toBe(0);
  }, 60_000);

  it('a_road_that_loses_descriptions_delays_the_agreement_only', async () => {
    const stuck: number[] = [];
    let mismatches = 0;
    for (let seed = 1; seed <= 1_000; seed += 1) {
      const talk = await quarrel(seed, true);
      if (!isSettled(talk)) stuck.push(seed);
      mismatches += talk.caller.pc.mismatches + talk.callee.pc.mismatches;
    }
    expect(stuck).toEqual([]);
    expect(mismatches).toBe(0);
  }, 60_000);

  it('a_program_that_negotiates_once_is_never_offered_again', async () => {
    const scheduler = new Scheduler(1);
    const sent: Signal[] = [];
    const pc = new FakeConnection('us', scheduler);
    const after = () => () => undefined;
    const us = new Negotiation(pc, { polite: false, once: true, send: (signal) => sent.push(signal), after });
    const offer = us.firstOffer();
    await scheduler.step();
    void us.takeFirstAnswer({ type: 'answer', sdp: `answer to ${(await offer).sdp}` });
    await scheduler.step();
    await drain(scheduler);
    us.restart();
    pc.want();
    await drain(scheduler);
    expect(pc.agreed).toBe(1);
    expect(pc.signalingState).toBe('stable');
    expect(sent).toEqual([]);
  });

  it('nothing_is_offered_before_the_first_answer', async () => {
    const scheduler = new Scheduler(1);
    const sent: Signal[] = [];
    const pc = new FakeConnection('us', scheduler);
    new Negotiation(pc, { polite: true, once: false, send: (signal) => sent.push(signal), after: () => () => undefined });
    pc.want();
    await drain(scheduler);
    expect(sent).toEqual([]);
  });

  it('a_closed_negotiation_takes_and_sends_nothing', async () => {
    const { scheduler, caller, callee } = await quarrel(7, false);
    await drain(scheduler);
    caller.negotiation.close();
    callee.negotiation.close();
    callee.pc.want();
    await caller.negotiation.take({ description: { type: 'offer', sdp: 'x' } });
    await drain(scheduler);
    expect(caller.pc.signalingState).toBe('stable');
    expect(callee.pc.signalingState).toBe('stable');
    expect(callee.pc.agreed).not.toBe(callee.pc.wants);
  });
});
