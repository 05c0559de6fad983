import type { Handler, Shape } from "graft";
import { toStage } from "./camera.ts";
import { colourAt, type Palette, paletteAt } from "./palette.ts";
import type { Body } from "./physics.ts";

// Change a number, press Swap: the trails that are there grow, shrink or fade from where they are.

/** How many points a trail keeps. Try 8, or 90. */
const LENGTH = 32;

/** A trail takes a new point every so many ticks. */
const EVERY = 4;

/** How thick a trail is at its head, against its body's size. */
const WIDTH = 1.1;

/** How bright a trail is at its head, 0 to 1. */
const BRIGHTNESS = 0.8;

/** Into how many pieces a trail is cut, each fainter and thinner than the one before. */
const PIECES = 6;

interface Trail {
  readonly id: number;
  readonly size: number;
  readonly tint: number;
  /** `[x, y, x, y, …]` around the sun, oldest first. */
  readonly points: readonly number[];
  /** The points as they are drawn. Kept, because most ticks take no new point: what is the same object costs nothing. */
  readonly shapes: readonly Shape[];
}

interface State {
  readonly trails: readonly Trail[];
  /** Counts ticks, up to `EVERY`. */
  readonly count: number;
}

export const init = (): State => ({ trails: [], count: 0 });

export const onMoved: Handler<State, "moved"> = (state, { bodies, palette }) => {
  const colours = paletteAt(palette);
  const count = (state.count + 1) % EVERY;
  const older = new Map(state.trails.map((trail) => [trail.id, trail]));
  const heads: Shape[] = [];
  const trails = bodies.map((body) => {
    const trail = older.get(body.id);
    older.delete(body.id);
    // Not all of them in one tick.
    const next = trail === undefined || (body.id + count) % EVERY === 0 ? grown(trail, body, colours) : trail;
    heads.push(headOf(next, body, colours));
    return next;
  });
  for (const orphan of older.values()) if (orphan.points.length > 4) trails.push(fading(orphan, colours));
  return {
    state: { trails, count },
    effects: [{ type: "draw", layer: 1, shapes: [...trails.flatMap(({ shapes }) => shapes), ...heads] }],
  };
};

/** Leaves a point where the body is. */
const grown = (trail: Trail | undefined, { id, size, tint, x, y }: Body, palette: Palette): Trail =>
  drawn({ id, size, tint, points: [...(trail?.points ?? []).slice(-2 * (LENGTH - 1)), x, y] }, palette);

/** The trail of a body that is gone runs out from its tail. */
const fading = (trail: Trail, palette: Palette): Trail => drawn({ ...trail, points: trail.points.slice(2) }, palette);

const drawn = (trail: Omit<Trail, "shapes">, palette: Palette): Trail => {
  const stroke = colourAt(palette, trail.tint);
  const onStage = project(trail.points);
  const length = Math.ceil(trail.points.length / 2 / PIECES);
  const shapes: Shape[] = [];
  for (let piece = 0; piece < PIECES; piece++) {
    const points = onStage.slice(2 * piece * length, 2 * ((piece + 1) * length + 1));
    if (points.length < 4) continue;
    const head = (piece + 1) / PIECES;
    const width = Math.max(0.6, trail.size * WIDTH * Math.sqrt(head));
    shapes.push({ kind: "path", points, stroke, width, alpha: BRIGHTNESS * head ** 1.6 });
  }
  return { ...trail, shapes };
};

/** From the last point to where the body is now. */
const headOf = ({ points, size, tint }: Trail, body: Body, palette: Palette): Shape => {
  const from = toStage(points.at(-2) ?? body.x, points.at(-1) ?? body.y);
  const to = toStage(body.x, body.y);
  const ends = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
  const stroke = colourAt(palette, tint);
  return { kind: "line", ...ends, stroke, width: Math.max(0.6, size * WIDTH), alpha: BRIGHTNESS };
};

const project = (points: readonly number[]): readonly number[] => {
  const projected: number[] = [];
  for (let n = 0; n + 1 < points.length; n += 2) {
    const { x, y } = toStage(points[n] ?? 0, points[n + 1] ?? 0);
    projected.push(Math.round(x * 10) / 10, Math.round(y * 10) / 10);
  }
  return projected;
};
