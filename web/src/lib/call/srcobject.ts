// Puts a stream into a media element, for as long as the element stands there.

import type { Attachment } from 'svelte/attachments';

/** Plays `stream`. */
export function playing(stream: MediaStream | null): Attachment<HTMLVideoElement> {
  return (video) => {
    video.srcObject = stream;
    return () => {
      video.srcObject = null;
    };
  };
}

/** Plays through the chosen speaker, where the browser lets a page choose. */
export function through(speaker: string): Attachment<HTMLVideoElement> {
  return (video) => {
    // The speaker may have gone; the system's own is used then.
    if ('setSinkId' in video) void video.setSinkId(speaker).catch(() => undefined);
  };
}
