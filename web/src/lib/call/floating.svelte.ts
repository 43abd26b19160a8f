// A window that floats in the page: dragged, resized, moved by keys, kept within the page.

import type { Browser, Stop } from '../browser';
import { firstPlace, isDocked, keyStep, moved, type Rect, resized, type Size, within } from './placement';

/** What a drag or a key does. */
export type Deed = 'move' | 'resize';

type Surroundings = Pick<Browser, 'viewport' | 'onResize'>;

/** One floating window. */
export class Floating {
  /** Whether somebody is dragging. */
  isMoving = $state(false);

  readonly #browser: Surroundings;
  #page = $state.raw<Size>({ width: 0, height: 0 });
  #rect = $state.raw<Rect>({ x: 0, y: 0, width: 0, height: 0 });

  constructor(browser: Surroundings) {
    this.#browser = browser;
    this.#page = browser.viewport();
    this.#rect = firstPlace(this.#page);
  }

  /** Whether the page is too narrow to float in. */
  get isDocked(): boolean {
    return isDocked(this.#page);
  }

  /** The place as CSS writes it. */
  get style(): { left: string; top: string; width: string; height: string } {
    if (this.isDocked) return { left: '0', top: '0', width: '100%', height: 'min(40dvh, 320px)' };
    const { x, y, width, height } = within(this.#rect, this.#page);
    return { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` };
  }

  /** Follows the size of the page. */
  watch(): Stop {
    return this.#browser.onResize(() => (this.#page = this.#browser.viewport()));
  }

  /** A pointer went down on what moves or resizes the window. */
  drag(event: PointerEvent, deed: Deed): void {
    const { currentTarget: grip, target, pointerId, clientX, clientY, button } = event;
    if (this.isDocked || button !== 0 || !(grip instanceof HTMLElement)) return;
    const isOnButton = target instanceof Element && target.closest('button, select, label') !== null;
    if (deed === 'move' && isOnButton && !(target instanceof Element && target.closest('.handle'))) return;
    if (grip.ownerDocument.fullscreenElement) return;
    const start = within(this.#rect, this.#page);
    const follow = ({ clientX: x, clientY: y }: PointerEvent) => {
      this.isMoving = true;
      this.#rect = this.#changed(start, deed, x - clientX, y - clientY);
    };
    const stop = () => {
      this.isMoving = false;
      grip.removeEventListener('pointermove', follow);
      grip.removeEventListener('pointerup', stop);
      grip.removeEventListener('pointercancel', stop);
    };
    grip.setPointerCapture(pointerId);
    grip.addEventListener('pointermove', follow);
    grip.addEventListener('pointerup', stop);
    grip.addEventListener('pointercancel', stop);
  }

  /** A key went down on the grip. */
  press(event: KeyboardEvent, deed: Deed): void {
    const step = keyStep(event.key);
    if (!step) return;
    event.preventDefault();
    this.#rect = this.#changed(within(this.#rect, this.#page), deed, step.dx, step.dy);
  }

  #changed(from: Rect, deed: Deed, dx: number, dy: number): Rect {
    return deed === 'move' ? moved(from, dx, dy, this.#page) : resized(from, dx, dy, this.#page);
  }
}
