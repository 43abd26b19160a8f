// What is said when the door, or the account, refuses: one text for each code that a person can do something about.
import type { MessageKey } from '../i18n/catalogue';

const KNOWN = ['bad_handle', 'bad_name', 'bad_password', 'closed', 'handle_taken', 'name_taken', 'no_invite', 'no_reset', 'unreachable', 'wrong_password'] as const;

/** The text for the code of a refusal. Whether a handle is unknown or its password wrong is nobody's business. */
export function troubleKey(code: string): MessageKey {
  const known = KNOWN.find((each) => each === code);
  return known === undefined ? 'account.error.other' : `account.error.${known}`;
}

/** Which box of a form the refusal is about; `undefined`: the whole of it. */
export function fieldOf(code: string): 'handle' | 'name' | 'password' | 'invite' | undefined {
  switch (code) {
    case 'bad_handle':
    case 'handle_taken':
      return 'handle';
    case 'bad_name':
    case 'name_taken':
      return 'name';
    case 'bad_password':
      return 'password';
    case 'no_invite':
      return 'invite';
    default:
      return undefined;
  }
}
