// Change a number, press Swap, and watch every body take the new law from where it is.

/** How hard the sun pulls, at `REACH` from it. Try 60, or 400. A negative sun pushes. */
const STRENGTH = 120;

/** How fast the pull fades with distance: 2 is nature's law. Try 1 (rosettes), -1 (springs), 3 (the outer ones escape). */
const FALLOFF = 2;

/** What the bodies lose of their speed each second. Try 0.05: they all spiral in. */
const DRAG = 0;

/** How hard a pressed pointer pulls, measured against the sun. */
const WELL = 0.9;

const REACH = 200;
/** Keeps the pull finite near the middle. */
const SOFTENING = 14;

export interface Body {
  readonly id: number;
  /** Around the sun, which sits at 0, 0. */
  readonly x: number;
  readonly y: number;
  /** Units a second. */
  readonly vx: number;
  readonly vy: number;
  readonly size: number;
  /** 0 to 1: its place in the palette. */
  readonly tint: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Acceleration towards the sun, in units a second, each second. */
export const pull = (distance: number): number => STRENGTH * (REACH / distance) ** FALLOFF;

/** The speed that keeps a body on a circle. */
export const circularSpeed = (distance: number): number => Math.sqrt(Math.max(0, pull(distance) * distance));

/** Moves a body by `dt` seconds; a `well` pulls as well. Speed first, then place: so orbits neither grow nor shrink. */
export const move = (body: Body, dt: number, well: Point | null): Body => {
  const keep = 1 - DRAG * dt;
  let { vx, vy } = body;
  const sun = Math.hypot(body.x, body.y, SOFTENING);
  const a = (pull(sun) / sun) * dt;
  vx = vx * keep - body.x * a;
  vy = vy * keep - body.y * a;
  if (well !== null) {
    const dx = well.x - body.x;
    const dy = well.y - body.y;
    const d = Math.hypot(dx, dy, 3 * SOFTENING);
    const w = ((WELL * pull(d)) / d) * dt;
    vx += dx * w;
    vy += dy * w;
  }
  return { ...body, x: body.x + vx * dt, y: body.y + vy * dt, vx, vy };
};
