// Where something that floats stands: beside what it belongs to, and within the page. Pure.

/** A rectangle of the window; a point is one without size. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** So near it comes to what it belongs to, and to the edges of the page. */
export const GAP_PX = 4;

/** Where something of `size` stands: below `box` from its `side` on, or above it where there is no room below. */
export function beside(box: Box, size: Size, page: Size, side: 'left' | 'right'): { left: number; top: number } {
  const wanted = side === 'left' ? box.left : box.right - size.width;
  const isLow = box.bottom + GAP_PX + size.height > page.height;
  return {
    left: Math.max(GAP_PX, Math.min(wanted, page.width - size.width - GAP_PX)),
    top: isLow ? Math.max(GAP_PX, box.top - GAP_PX - size.height) : box.bottom + GAP_PX,
  };
}
