// The words that two pages of a call exchange over a data channel of their own, so that they understand each other
// while the house is away.

/** What can be said. */
export type Word =
  /** Which of the speaker's devices are on. */
  | { word: 'state'; microphone: boolean; camera: boolean }
  /** A description or a candidate, while the house cannot carry it. */
  | { word: 'signal'; description?: RTCSessionDescriptionInit; candidate?: RTCIceCandidateInit }
  /** The speaker hangs up. */
  | { word: 'bye' };

/** Both ends open the channel under this number, without asking each other (RFC 8831 section 6.2). */
export const CHANNEL: RTCDataChannelInit & { label: string } = { label: 'teahouse', negotiated: true, id: 0, ordered: true };

/** A description with many candidates is some ten kilobytes; nothing honest is longer than this. */
const MAX_LENGTH = 262_144;

/** A word as it goes over the channel. */
export function encode(word: Word): string {
  return JSON.stringify(word);
}

/** A word as it came; `null` for anything that is none. */
export function decode(data: unknown): Word | null {
  if (typeof data !== 'string' || data.length > MAX_LENGTH) return null;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  if (!isRecord(value)) return null;
  switch (value['word']) {
    case 'bye':
      return { word: 'bye' };
    case 'state':
      return { word: 'state', microphone: value['microphone'] === true, camera: value['camera'] === true };
    case 'signal':
      return signal(value['description'], value['candidate']);
    default:
      return null;
  }
}

function signal(description: unknown, candidate: unknown): Word | null {
  if (isDescription(description)) return { word: 'signal', description };
  if (isRecord(candidate) && typeof candidate['candidate'] === 'string') return { word: 'signal', candidate };
  return null;
}

function isDescription(value: unknown): value is RTCSessionDescriptionInit {
  return isRecord(value) && (value['type'] === 'offer' || value['type'] === 'answer') && typeof value['sdp'] === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
