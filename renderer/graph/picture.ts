/** What is drawn with its places, ready to be found by id, by point and by part. */
import { around, contains, isNear, type Point, type Rect } from "./geometry.ts";
import type { Ghosts } from "./ghosts.ts";
import { type Drawn, type DrawnEdge, type DrawnNode, sizes } from "./model.ts";
import { directRoute, type Places } from "./places.ts";
import { drawRoute, middleOf } from "./route.ts";

export interface Placed {
  readonly node: DrawnNode;
  readonly rect: Rect;
}

export interface Line {
  readonly edge: DrawnEdge;
  readonly bounds: Rect;
  readonly path: Path2D;
  readonly middle: Point;
  /** Its arrival, where it leads against the reading direction; to be marked there. */
  readonly backTip: Point | undefined;
}

export interface Picture {
  readonly drawn: Drawn;
  readonly places: Places;
  /** Frames before what is in them. */
  readonly placed: readonly Placed[];
  readonly byId: ReadonlyMap<string, Placed>;
  readonly lines: readonly Line[];
  readonly lineOf: ReadonlyMap<string, Line>;
  readonly bounds: Rect;
}

const nothing: Rect = { x: 0, y: 0, width: 1, height: 1 };

export const pictureOf = (drawn: Drawn, places: Places, ghosts: Ghosts): Picture => {
  const placed = [
    ...drawn.nodes.flatMap((node): Placed[] => {
      const rect = places.rects.get(node.id);
      return rect === undefined ? [] : [{ node, rect }];
    }),
    ...ghosts.nodes,
  ];
  const byId = new Map(placed.map((each) => [each.node.id, each]));
  const lines = [
    ...drawn.edges.flatMap((edge) => lineAlong(edge, places.routes.get(edge.id))),
    ...ghosts.edges.flatMap((edge) => lineBetween(edge, byId)),
  ];
  return {
    drawn,
    places,
    placed,
    byId,
    lines,
    lineOf: new Map(lines.map((line) => [line.edge.id, line])),
    bounds: around(placed.map(({ rect }) => rect)) ?? nothing,
  };
};

/** Paths that were made once; a picture whose counts changed has the same ways. */
const paths = new WeakMap<readonly Point[], Omit<Line, "edge">>();

const lineAlong = (edge: DrawnEdge, points: readonly Point[] | undefined): readonly Line[] => {
  if (points === undefined || points.length < 2) return [];
  let shape = paths.get(points);
  if (shape === undefined) {
    const path = new Path2D();
    drawRoute(path, points);
    const first = points[0] ?? { x: 0, y: 0 };
    const last = points.at(-1) ?? first;
    const bounds = around(points.map((point) => ({ ...point, width: 0, height: 0 }))) ?? nothing;
    shape = { path, bounds, middle: middleOf(points), backTip: last.x <= first.x ? last : undefined };
    paths.set(points, shape);
  }
  return [{ edge, ...shape }];
};

/** A line that has no way of its own: from an open folder to another, from a holder to a ghost. */
export const lineBetween = (edge: DrawnEdge, byId: Picture["byId"]): readonly Line[] => {
  const from = byId.get(edge.from);
  const to = byId.get(edge.to);
  if (from === undefined || to === undefined) return [];
  const rects = new Map([
    [edge.from, from.rect],
    [edge.to, to.rect],
  ]);
  return lineAlong(edge, directRoute(rects, from.node, to.node, edge.row));
};

export const isFrame = (node: DrawnNode): boolean => node.kind === "folder" && node.isOpen;

export interface Hit extends Placed {
  /** The function whose row it is. */
  readonly row?: string;
}

/** What stands at a point; of an open folder only its title counts. */
export const hitAt = ({ placed }: Picture, point: Point): Hit | undefined => {
  const found = placed.findLast(
    ({ node, rect }) => contains(rect, point) && (!isFrame(node) || point.y <= rect.y + sizes.title),
  );
  if (found?.node.kind !== "module") return found;
  const row = found.node.rows[Math.floor((point.y - found.rect.y - sizes.head) / sizes.row)];
  return row === undefined ? found : { ...found, row: row.name };
};

/** The card to go to from one, with an arrow key: what a line leads to before what only lies in that direction. */
export const neighbourTowards = (
  { placed, byId, lines }: Picture,
  from: string,
  direction: "left" | "right" | "up" | "down",
): Placed | undefined => {
  const start = byId.get(from);
  if (start === undefined) return placed[0];
  const joined = new Set<string>();
  for (const { edge } of lines) {
    if (edge.from === from) joined.add(edge.to);
    if (edge.to === from) joined.add(edge.from);
  }
  const level = direction === "left" || direction === "right";
  let best: Placed | undefined;
  let least = Infinity;
  for (const other of placed) {
    if (other === start) continue;
    const along = distanceAlong(start, other, direction);
    if (along <= 1) continue;
    const aside = level ? Math.abs(topOf(other) - topOf(start)) : Math.abs(other.rect.x - start.rect.x);
    const cost = along + 2.5 * aside - (level && joined.has(other.node.id) ? 1500 : 0);
    if (cost >= least) continue;
    least = cost;
    best = other;
  }
  return best;
};

const topOf = ({ rect }: Placed): number => rect.y + Math.min(rect.height, sizes.head) / 2;

const distanceAlong = (from: Placed, to: Placed, direction: "left" | "right" | "up" | "down"): number => {
  switch (direction) {
    case "left":
      return from.rect.x - to.rect.x;
    case "right":
      return to.rect.x - from.rect.x;
    case "up":
      return topOf(from) - topOf(to);
    case "down":
      return topOf(to) - topOf(from);
    default:
      return direction satisfies never;
  }
};

export const partIn = <T>(all: readonly T[], rectOf: (each: T) => Rect, window: Rect): readonly T[] =>
  all.filter((each) => isNear(rectOf(each), window, 0));
