// @vitest-environment node
// Bars from figures.
import { expect, it } from 'vitest';
import { judge, NOTHING } from './quality';

const pair = { type: 'candidate-pair', state: 'succeeded', nominated: true, localCandidateId: 'L', currentRoundTripTime: 0.02 };
const host = { type: 'local-candidate', id: 'L', candidateType: 'host' };
const inbound = { type: 'inbound-rtp', packetsReceived: 1000, packetsLost: 0 };

it('a_short_clean_path_has_four_bars', () => {
  expect(judge([pair, host, inbound], NOTHING)?.quality).toEqual({ bars: 4, relayed: false });
});

it('delay_takes_bars_away', () => {
  const bars = (seconds: number) => judge([{ ...pair, currentRoundTripTime: seconds }, host], NOTHING)?.quality.bars;
  expect([0.1, 0.2, 0.4, 0.7].map(bars)).toEqual([4, 3, 2, 1]);
});

it('only_loss_since_the_last_look_counts', () => {
  const first = judge([pair, host, { ...inbound, packetsLost: 500 }], NOTHING);
  expect(first?.quality.bars).toBe(1);
  const later = judge([pair, host, { ...inbound, packetsReceived: 2000, packetsLost: 500 }], first?.counters ?? NOTHING);
  expect(later?.quality.bars).toBe(4);
});

it('a_relay_is_named', () => {
  expect(judge([pair, { ...host, candidateType: 'relay' }], NOTHING)?.quality.relayed).toBe(true);
});

it('without_a_path_there_is_no_judgment', () => {
  expect(judge([{ ...pair, state: 'failed' }, host], NOTHING)).toBeNull();
});
