/** Lines through the points that the layout found, bent as if they were led by hand. */
interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Route {
  /** As SVG takes it. */
  readonly path: string;
  /** Where a label stands best. */
  readonly middle: Point;
}

/**
 * Leaves and reaches every point level: between two points of equal height a straight line, else an S. Points on the way
 * that a straight line passes anyway are left out.
 */
export const smoothRoute = (points: readonly Point[]): Route => {
  const [start, ...others] = withoutStraight(points);
  if (start === undefined) return { path: "", middle: { x: 0, y: 0 } };
  let from = start;
  let path = `M ${text(start)}`;
  let longest = -1;
  let middle: Point = start;
  for (const to of others) {
    const half = (from.x + to.x) / 2;
    path +=
      Math.abs(to.y - from.y) < 0.5
        ? ` L ${text(to)}`
        : ` C ${text({ x: half, y: from.y })} ${text({ x: half, y: to.y })} ${text(to)}`;
    const length = Math.abs(to.x - from.x);
    if (length > longest) {
      longest = length;
      middle = { x: half, y: (from.y + to.y) / 2 };
    }
    from = to;
  }
  return { path, middle };
};

const text = ({ x, y }: Point): string => `${Number(x.toFixed(1))} ${Number(y.toFixed(1))}`;

const withoutStraight = (points: readonly Point[]): readonly Point[] =>
  points.filter((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined || after === undefined) return true;
    return Math.abs(before.y - point.y) >= 0.5 || Math.abs(after.y - point.y) >= 0.5;
  });
