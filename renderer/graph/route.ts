/** Lines through the points of their way, bent as if they were led by hand. */
import type { Point } from "./geometry.ts";

/** What draws a line: a `CanvasPath`, or what writes one down. */
export interface Pen {
  readonly moveTo: (x: number, y: number) => void;
  readonly lineTo: (x: number, y: number) => void;
  readonly bezierCurveTo: (x1: number, y1: number, x2: number, y2: number, x: number, y: number) => void;
}

/**
 * Leaves and reaches every point level: between two points of equal height a straight line, else an S. Points on the way
 * that a straight line passes anyway are left out.
 */
export const drawRoute = (pen: Pen, points: readonly Point[]): void => {
  const [start, ...others] = withoutStraight(points);
  if (start === undefined) return;
  pen.moveTo(start.x, start.y);
  let from = start;
  for (const to of others) {
    const half = (from.x + to.x) / 2;
    if (Math.abs(to.y - from.y) < 0.5) pen.lineTo(to.x, to.y);
    else pen.bezierCurveTo(half, from.y, half, to.y, to.x, to.y);
    from = to;
  }
};

/** Where a label stands best: in the middle of the longest stretch. */
export const middleOf = (points: readonly Point[]): Point => {
  let longest = -1;
  let middle: Point = points[0] ?? { x: 0, y: 0 };
  points.forEach((to, index) => {
    const from = points[index - 1];
    if (from === undefined) return;
    const length = Math.abs(to.x - from.x);
    if (length <= longest) return;
    longest = length;
    middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  });
  return middle;
};

/** As SVG takes it. */
export const svgPath = (points: readonly Point[]): string => {
  let path = "";
  const text = (...numbers: readonly number[]): string => numbers.map((n) => Number(n.toFixed(1))).join(" ");
  const add = (command: string): void => {
    path += `${path === "" ? "" : " "}${command}`;
  };
  drawRoute(
    {
      moveTo: (x, y) => add(`M ${text(x, y)}`),
      lineTo: (x, y) => add(`L ${text(x, y)}`),
      bezierCurveTo: (x1, y1, x2, y2, x, y) => add(`C ${text(x1, y1)} ${text(x2, y2)} ${text(x, y)}`),
    },
    points,
  );
  return path;
};

const withoutStraight = (points: readonly Point[]): readonly Point[] =>
  points.filter((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined || after === undefined) return true;
    return Math.abs(before.y - point.y) >= 0.5 || Math.abs(after.y - point.y) >= 0.5;
  });
