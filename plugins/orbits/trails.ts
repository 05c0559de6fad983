import type { Handler, Shape } from "graft";
import { toStage } from "./camera.ts";
import { colourAt, type Palette, paletteAt } from "./palette.ts";
import type { Body } from "./physics.ts";

// Change a number, press Swap: the trails that are there grow, shrink or fade from where they are.

/** How many points a trail keeps. Try 12, or 90. */
const LENGTH = 40;

/** A trail takes a new point every so many ticks. */
const EVERY = 3;

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
}

interface State {
  readonly trails: readonly Trail[];
  /** Counts to `EVERY`. */
  readonly count: number;
}

export const init = (): State => ({ trails: [], count: 0 });

export const onMoved: Handler<State, "moved"> = (state, { bodies, palette }) => {
  const count = (state.count + 1) % EVERY;
  const older = new Map(state.trails.map((trail) => [trail.id, trail]));
  const trails = bodies.map((body) => {
    const trail = older.get(body.id);
    older.delete(body.id);
    return follow(trail, body, count === 0);
  });
  for (const orphan of older.values()) if (orphan.points.length > 4) trails.push(fade(orphan));
  const colours = paletteAt(palette);
  return {
    state: { trails, count },
    effects: [{ type: "draw", layer: 1, shapes: trails.flatMap((trail) => shapesOf(trail, colours)) }],
  };
};

/** The last point goes with the body; every now and then it is left behind, and a new one goes with the body. */
const follow = (trail: Trail | undefined, body: Body, leave: boolean): Trail => {
  const points = trail?.points ?? [];
  const kept = leave ? points.slice(-2 * (LENGTH - 1)) : points.slice(-2 * LENGTH, -2);
  return { id: body.id, size: body.size, tint: body.tint, points: [...kept, body.x, body.y] };
};

/** The trail of a body that is gone runs out from its tail. */
const fade = (trail: Trail): Trail => ({ ...trail, points: trail.points.slice(2) });

const shapesOf = (trail: Trail, palette: Palette): readonly Shape[] => {
  const stroke = colourAt(palette, trail.tint);
  const onStage = project(trail.points);
  const length = Math.ceil(trail.points.length / 2 / PIECES);
  const shapes: Shape[] = [];
  for (let piece = 0; piece < PIECES; piece++) {
    const points = onStage.slice(2 * piece * length, 2 * ((piece + 1) * length + 1));
    if (points.length < 4) continue;
    const head = (piece + 1) / PIECES;
    shapes.push({
      kind: "path",
      points,
      stroke,
      width: Math.max(0.6, trail.size * WIDTH * Math.sqrt(head)),
      alpha: BRIGHTNESS * head ** 1.6,
    });
  }
  return shapes;
};

const project = (points: readonly number[]): readonly number[] => {
  const projected: number[] = [];
  for (let n = 0; n + 1 < points.length; n += 2) {
    const { x, y } = toStage(points[n] ?? 0, points[n + 1] ?? 0);
    projected.push(Math.round(x * 10) / 10, Math.round(y * 10) / 10);
  }
  return projected;
};
