// Looking closer at a picture: how large it is and where it stands. Pure; the origin is the middle of the stage.

/** The picture is shown `scale` times its fitted size, its middle moved by `x` and `y` pixels. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** The stage and the picture fitted into it, in CSS pixels. */
export interface Stage {
  readonly width: number;
  readonly height: number;
  readonly fittedWidth: number;
  readonly fittedHeight: number;
}

export const FITTED: View = { scale: 1, x: 0, y: 0 };
const MOST = 8;

/** Makes the picture `factor` times larger around a point, which stays where it is. */
export function zoomAt(view: View, factor: number, point: { x: number; y: number }, stage: Stage): View {
  const scale = Math.min(MOST, Math.max(1, view.scale * factor));
  const ratio = scale / view.scale;
  return kept({ scale, x: point.x - (point.x - view.x) * ratio, y: point.y - (point.y - view.y) * ratio }, stage);
}

/** Moves the picture. */
export function moved(view: View, dx: number, dy: number, stage: Stage): View {
  return kept({ ...view, x: view.x + dx, y: view.y + dy }, stage);
}

/** No edge of the picture comes further into the stage than it must. */
function kept({ scale, x, y }: View, stage: Stage): View {
  if (scale === 1) return FITTED;
  const reachX = Math.max(0, (stage.fittedWidth * scale - stage.width) / 2);
  const reachY = Math.max(0, (stage.fittedHeight * scale - stage.height) / 2);
  return { scale, x: clamp(x, reachX), y: clamp(y, reachY) };
}

function clamp(value: number, reach: number): number {
  return Math.min(reach, Math.max(-reach, value)) || 0;
}

/** The size of a picture that is fitted into a room without being made larger than it is. */
export function fitted(natural: { width: number; height: number }, room: { width: number; height: number }): { width: number; height: number } {
  const scale = Math.min(1, room.width / Math.max(1, natural.width), room.height / Math.max(1, natural.height));
  return { width: natural.width * scale, height: natural.height * scale };
}
