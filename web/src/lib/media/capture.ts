// Opens camera and microphone.

import { type Choice, camera, microphone } from './constraints';
import { type Trouble, troubleOf } from './trouble';

/** What opening needs of the browser. */
export type CaptureDevices = Pick<MediaDevices, 'getUserMedia'>;

/** The tracks, or why there are none. */
export type Captured = { tracks: MediaStreamTrack[] } | { trouble: Trouble };

/** Opens what `join` takes. `devices` is absent where the page did not come over HTTPS. */
export async function capture(
  devices: CaptureDevices | undefined,
  join: 'video' | 'voice' | 'watch',
  choice: Choice,
): Promise<Captured> {
  if (join === 'watch') return { tracks: [] };
  if (!devices) return { trouble: 'insecure' };
  try {
    const stream = await devices.getUserMedia({
      audio: microphone(choice),
      video: join === 'video' && camera(choice),
    });
    return { tracks: stream.getTracks() };
  } catch (error) {
    return { trouble: troubleOf(error) };
  }
}

/** Opens the camera alone, or the microphone alone. */
export async function captureOne(
  devices: CaptureDevices | undefined,
  kind: 'audio' | 'video',
  choice: Choice,
): Promise<Captured> {
  if (!devices) return { trouble: 'insecure' };
  try {
    const wanted = kind === 'audio' ? { audio: microphone(choice) } : { video: camera(choice) };
    const stream = await devices.getUserMedia(wanted);
    return { tracks: stream.getTracks() };
  } catch (error) {
    return { trouble: troubleOf(error) };
  }
}
