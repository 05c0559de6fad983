/** The ways of lines between cards: each keeps to the gaps between the cards that stand in its way. Pure. */
import type { Point, Rect } from "./geometry.ts";

/** Cards that stand below each other, with where they leave room. */
interface Column {
  left: number;
  right: number;
  /** Top and bottom of what is taken, ascending, with room around it. */
  readonly taken: { top: number; bottom: number }[];
  /** How many lines pass along each edge of what is taken: they lie side by side. */
  readonly lanes: Map<number, number>;
}

const clearance = 9;
const laneWidth = 3;
const mostLanes = 6;

export interface End {
  readonly rect: Rect;
  /** Below the rectangle's top. */
  readonly y: number;
}

export type Router = (from: End, to: End) => readonly Point[];

/** @param rects all that may stand in the way */
export const routerAmong = (rects: readonly Rect[]): Router => {
  const columns = columnsOf(rects);
  return (from, to) => {
    const isForward = from.rect.x + from.rect.width <= to.rect.x;
    const isBackward = to.rect.x + to.rect.width <= from.rect.x;
    if (isForward) return between(columns, exitOf(from), entryOf(to));
    // Against the grain a line leaves at the left: it is drawn as its reverse would be.
    if (isBackward) return between(columns, exitOf(to), entryOf(from)).toReversed();
    return beside(from, to);
  };
};

const exitOf = ({ rect, y }: End): Point => ({ x: rect.x + rect.width, y: rect.y + y });
const entryOf = ({ rect, y }: End): Point => ({ x: rect.x, y: rect.y + y });

/** Cards above each other: round their left sides. */
const beside = (from: End, to: End): readonly Point[] => {
  const start = entryOf(from);
  const end = entryOf(to);
  const x = Math.min(start.x, end.x) - Math.min(40, 14 + Math.abs(start.y - end.y) / 12);
  return [start, { x, y: (start.y + end.y) / 2 }, end];
};

const columnsOf = (rects: readonly Rect[]): readonly Column[] => {
  const columns: Column[] = [];
  for (const { x, y, width, height } of [...rects].sort((a, b) => a.x - b.x)) {
    const last = columns.at(-1);
    const span = { top: y - clearance, bottom: y + height + clearance };
    if (last !== undefined && x < last.right) {
      last.right = Math.max(last.right, x + width);
      last.taken.push(span);
    } else columns.push({ left: x, right: x + width, taken: [span], lanes: new Map() });
  }
  for (const column of columns) {
    const merged: Column["taken"] = [];
    for (const span of column.taken.sort((a, b) => a.top - b.top)) {
      const last = merged.at(-1);
      if (last !== undefined && span.top <= last.bottom) last.bottom = Math.max(last.bottom, span.bottom);
      else merged.push(span);
    }
    column.taken.splice(0, column.taken.length, ...merged);
  }
  return columns;
};

const between = (columns: readonly Column[], start: Point, end: Point): readonly Point[] => {
  const points: Point[] = [start];
  let at = start;
  let index = firstAfter(columns, start.x);
  const own = columns[index - 1];
  // An open folder is wider than what stands above and below it: a line leaves the column before it turns.
  if (own !== undefined && own.right > start.x + 8 && own.right + 8 < end.x) {
    at = { x: own.right + 8, y: start.y };
    points.push(at);
  }
  for (; index < columns.length; index++) {
    const column = columns[index]!;
    if (column.right >= end.x) break;
    const enters = column.left - 8;
    const leaves = column.right + 8;
    const along = (x: number): number => at.y + ((end.y - at.y) * (x - at.x)) / Math.max(1, end.x - at.x);
    const y = freeNear(column, along((enters + leaves) / 2), along(enters), along(leaves));
    if (y === undefined) continue;
    points.push({ x: enters, y }, { x: leaves, y });
    at = { x: leaves, y };
  }
  points.push(end);
  return points;
};

const firstAfter = (columns: readonly Column[], x: number): number => {
  let low = 0;
  let high = columns.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (columns[middle]!.left < x) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The free height nearest to `wish`; undefined where nothing is in the way of a straight line. */
const freeNear = ({ taken, lanes }: Column, wish: number, from: number, to: number): number | undefined => {
  const top = Math.min(from, to);
  const bottom = Math.max(from, to);
  let low = 0;
  let high = taken.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (taken[middle]!.bottom <= top) low = middle + 1;
    else high = middle;
  }
  const first = taken[low];
  if (first === undefined || first.top >= bottom) return undefined;
  let at = low;
  while (at < taken.length && taken[at]!.bottom < wish) at++;
  const span = taken[at];
  if (span === undefined || span.top > wish) return wish;
  const isAbove = wish - span.top < span.bottom - wish;
  const edge = isAbove ? span.top : span.bottom;
  const next = isAbove ? taken[at - 1]?.bottom : taken[at + 1]?.top;
  const room = next === undefined ? Infinity : Math.abs(edge - next);
  const lane = lanes.get(edge) ?? 0;
  lanes.set(edge, lane + 1);
  const aside = Math.min(room, (lane % mostLanes) * laneWidth);
  return isAbove ? edge - aside : edge + aside;
};
