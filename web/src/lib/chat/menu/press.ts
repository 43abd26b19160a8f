// Asks for a message's menu in all the ways people know: right button, menu key, long press.
import type { Attachment } from 'svelte/attachments';
import type { Browser, Stop } from '../../browser';

/** A point of the window. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Long enough not to be a tap, shorter than what phones call a long press, so that ours comes first. */
const LONG_PRESS_MS = 420;
/** A finger that moves farther scrolls. */
const STILL_PX = 10;

/** Calls `open` with where the menu was asked for. Links keep the browser's own menu, and so does selected text. */
export function menuPress(browser: Pick<Browser, 'after' | 'document'>, open: (at: Point) => void): Attachment<HTMLElement> {
  return (element) => {
    let waiting: Stop | undefined;
    let start: Point = { x: 0, y: 0 };
    const cancel = () => {
      waiting?.();
      waiting = undefined;
    };
    const onpointerdown = (event: PointerEvent) => {
      if (event.pointerType !== 'touch' || !event.isPrimary) return;
      start = { x: event.clientX, y: event.clientY };
      cancel();
      waiting = browser.after(LONG_PRESS_MS, () => {
        waiting = undefined;
        open(start);
      });
    };
    const onpointermove = (event: PointerEvent) => {
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > STILL_PX) cancel();
    };
    const oncontextmenu = (event: MouseEvent) => {
      const isTouch = (event as PointerEvent).pointerType === 'touch';
      if (!isTouch && keepsItsOwn(event, browser.document)) return;
      event.preventDefault();
      // A finger has opened it already, or will when its time is up.
      if (isTouch) return;
      const isKey = event.clientX === 0 && event.clientY === 0;
      const box = element.getBoundingClientRect();
      open(isKey ? { x: box.left + box.width / 2, y: box.top + box.height / 2 } : { x: event.clientX, y: event.clientY });
    };
    const heard = { pointerdown: onpointerdown, pointermove: onpointermove, pointerup: cancel, pointercancel: cancel, contextmenu: oncontextmenu };
    for (const [type, listener] of Object.entries(heard)) element.addEventListener(type, listener as EventListener);
    return () => {
      cancel();
      for (const [type, listener] of Object.entries(heard)) element.removeEventListener(type, listener as EventListener);
    };
  };
}

function keepsItsOwn(event: MouseEvent, document: Document): boolean {
  const isLink = (event.target as Element | null)?.closest?.('a, input, textarea, video, audio') != null;
  const isSelected = (document.getSelection?.()?.toString() ?? '') !== '';
  return isLink || isSelected;
}
