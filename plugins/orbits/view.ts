import type { Handler, Shape } from "graft";
import { nearness, toStage } from "./camera.ts";
import { colourAt, mix, type Palette, paletteAt } from "./palette.ts";
import type { Body, Point } from "./physics.ts";

// What the sun and the bodies look like. Change a shape, press Swap.

const SUN_SIZE = 17;

/** At this speed a body glows white. */
const FASTEST = 520;

export const onMoved: Handler<null, "moved"> = (_, { bodies, well, palette, time }) => {
  const colours = paletteAt(palette);
  const shapes: Shape[] = [];
  for (const body of bodies) if (body.y < 0) shapes.push(...bodyShapes(body, colours));
  shapes.push(...sunShapes(time, colours));
  for (const body of bodies) if (body.y >= 0) shapes.push(...bodyShapes(body, colours));
  if (well !== null) shapes.push(...wellShapes(well, time, colours));
  shapes.push(caption(bodies.length, colours));
  return { effects: [{ type: "draw", layer: 2, background: colours.background, shapes }] };
};

const bodyShapes = (body: Body, palette: Palette): readonly Shape[] => {
  const { x, y } = toStage(body.x, body.y);
  const r = body.size * nearness(body.y);
  const heat = Math.min(1, Math.hypot(body.vx, body.vy) / FASTEST);
  const colour = mix(colourAt(palette, body.tint), "#ffffff", 0.35 + 0.65 * heat ** 2);
  return [
    { kind: "circle", x, y, r: r * 3.6, fill: colourAt(palette, body.tint), alpha: 0.07 },
    { kind: "circle", x, y, r: r * 2, fill: colourAt(palette, body.tint), alpha: 0.2 },
    { kind: "circle", x, y, r, fill: colour },
  ];
};

const sunShapes = (time: number, { sun, glow }: Palette): readonly Shape[] => {
  const { x, y } = toStage(0, 0);
  const breath = 1 + 0.04 * Math.sin(time * 1.7);
  const halo: readonly Shape[] = Array.from({ length: 16 }, (_, ring) => ({
    kind: "circle",
    x,
    y,
    r: SUN_SIZE * breath * (1.15 + 6.5 * (1 - ring / 16) ** 2),
    fill: glow,
    alpha: 0.012 + 0.0045 * ring,
  }));
  return [...halo, { kind: "circle", x, y, r: SUN_SIZE * breath, fill: sun }];
};

const wellShapes = (well: Point, time: number, { sun }: Palette): readonly Shape[] => {
  const { x, y } = toStage(well.x, well.y);
  return [0, 1, 2].map((ring) => {
    const inward = 1 - ((time * 1.2 + ring / 3) % 1);
    return { kind: "circle", x, y, r: 6 + 44 * inward, stroke: sun, width: 1.2, alpha: 0.5 * (1 - inward) };
  });
};

const caption = (count: number, { name, sun }: Palette): Shape => ({
  kind: "text",
  x: 24,
  y: 579,
  size: 12.5,
  fill: sun,
  alpha: 0.6,
  text: `${count} bodies · ${name} · press to attract · P palette · R reverse · Space kick · ↑ ↓ pace`,
});
