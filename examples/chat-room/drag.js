// A window that follows the pointer by its handle and never leaves the screen.
'use strict';

function makeDraggable(element, handle) {
  handle.addEventListener('pointerdown', (down) => {
    const { left, top } = element.getBoundingClientRect();
    handle.setPointerCapture(down.pointerId);
    const move = ({ clientX, clientY }) => {
      const within = (value, most) => `${Math.max(0, Math.min(value, most))}px`;
      element.style.left = within(left + clientX - down.clientX, innerWidth - element.offsetWidth);
      element.style.top = within(top + clientY - down.clientY, innerHeight - element.offsetHeight);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', () => handle.removeEventListener('pointermove', move), { once: true });
  });
}
