/** What is painted, and how it is seen. */
import type { Camera, Size } from "./camera.ts";
import type { Palette } from "./palette.ts";
import type { Picture } from "./picture.ts";

/** On a canvas of the page, or on one of a worker. */
export type Pen = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export interface Sight {
  readonly camera: Camera;
  readonly size: Size;
  /** Pixels of the canvas for each of the panel. */
  readonly ratio: number;
  readonly palette: Palette;
}

export interface Scene extends Sight {
  readonly picture: Picture;
  /** Cards are elements: only lines and frames are painted. */
  readonly isNear: boolean;
  /** What a search found; undefined while nobody searches. */
  readonly matches: ReadonlySet<string> | undefined;
  readonly selected: string | undefined;
}

export const toDrawing = (pen: Pen, { camera: { x, y, k }, ratio }: Pick<Sight, "camera" | "ratio">): void => {
  pen.setTransform(k * ratio, 0, 0, k * ratio, x * ratio, y * ratio);
};

export const toPanel = (pen: Pen, { ratio }: Pick<Sight, "ratio">): void => {
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
};

export const cleared = <P extends Pen>(pen: P): P => {
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.globalAlpha = 1;
  pen.setLineDash([]);
  pen.clearRect(0, 0, pen.canvas.width, pen.canvas.height);
  return pen;
};
