/** Which part of the drawing is seen, and how large: a point `p` of the drawing stands at `p * k + (x, y)` in the panel. */
import type { Point, Rect } from "./geometry.ts";

export interface Camera {
  readonly x: number;
  readonly y: number;
  /** Panel pixels for each of the drawing's units. */
  readonly k: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const closestZoom = 1.6;
export const farthestZoom = 0.02;

export const toDrawing = ({ x, y, k }: Camera, point: Point): Point => ({ x: (point.x - x) / k, y: (point.y - y) / k });

/** The part of the drawing that is seen, and `margin` panel pixels around it. */
export const seenBy = ({ x, y, k }: Camera, { width, height }: Size, margin = 0): Rect => ({
  x: (-x - margin) / k,
  y: (-y - margin) / k,
  width: (width + 2 * margin) / k,
  height: (height + 2 * margin) / k,
});

/** Shows all of a rectangle, in the middle, not larger than `largest`. */
export const cameraOn = (rect: Rect, { width, height }: Size, largest = 1.1): Camera => {
  const margin = Math.min(width, height) * 0.07;
  const fitting = Math.min(
    (width - 2 * margin) / Math.max(1, rect.width),
    (height - 2 * margin) / Math.max(1, rect.height),
  );
  const k = Math.max(farthestZoom, Math.min(largest, fitting));
  return {
    k,
    x: width / 2 - (rect.x + rect.width / 2) * k,
    y: height / 2 - (rect.y + rect.height / 2) * k,
  };
};

/** Part of the way from one camera to another: the middle moves evenly while the zoom multiplies. */
export const cameraBetween = (from: Camera, to: Camera, size: Size, part: number): Camera => {
  const eased = part * part * (3 - 2 * part);
  const k = from.k * (to.k / from.k) ** eased;
  const middle = { x: size.width / 2, y: size.height / 2 };
  const a = toDrawing(from, middle);
  const b = toDrawing(to, middle);
  // Zooming in, the goal draws near first: else it would leave the picture on the way.
  const along = Math.abs(to.k - from.k) < 1e-6 ? eased : (1 / k - 1 / from.k) / (1 / to.k - 1 / from.k);
  return {
    k,
    x: middle.x - (a.x + (b.x - a.x) * along) * k,
    y: middle.y - (a.y + (b.y - a.y) * along) * k,
  };
};
