// Tells when an element comes into view and when it has gone.
import type { Attachment } from 'svelte/attachments';

/** Calls `come` when the element is in view; what `come` returns is called when it has gone. */
export function seen(come: () => void | (() => void)): Attachment {
  return (element) => {
    let gone: void | (() => void);
    let isSeen = false;
    const observer = new IntersectionObserver((entries) => {
      const isIn = entries.at(-1)?.isIntersecting ?? false;
      if (isIn === isSeen) return;
      isSeen = isIn;
      if (isIn) gone = come();
      else gone?.();
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      if (isSeen) gone?.();
    };
  };
}
