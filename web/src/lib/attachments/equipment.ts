// What files need of the browser beyond the seam of the client: pictures, films, sound, recorders, downloads.
import type { Fetch } from './http-door';
import type { Alone } from './uploads.svelte';

/** What is known of a picture or a film after looking into it. */
export interface Looked {
  readonly width: number;
  readonly height: number;
  readonly seconds?: number;
}

export interface Equipment {
  readonly fetch: Fetch;
  readonly alone: Alone;
  objectUrl(blob: Blob): string;
  releaseUrl(url: string): void;
  /** The pixels of a picture, upright; rejects when the browser cannot read it. */
  lookAtPicture(blob: Blob): Promise<Looked>;
  /** The picture as a JPEG whose longer side has at most `side` pixels. */
  shrink(blob: Blob, side: number): Promise<Blob>;
  /** Pixels, length and an early picture of a film; rejects when the browser cannot play it. */
  lookAtFilm(blob: Blob): Promise<Looked & { poster?: Blob }>;
  /** Absent where the browser cannot record. */
  readonly createRecorder: ((stream: MediaStream, options: MediaRecorderOptions) => MediaRecorder) | undefined;
  canRecord(type: string): boolean;
  createAudio(): HTMLAudioElement;
  /** Puts a file into the person's downloads. */
  save(url: string, name: string): void;
}

const JPEG = { type: 'image/jpeg', quality: 0.85 };
/** A film that tells nothing about itself in this time is taken as it is. */
const FILM_PATIENCE_MS = 8_000;
const POSTER_SIDE = 960;

/** The equipment of this page. */
export function windowEquipment(): Equipment {
  return {
    fetch: (path, init) => fetch(path, init),
    alone: async (name, work) => {
      // Absent on plain HTTP, where two pages send the same upload and the house takes each byte once.
      const locks = navigator.locks as LockManager | undefined;
      if (locks) await locks.request(name, work);
      else await work();
    },
    objectUrl: (blob) => URL.createObjectURL(blob),
    releaseUrl: (url) => URL.revokeObjectURL(url),
    lookAtPicture: async (blob) => {
      const bitmap = await createImageBitmap(blob);
      const { width, height } = bitmap;
      bitmap.close();
      return { width, height };
    },
    shrink,
    lookAtFilm,
    createRecorder: typeof MediaRecorder === 'function' ? (stream, options) => new MediaRecorder(stream, options) : undefined,
    canRecord: (type) => typeof MediaRecorder === 'function' && MediaRecorder.isTypeSupported(type),
    createAudio: () => new Audio(),
    save: (url, name) => {
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
    },
  };
}

async function shrink(blob: Blob, side: number): Promise<Blob> {
  const bitmap = await createImageBitmap(blob);
  try {
    return await drawn(bitmap, bitmap.width, bitmap.height, side);
  } finally {
    bitmap.close();
  }
}

/** JPEG knows no transparency: what shows through is white, as most pages are. */
async function drawn(source: CanvasImageSource, width: number, height: number, side: number): Promise<Blob> {
  const scale = Math.min(1, side / Math.max(width, height, 1));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser draws nothing');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob(JPEG);
}

async function lookAtFilm(blob: Blob): Promise<Looked & { poster?: Blob }> {
  const url = URL.createObjectURL(blob);
  const film = document.createElement('video');
  try {
    film.muted = true;
    film.playsInline = true;
    film.preload = 'auto';
    film.src = url;
    await happened(film, 'loadeddata');
    const { videoWidth: width, videoHeight: height, duration } = film;
    const seconds = Number.isFinite(duration) ? duration : undefined;
    // The very first picture is black in many films.
    film.currentTime = Math.min(1, (seconds ?? 0) / 4);
    await happened(film, 'seeked');
    const poster = await drawn(film, width, height, POSTER_SIDE).catch(() => undefined);
    return { width, height, ...(seconds === undefined ? {} : { seconds }), ...(poster ? { poster } : {}) };
  } finally {
    film.removeAttribute('src');
    film.load();
    URL.revokeObjectURL(url);
  }
}

function happened(film: HTMLVideoElement, event: 'loadeddata' | 'seeked'): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the film tells nothing')), FILM_PATIENCE_MS);
    film.addEventListener(event, () => (clearTimeout(late), resolve()), { once: true });
    film.addEventListener('error', () => (clearTimeout(late), reject(new Error('the film cannot be played'))), { once: true });
  });
}
