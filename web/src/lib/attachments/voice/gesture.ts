// What a press on the record button means: hold to talk, slide away to give up, or one press to begin and one to end. Pure.

/** A shorter press is not holding but a click. */
export const HOLD_MS = 350;
/** So far to the left gives up. */
export const AWAY_PX = 80;

/** idle; held: recording while pressed; free: recording until the next press. */
export type Gesture = { is: 'idle' } | { is: 'held'; since: number; fromX: number; isAway: boolean } | { is: 'free' };

/** What has to be done. */
export type Deed = 'start' | 'finish' | 'cancel' | undefined;

export const IDLE: Gesture = { is: 'idle' };

/** The button is pressed with a pointer. */
export function pressed(gesture: Gesture, now: number, x: number): [Gesture, Deed] {
  if (gesture.is === 'free') return [IDLE, 'finish'];
  return [{ is: 'held', since: now, fromX: x, isAway: false }, 'start'];
}

/** The pointer moves while it is pressed. */
export function dragged(gesture: Gesture, x: number): Gesture {
  if (gesture.is !== 'held') return gesture;
  const isAway = gesture.fromX - x >= AWAY_PX;
  return isAway === gesture.isAway ? gesture : { ...gesture, isAway };
}

/** The pointer is let go. */
export function released(gesture: Gesture, now: number): [Gesture, Deed] {
  if (gesture.is !== 'held') return [gesture, undefined];
  if (gesture.isAway) return [IDLE, 'cancel'];
  return now - gesture.since < HOLD_MS ? [{ is: 'free' }, undefined] : [IDLE, 'finish'];
}

/** The button is pressed by keyboard or by a program for those who cannot see. */
export function keyed(gesture: Gesture): [Gesture, Deed] {
  return gesture.is === 'idle' ? [{ is: 'free' }, 'start'] : [IDLE, 'finish'];
}
