// What an answer shows of the message that it answers.
import type { Message, Quote } from '../wire/protocol';
import { plainOf } from './format/blocks';

/** Two lines on a phone. */
const EXCERPT = 120;

/** The quote of a message, as the house would make it. */
export function quoteOf({ id, seq, sender, text, files }: Message): Quote {
  const excerpt = [...plainOf(text ?? '')].slice(0, EXCERPT).join('');
  const file = files?.[0]?.name;
  return { id, seq, sender, ...(excerpt === '' ? {} : { excerpt }), ...(file === undefined ? {} : { file }) };
}
