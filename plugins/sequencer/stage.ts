import type { Handler, Shape } from "graft";
import { boxOf, caption, cell, hueOf, label, playhead } from "./shapes.ts";

/** How long a cell glows after the playhead has passed, in steps. Try 0.5, or 8. */
const AFTERGLOW = 2.2;

const BACKGROUND = "#0e1117";
const KEYS = "press cells · Space stop · ↑ ↓ tempo · ← → root · S scale · N next pattern · C clear";

interface State {
  readonly rows: readonly (readonly number[])[];
  readonly names: readonly string[];
  readonly title: string;
  readonly bpm: number;
  readonly step: number;
  /** Seconds that the step lasts, and seconds of it that are over. */
  readonly seconds: number;
  readonly since: number;
}

export const init = (): State => ({ rows: [], names: [], title: "", bpm: 0, step: 0, seconds: 1, since: 0 });

export const onPattern: Handler<State, "pattern"> = (state, { rows, names, title }) => ({
  state: { ...state, rows, names, title },
});

export const onStep: Handler<State, "step"> = (state, { step, seconds, bpm }) => ({
  state: { ...state, step, seconds, bpm, since: 0 },
});

export const onTick: Handler<State, "tick"> = (state, { dt }) => {
  const since = Math.min(state.seconds, state.since + dt);
  const { rows, names } = state;
  const steps = rows[0]?.length ?? 1;
  const head = state.step + since / state.seconds;
  const shapes: Shape[] = rows.flatMap((row, n) =>
    row.flatMap((velocity, step) =>
      cell(
        boxOf({ row: n, step }, steps, rows.length),
        hueOf(n, rows.length),
        velocity,
        glowAt(step, head, steps),
        step % 4 === 0,
      ),
    ),
  );
  shapes.push(...names.map((name, n) => label(name, n, rows.length)));
  shapes.push(...playhead(head, steps), ...caption(`${state.title} · ${state.bpm} bpm`, KEYS));
  return { state: { ...state, since }, effects: [{ type: "draw", layer: 1, background: BACKGROUND, shapes }] };
};

/** 1 under the playhead, less the longer ago it passed. */
const glowAt = (step: number, head: number, steps: number): number => {
  const passed = (head - step + steps) % steps;
  return Math.exp(-passed / AFTERGLOW) * (passed < steps - 0.001 ? 1 : 0);
};
