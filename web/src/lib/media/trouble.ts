// Why camera or microphone could not be had, and how one can go on without them.

/** What went wrong, in the words of the dialog that explains it. */
export type Trouble =
  /** Nothing is plugged in. */
  | 'absent'
  /** Something that has no better name. */
  | 'failed'
  /** Another program holds the device. */
  | 'in_use'
  /** The page did not come over HTTPS, where browsers give out no devices. */
  | 'insecure'
  /** The person, or her system, said no. */
  | 'refused'
  /** The browser cannot make calls at all. */
  | 'unsupported';

/** A failure of `getUserMedia` by its name (Media Capture and Streams, section 10.2). */
export function troubleOf(error: unknown): Trouble {
  switch (nameOf(error)) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'absent';
    case 'NotReadableError':
    case 'AbortError':
      return 'in_use';
    default:
      return 'failed';
  }
}

/** Whether asking again can help without leaving the page. */
export function canTryAgain(trouble: Trouble): boolean {
  return trouble !== 'insecure' && trouble !== 'unsupported';
}

/** With what one can still take part, best first. */
export function waysOn(trouble: Trouble, wanted: 'video' | 'voice' | 'watch'): ('voice' | 'watch')[] {
  if (trouble === 'unsupported' || wanted === 'watch') return [];
  return trouble === 'insecure' || wanted === 'voice' ? ['watch'] : ['voice', 'watch'];
}

function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
}
