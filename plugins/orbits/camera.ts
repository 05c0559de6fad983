import type { Point } from "./physics.ts";

// Where we look from. Change a number, press Swap.

/** 1 looks straight down, 0 from the side. */
const TILT = 0.5;

/** Leans the whole picture, in degrees. */
const ROLL = -14;

const ZOOM = 1;

const SUN = { x: 500, y: 300 };
const cos = Math.cos((ROLL * Math.PI) / 180);
const sin = Math.sin((ROLL * Math.PI) / 180);

/** A place around the sun, as a place on the stage. */
export const toStage = (x: number, y: number): Point => {
  const px = x * ZOOM;
  const py = y * ZOOM * TILT;
  return { x: SUN.x + px * cos - py * sin, y: SUN.y + px * sin + py * cos };
};

/** The other way round: where the pointer is, seen from the sun. */
export const toWorld = (x: number, y: number): Point => {
  const dx = x - SUN.x;
  const dy = y - SUN.y;
  return { x: (dx * cos + dy * sin) / ZOOM, y: (dy * cos - dx * sin) / (ZOOM * TILT) };
};

/** How much nearer than the sun a place is: 1 at the sun, more in front, less behind. */
export const nearness = (y: number): number => 1 + (y / 1000) * (1 - TILT) * 1.6;
