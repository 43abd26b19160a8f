// Brings the picture of a person or a group into the house: made small here, so that a photo of a phone takes no time.
import type { Equipment } from '../attachments/equipment';
import { Refusal, Unanswered } from '../connection/types';

const PATH = '/api/v1/pictures';
/** Sharp at twice the largest size at which faces are shown. */
const SIDE = 1_024;

/** The id of the file that the house made of `picture`. Rejects when it cannot be read, or brought. */
export async function bringPortrait({ shrink, fetch }: Pick<Equipment, 'fetch' | 'shrink'>, picture: Blob): Promise<string> {
  const body = await shrink(picture, SIDE);
  let response: Response;
  try {
    response = await fetch(PATH, { method: 'POST', credentials: 'same-origin', headers: { 'content-type': body.type }, body });
  } catch {
    throw new Unanswered('disconnected');
  }
  const said = (await response.json().catch(() => ({}))) as { file?: { id: string }; code?: string; message?: string };
  if (!response.ok || !said.file) throw new Refusal(said.code ?? 'other', said.message ?? '');
  return said.file.id;
}
