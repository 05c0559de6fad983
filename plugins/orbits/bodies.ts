import type { Handler } from "graft";
import { toWorld } from "./camera.ts";
import { between, chance } from "./chance.ts";
import { type Body, circularSpeed, move, type Point } from "./physics.ts";

// Change a number, press Swap: bodies stream in or leave until the number is right again.

/** How many bodies there are. Try 10, or 200. */
const COUNT = 90;

/** How round their orbits are when they are born: 1 is a circle. Try 0.5. */
const ROUNDNESS = 0.92;

/** How far from the sun they are born. */
const INNERMOST = 70;
const OUTERMOST = 460;

/** How many bodies a press on the stage throws in. */
const BURST = 8;

declare module "graft" {
  interface Events {
    /** Every body has moved on by one tick. */
    moved: {
      readonly bodies: readonly Body[];
      readonly well: Point | null;
      readonly palette: number;
      readonly time: number;
    };
  }
}

interface State {
  /** Oldest first. */
  readonly bodies: readonly Body[];
  readonly nextId: number;
  /** Where the pointer is pressed. */
  readonly well: Point | null;
  readonly palette: number;
  /** How fast time goes: 1 as it should. */
  readonly pace: number;
}

export const init = (): State => ({
  bodies: Array.from({ length: COUNT }, (_, id) => born(id)),
  nextId: COUNT,
  well: null,
  palette: 0,
  pace: 1,
});

export const onTick: Handler<State, "tick"> = (state, { dt, time }) => {
  const moved = settle(state.bodies, Math.min(dt, 0.1) * state.pace, state.well);
  const { bodies, nextId } = refill(moved.filter(isInSight), state.nextId);
  return {
    state: { ...state, bodies, nextId },
    emit: [{ type: "moved", bodies, well: state.well, palette: state.palette, time }],
  };
};

export const onPointer: Handler<State, "pointer"> = (state, { phase, x, y, buttons }) => {
  const well = phase === "up" || phase === "leave" || buttons === 0 ? null : toWorld(x, y);
  if (phase !== "down" || well === null) return { state: { ...state, well } };
  const thrown = Array.from({ length: BURST }, (_, n) => bornAt(well, state.nextId + n));
  return { state: { ...state, well, bodies: [...state.bodies, ...thrown], nextId: state.nextId + BURST } };
};

export const onKeyDown: Handler<State, "keyDown"> = (state, { code }) => {
  switch (code) {
    case "KeyP":
      return { state: { ...state, palette: state.palette + 1 } };
    case "KeyR":
      return { state: { ...state, bodies: state.bodies.map((b) => ({ ...b, vx: -b.vx, vy: -b.vy })) } };
    case "Space":
      return { state: { ...state, bodies: state.bodies.map(kicked) } };
    case "ArrowUp":
      return { state: { ...state, pace: Math.min(4, state.pace * 1.25) } };
    case "ArrowDown":
      return { state: { ...state, pace: Math.max(0.1, state.pace / 1.25) } };
    default:
      return undefined;
  }
};

/** A long tick is taken in short steps, so that a slow clock does not throw bodies out of their orbits. */
const settle = (bodies: readonly Body[], dt: number, well: Point | null): readonly Body[] => {
  const steps = Math.max(1, Math.ceil(dt * 60));
  let moved = bodies;
  for (let n = 0; n < steps; n++) moved = moved.map((body) => move(body, dt / steps, well));
  return moved;
};

/** Neither swallowed by the sun nor gone for good. */
const isInSight = ({ x, y }: Body): boolean => {
  const distance = Math.hypot(x, y);
  return distance > 12 && distance < 1200;
};

/** Brings the number of bodies nearer to `COUNT`: one is born a tick, or the oldest leave. */
const refill = (bodies: readonly Body[], nextId: number): Pick<State, "bodies" | "nextId"> => {
  if (bodies.length < COUNT) return { bodies: [...bodies, born(nextId)], nextId: nextId + 1 };
  return { bodies: bodies.slice(Math.ceil((bodies.length - COUNT) / 40)), nextId };
};

const born = (id: number): Body => {
  const distance = between(INNERMOST, OUTERMOST, id, 1);
  const angle = chance(id, 2) * 2 * Math.PI;
  return bornAt({ x: distance * Math.cos(angle), y: distance * Math.sin(angle) }, id);
};

const bornAt = ({ x, y }: Point, id: number): Body => {
  const distance = Math.max(INNERMOST / 2, Math.hypot(x, y));
  const speed = circularSpeed(distance) * between(ROUNDNESS, 2 - ROUNDNESS, id, 3);
  const drift = between(-0.12, 0.12, id, 4);
  const [ux, uy] = [x / distance, y / distance];
  return {
    id,
    x: x + between(-4, 4, id, 6),
    y: y + between(-4, 4, id, 7),
    vx: speed * (-uy + ux * drift),
    vy: speed * (ux + uy * drift),
    size: 1.4 + 3.4 * chance(id, 5) ** 3,
    tint: (distance - INNERMOST) / (OUTERMOST - INNERMOST),
  };
};

const kicked = (body: Body): Body => ({
  ...body,
  vx: body.vx + between(-70, 70, body.id, 11),
  vy: body.vy + between(-70, 70, body.id, 12),
});
