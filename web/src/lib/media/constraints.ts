// What is asked of camera and microphone.

/** The devices somebody has chosen; empty: the system's choice. */
export type Choice = { microphone: string; camera: string; speaker: string };

/** No choice made. */
export const NO_CHOICE: Choice = { microphone: '', camera: '', speaker: '' };

/** The microphone, cleaned of echo and noise. */
export function microphone(choice: Choice): MediaTrackConstraints {
  return { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...device(choice.microphone) };
}

/** The camera: 720p is what a floating window and a laptop's full screen are well served with. */
export function camera(choice: Choice): MediaTrackConstraints {
  return { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 }, facingMode: 'user', ...device(choice.camera) };
}

/** `ideal`, so that a device that was unplugged since does not stop the call. */
function device(id: string): MediaTrackConstraints {
  return id === '' ? {} : { deviceId: { ideal: id } };
}
