// The door for files over HTTP, as docs/protocols/files.md says: uploads by offset, files by their address.
import { Refusal, Unanswered } from '../connection/types';
import type { FileDoor, Limits, Standing, Wish } from './door';

const PATH = '/api/v1/files';

/** Where a file is. */
export function fileUrl(file: string): string {
  return `${PATH}/${encodeURIComponent(file)}`;
}

/** Where the small picture of a file is. */
export function thumbUrl(file: string): string {
  return `${fileUrl(file)}/thumbnail`;
}

/** The part of `fetch` that is used. */
export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

/** The door of this house. `limits` asks over the socket, where the house tells them. */
export function httpDoor(fetch: Fetch, limits: () => Promise<Limits>): FileDoor {
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...init });
    } catch {
      throw new Unanswered('disconnected');
    }
    if (response.ok) return response;
    throw await refusal(response);
  };
  const uploadUrl = (upload: string) => `${fileUrl(upload)}/upload`;
  return {
    limits,
    async begin(wish, signal) {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(bodyOf(wish)), signal };
      const { id, offset } = (await (await ask(PATH, init)).json()) as { id: string; offset: number };
      return { upload: id, offset };
    },
    look: async (upload, signal) => standing(await ask(uploadUrl(upload), { method: 'GET', signal }), 0),
    async put(upload, offset, chunk, signal) {
      const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) };
      return standing(await ask(uploadUrl(upload), { method: 'PATCH', headers, body: chunk, signal }), offset + chunk.size);
    },
    async poster(file, picture, signal) {
      await ask(thumbUrl(file), { method: 'PUT', headers: { 'content-type': picture.type }, body: picture, signal });
    },
    drop: async (upload) => void (await ask(uploadUrl(upload), { method: 'DELETE' })),
    async exists(url) {
      try {
        await ask(url, { method: 'HEAD' });
        return true;
      } catch (reason) {
        return !(reason instanceof Refusal);
      }
    },
    async read(url, onProgress, signal) {
      const response = await ask(url, { method: 'GET', signal });
      return drained(response, onProgress);
    },
  };
}

function bodyOf({ name, type, size, width, height, seconds, bars }: Wish): unknown {
  const duration_ms = seconds === undefined ? undefined : Math.round(seconds * 1000);
  if (bars) return { name, type, size, voice: { duration_ms, waveform: bars } };
  if (width && height && duration_ms) return { name, type, size, video: { duration_ms, width, height } };
  return { name, type, size };
}

async function standing(response: Response, assumed: number): Promise<Standing> {
  if (response.status === 204) return { offset: Number(response.headers.get('upload-offset') ?? assumed) };
  const { offset, file } = (await response.json()) as { offset?: number; file?: { id: string } };
  return { offset: offset ?? assumed, ...(file ? { file: file.id } : {}) };
}

/** An answer that is no refusal of the house, such as a proxy's own page, counts as none. */
async function refusal(response: Response): Promise<Refusal | Unanswered> {
  if (response.status === 404 && response.body === null) return new Refusal('not_found', '');
  try {
    const { code, message, retry_after_ms, retry_after } = (await response.json()) as Record<string, unknown>;
    if (typeof code !== 'string') return new Unanswered('disconnected');
    const ms = typeof retry_after_ms === 'number' ? retry_after_ms : typeof retry_after === 'number' ? retry_after * 1000 : undefined;
    return new Refusal(code, String(message ?? ''), ms);
  } catch {
    return response.status === 404 || response.status === 410 ? new Refusal('not_found', '') : new Unanswered('disconnected');
  }
}

async function drained(response: Response, onProgress: (bytes: number) => void): Promise<Blob> {
  const reader = response.body?.getReader();
  if (!reader) return response.blob();
  const parts: BlobPart[] = [];
  let has = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value as Uint8Array<ArrayBuffer>);
      onProgress((has += value.length));
    }
  } catch {
    throw new Unanswered('disconnected');
  }
  return new Blob(parts, { type: response.headers.get('content-type') ?? '' });
}
