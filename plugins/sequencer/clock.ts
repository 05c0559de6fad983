import type { Handler } from "graft";
import { STEPS } from "./score.ts";
import { stepSeconds } from "./theory/index.ts";

/** How much a press on ↑ or ↓ changes the tempo, in beats a minute. */
const NUDGE = 4;

declare module "graft" {
  interface Events {
    /** The playhead has reached a step, and stays for so many seconds. */
    step: { readonly step: number; readonly seconds: number; readonly bpm: number };
  }
}

interface State {
  readonly bpm: number;
  readonly step: number;
  /** Seconds until the next step. */
  readonly left: number;
  readonly playing: boolean;
}

export const init = (): State => ({ bpm: 104, step: -1, left: 0, playing: true });

export const onTick: Handler<State, "tick"> = (state, { dt }) => {
  if (!state.playing) return undefined;
  let { left, step } = state;
  left -= Math.min(dt, 1);
  const emit = [];
  while (left <= 0) {
    step = (step + 1) % STEPS;
    const seconds = stepSeconds(state.bpm, step);
    left += seconds;
    emit.push({ type: "step", step, seconds, bpm: state.bpm } as const);
  }
  return { state: { ...state, left, step }, emit };
};

export const onKeyDown: Handler<State, "keyDown"> = (state, { code }) => {
  switch (code) {
    case "ArrowUp":
      return { state: { ...state, bpm: Math.min(240, state.bpm + NUDGE) } };
    case "ArrowDown":
      return { state: { ...state, bpm: Math.max(40, state.bpm - NUDGE) } };
    case "Space":
      return { state: { ...state, playing: !state.playing } };
    default:
      return undefined;
  }
};
