import type { Handler, Outcome, Shape } from "graft";
import { toStage } from "./camera.ts";
import { between, chance } from "./chance.ts";

// The still part of the picture: drawn once at the start, and anew after each swap.

/** How many far stars there are. */
const STARS = 170;

/** Distances at which a faint ring is drawn around the sun. */
const RINGS = [110, 200, 300, 410];

export const onStart: Handler<null, "start"> = () => picture();
export const onSwap: Handler<null, "swap"> = () => picture();

const picture = (): Outcome => ({
  effects: [{ type: "draw", layer: 0, shapes: [...Array.from({ length: STARS }, star), ...RINGS.map(ring)] }],
});

const star = (_: unknown, n: number): Shape => ({
  kind: "circle",
  x: between(0, 1000, n, 21),
  y: between(0, 600, n, 22),
  r: 0.4 + 1.1 * chance(n, 23) ** 4,
  fill: "#dfe6f5",
  alpha: between(0.1, 0.6, n, 24),
});

const ring = (radius: number): Shape => {
  const points: number[] = [];
  for (let n = 0; n < 72; n++) {
    const { x, y } = toStage(radius * Math.cos((n * Math.PI) / 36), radius * Math.sin((n * Math.PI) / 36));
    points.push(x, y);
  }
  return { kind: "path", points, closed: true, stroke: "#dfe6f5", width: 0.8, alpha: 0.07 };
};
