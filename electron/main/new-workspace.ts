/** Scaffolds a workspace: one module that lives, and what an editor needs to know of it. */
import { access, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Refusal } from "../engine/index.ts";
import { workspaceNamed } from "../ipc/module-names.ts";
import { editorConfig } from "./samples.ts";

/** @returns the folder that was made */
export const scaffold = async (parent: string, name: string, shipped: string): Promise<string> => {
  const named = workspaceNamed(name);
  if (!named.ok) throw new Refusal("folder-missing", named.message);
  const folder = join(parent, named.id);
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (isThere)
    throw new Refusal("file-name-clash", `There is ${folder} already: choose another name or another place.`);
  try {
    const types = await readFile(join(shipped, "graft.d.ts"));
    await mkdir(folder);
    await writeFile(join(folder, "graft.d.ts"), types);
    await writeFile(join(folder, "tsconfig.json"), `${JSON.stringify(editorConfig, undefined, 2)}\n`);
    await writeFile(join(folder, "ball.ts"), livingModule);
    return folder;
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    throw new Refusal("folder-unreadable", `${folder} cannot be made: ${(error as Error).message}.`);
  }
};

const livingModule = `import type { Handler } from "graft";

// A ball that bounces. Change a number, press Swap: it goes on from where it is.

const GRAVITY = 900;
const BOUNCE = 0.86;
const RADIUS = 26;
const COLOUR = "#4cc9a0";

interface State {
  readonly x: number;
  readonly y: number;
  readonly vx: number;
  readonly vy: number;
}

export const init = (): State => ({ x: 180, y: 120, vx: 240, vy: 0 });

/** Called for every tick of the loop's clock: returns the next state, and what is to be drawn. */
export const onTick: Handler<State, "tick"> = (state, { dt }) => {
  const next = bounced({ ...state, x: state.x + state.vx * dt, y: state.y + state.vy * dt, vy: state.vy + GRAVITY * dt });
  return {
    state: next,
    effects: [
      {
        type: "draw",
        background: "#0b0f14",
        shapes: [{ kind: "circle", x: next.x, y: next.y, r: RADIUS, fill: COLOUR }],
      },
    ],
  };
};

/** A press on the stage throws the ball there. */
export const onPointer: Handler<State, "pointer"> = (state, event) =>
  event.phase === "down" ? { state: { x: event.x, y: event.y, vx: -state.vx, vy: -500 } } : undefined;

const bounced = ({ x, y, vx, vy }: State): State => ({
  x: Math.min(Math.max(x, RADIUS), 1000 - RADIUS),
  y: Math.min(y, 600 - RADIUS),
  vx: x < RADIUS || x > 1000 - RADIUS ? -vx : vx,
  vy: y > 600 - RADIUS ? -Math.abs(vy) * BOUNCE - 120 : vy,
});
`;
