// Where the call window floats: always whole within the page, whatever is dragged, typed or resized.

/** A place in CSS pixels. */
export type Rect = { x: number; y: number; width: number; height: number };
/** The page. */
export type Size = { width: number; height: number };

/** No smaller: the buttons have to fit. */
export const SMALLEST: Size = { width: 280, height: 200 };
/** Pages up to this width show one pane, and dock the window on top of it. */
export const DOCK_UP_TO = 720;

const MARGIN = 8;
const STEP = 24;

/** Where a window appears that nobody has moved: top right, beside the conversation's head. */
export function firstPlace(page: Size): Rect {
  const width = Math.min(372, page.width - 2 * MARGIN);
  return within({ x: page.width - width - 36, y: 92, width, height: 304 }, page);
}

/** Whether the page is too narrow for a floating window. */
export function isDocked(page: Size): boolean {
  return page.width <= DOCK_UP_TO;
}

/** `rect`, shrunk and moved so that all of it is on the page. */
export function within(rect: Rect, page: Size): Rect {
  const width = clamp(rect.width, SMALLEST.width, Math.max(SMALLEST.width, page.width - 2 * MARGIN));
  const height = clamp(rect.height, SMALLEST.height, Math.max(SMALLEST.height, page.height - 2 * MARGIN));
  return {
    x: clamp(rect.x, MARGIN, Math.max(MARGIN, page.width - width - MARGIN)),
    y: clamp(rect.y, MARGIN, Math.max(MARGIN, page.height - height - MARGIN)),
    width,
    height,
  };
}

/** The window moved by so much. */
export function moved(rect: Rect, dx: number, dy: number, page: Size): Rect {
  return within({ ...rect, x: rect.x + dx, y: rect.y + dy }, page);
}

/** The window's lower right corner moved by so much; the upper left one stays. */
export function resized(rect: Rect, dx: number, dy: number, page: Size): Rect {
  const width = clamp(rect.width + dx, SMALLEST.width, Math.max(SMALLEST.width, page.width - rect.x - MARGIN));
  const height = clamp(rect.height + dy, SMALLEST.height, Math.max(SMALLEST.height, page.height - rect.y - MARGIN));
  return within({ ...rect, width, height }, page);
}

/** By how much an arrow key moves; `null` for any other key. */
export function keyStep(key: string): { dx: number; dy: number } | null {
  switch (key) {
    case 'ArrowLeft':
      return { dx: -STEP, dy: 0 };
    case 'ArrowRight':
      return { dx: STEP, dy: 0 };
    case 'ArrowUp':
      return { dx: 0, dy: -STEP };
    case 'ArrowDown':
      return { dx: 0, dy: STEP };
    default:
      return null;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
