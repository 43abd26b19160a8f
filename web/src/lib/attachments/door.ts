// What the uploads ask of the house, whatever its addresses and headers are.

/** A file that is to be brought in. */
export interface Wish {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly width?: number;
  readonly height?: number;
  readonly seconds?: number;
  /** Loudness of a voice message, 0 to 255; only voice messages have it. */
  readonly bars?: readonly number[];
}

/** How far an upload has come. */
export interface Standing {
  /** The house has this many bytes. */
  readonly offset: number;
  /** The file's name once all of it is there and kept. */
  readonly file?: string;
}

/** What the house allows; what is absent is not known. */
export interface Limits {
  readonly fileBytes?: number;
  /** What is left of this person's share. */
  readonly bytesLeft?: number;
  readonly chunkBytes?: number;
}

/** The door for files. Everything rejects with `Refusal` when the house says no and `Unanswered` when it says nothing. */
export interface FileDoor {
  limits(): Promise<Limits>;
  /** Announces a file; the answer names the upload. */
  begin(wish: Wish, signal: AbortSignal): Promise<{ upload: string } & Standing>;
  /** How much of an upload the house has. */
  look(upload: string, signal: AbortSignal): Promise<Standing>;
  /** Brings the bytes from `offset` on. */
  put(upload: string, offset: number, chunk: Blob, signal: AbortSignal): Promise<Standing>;
  /** Gives a film that is all there its small picture. */
  poster(file: string, picture: Blob, signal: AbortSignal): Promise<void>;
  /** Gives an upload up. The house forgets abandoned ones by itself, so nobody waits for this. */
  drop(upload: string): Promise<void>;
  /** Whether a file is still there. */
  exists(url: string): Promise<boolean>;
  /** Reads a whole file, telling how much has come. */
  read(url: string, onProgress: (bytes: number) => void, signal: AbortSignal): Promise<Blob>;
}
