import type { Drawing, Shape } from "../../electron/engine/summary.ts";

/** The stage's own units; `plugins/graft.d.ts` promises them to authors. */
export const stageWidth = 1000;
export const stageHeight = 600;

/** Where the stage lies on a canvas of the given size: as large as fits, in the middle. */
export const letterbox = (
  width: number,
  height: number,
): { readonly scale: number; readonly left: number; readonly top: number } => {
  const scale = Math.min(width / stageWidth, height / stageHeight);
  return { scale, left: (width - stageWidth * scale) / 2, top: (height - stageHeight * scale) / 2 };
};

/** The colour behind everything: that of the highest layer that names one. */
export const backgroundOf = (drawings: readonly Drawing[]): string | undefined =>
  inOrder(drawings).findLast((drawing) => drawing.background !== undefined)?.background;

export const inOrder = (drawings: readonly Drawing[]): readonly Drawing[] =>
  drawings.toSorted((a, b) => a.layer - b.layer || (a.module < b.module ? -1 : 1));

/** Draws all of it, clipped to the stage. The canvas is `width` × `height` device pixels. */
export const drawStage = (
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  drawings: readonly Drawing[],
): void => {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  const { scale, left, top } = letterbox(width, height);
  context.save();
  context.setTransform(scale, 0, 0, scale, left, top);
  context.beginPath();
  context.rect(0, 0, stageWidth, stageHeight);
  context.clip();
  const background = backgroundOf(drawings);
  if (background !== undefined) {
    context.fillStyle = background;
    context.fillRect(0, 0, stageWidth, stageHeight);
  }
  for (const drawing of inOrder(drawings)) for (const shape of drawing.shapes) drawShape(context, shape);
  context.restore();
};

const drawShape = (context: CanvasRenderingContext2D, shape: Shape): void => {
  context.globalAlpha = shape.alpha ?? 1;
  switch (shape.kind) {
    case "circle":
      context.beginPath();
      context.arc(shape.x, shape.y, Math.max(shape.r, 0), 0, Math.PI * 2);
      paint(context, shape);
      return;
    case "rect":
      context.beginPath();
      if (shape.r === undefined) context.rect(shape.x, shape.y, shape.w, shape.h);
      else context.roundRect(shape.x, shape.y, shape.w, shape.h, Math.max(shape.r, 0));
      paint(context, shape);
      return;
    case "line":
      context.beginPath();
      context.moveTo(shape.x1, shape.y1);
      context.lineTo(shape.x2, shape.y2);
      paint(context, { stroke: "#fff", ...shape });
      return;
    case "path":
      tracePath(context, shape.points, shape.closed === true);
      paint(context, shape);
      return;
    case "text":
      context.font = `${shape.size ?? 16}px ${shape.mono === true ? '"JetBrains Mono Variable"' : '"Inter Variable"'}, sans-serif`;
      context.textAlign = shape.align ?? "left";
      context.textBaseline = "alphabetic";
      context.fillStyle = shape.fill ?? "#fff";
      context.fillText(shape.text, shape.x, shape.y);
      return;
    default:
      shape satisfies never;
  }
};

const tracePath = (context: CanvasRenderingContext2D, points: readonly number[], closed: boolean): void => {
  context.beginPath();
  for (let index = 0; index + 1 < points.length; index += 2) {
    context.lineTo(points[index] ?? 0, points[index + 1] ?? 0);
  }
  if (closed) context.closePath();
};

const paint = (
  context: CanvasRenderingContext2D,
  { fill, stroke, width }: { readonly fill?: string; readonly stroke?: string; readonly width?: number },
): void => {
  if (fill !== undefined) {
    context.fillStyle = fill;
    context.fill();
  }
  if (stroke !== undefined) {
    context.strokeStyle = stroke;
    context.lineWidth = width ?? 1;
    context.lineCap = "round";
    context.lineJoin = "round";
    context.stroke();
  }
};
