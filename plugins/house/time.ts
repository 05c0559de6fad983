import type { Handler } from "graft";
import { isNight } from "./lib/index.ts";

/** Minutes of the house in a second of ours. Try 1, or 60. */
const SPEED = 8;

declare module "graft" {
  interface Events {
    /** A minute of the house has passed; `minute` counts from midnight of the first day. */
    minute: { readonly minute: number };
    /** Night has begun, or ended. */
    night: { readonly begins: boolean; readonly minute: number };
  }
}

interface State {
  readonly minute: number;
}

export const init = (): State => ({ minute: 16 * 60 + 45 });

export const onTick: Handler<State, "tick"> = (state, { dt }) => {
  const before = Math.floor(state.minute);
  const minute = state.minute + Math.min(dt, 10) * SPEED;
  const passed = Array.from({ length: Math.floor(minute) - before }, (_, n) => before + n + 1);
  return {
    state: { minute },
    emit: [
      ...passed.map((each) => ({ type: "minute", minute: each }) as const),
      ...passed
        .filter((each) => isNight(each) !== isNight(each - 1))
        .map((each) => ({ type: "night", begins: isNight(each), minute: each }) as const),
    ],
  };
};
