// When the next morning begins, for those who do not want to be disturbed before.

const HOUR = 8;

/** Eight o'clock of the reader's own morning after `now`: today's, if it is still night. */
export function morningAfter(now: number): number {
  const morning = new Date(now);
  morning.setHours(HOUR, 0, 0, 0);
  if (morning.getTime() <= now) morning.setDate(morning.getDate() + 1);
  return morning.getTime();
}
