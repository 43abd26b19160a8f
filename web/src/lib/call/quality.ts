// How good the connection is, from the browser's own figures (W3C webrtc-stats).

/** What the window shows. */
export type Quality = {
  /** Bars of 4. */
  bars: 1 | 2 | 3 | 4;
  /** Whether a server passes the media on. */
  relayed: boolean;
};

/** The counters that grow, to tell what happened since the last look. */
export type Counters = { received: number; lost: number };

/** Nothing counted yet. */
export const NOTHING: Counters = { received: 0, lost: 0 };

type Entry = { type: string } & Record<string, unknown>;

/** Judges `report`, beside the counters of the look before; `null` while no path is in use. */
export function judge(report: Iterable<Entry>, before: Counters): { quality: Quality; counters: Counters } | null {
  const entries = [...report];
  const pair = entries.find(
    (entry) => entry.type === 'candidate-pair' && entry['state'] === 'succeeded' && entry['nominated'] === true,
  );
  if (!pair) return null;
  const counters: Counters = { received: 0, lost: 0 };
  for (const entry of entries) {
    if (entry.type !== 'inbound-rtp') continue;
    counters.received += number(entry['packetsReceived']);
    counters.lost += Math.max(0, number(entry['packetsLost']));
  }
  const local = entries.find((entry) => entry.type === 'local-candidate' && entry['id'] === pair['localCandidateId']);
  const roundTrip = number(pair['currentRoundTripTime']);
  const quality: Quality = { bars: bars(roundTrip, share(before, counters)), relayed: local?.['candidateType'] === 'relay' };
  return { quality, counters };
}

/** Which part of the packets since then was lost. */
function share(before: Counters, now: Counters): number {
  const lost = Math.max(0, now.lost - before.lost);
  const all = lost + Math.max(0, now.received - before.received);
  return all === 0 ? 0 : lost / all;
}

/** The steps at which people begin to notice: delay in talking over each other, loss in torn words. */
function bars(roundTripSeconds: number, lostShare: number): Quality['bars'] {
  if (roundTripSeconds > 0.6 || lostShare > 0.15) return 1;
  if (roundTripSeconds > 0.35 || lostShare > 0.06) return 2;
  if (roundTripSeconds > 0.18 || lostShare > 0.02) return 3;
  return 4;
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
