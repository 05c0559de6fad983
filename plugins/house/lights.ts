import type { Event, Handler } from "graft";
import { isDark, QUIET_MINUTES } from "./lib/index.ts";

declare module "graft" {
  interface Events {
    /** A light was turned on or off. */
    light: { readonly room: string; readonly on: boolean };
  }
}

interface State {
  readonly minute: number;
  /** Of every room with the light on: the minute of its last motion. */
  readonly lit: Readonly<Record<string, number>>;
}

export const init = (): State => ({ minute: 0, lit: {} });

export const onMotion: Handler<State, "motion"> = (state, { room }) => {
  if (!isDark(state.minute)) return undefined;
  const emit: Event[] = room in state.lit ? [] : [{ type: "light", room, on: true }];
  return { state: { ...state, lit: { ...state.lit, [room]: state.minute } }, emit };
};

export const onMinute: Handler<State, "minute"> = (state, { minute }) => {
  const isQuiet = ([, last]: [string, number]): boolean => minute - last > QUIET_MINUTES || !isDark(minute);
  const lights = Object.entries(state.lit);
  return {
    state: { minute, lit: Object.fromEntries(lights.filter((light) => !isQuiet(light))) },
    emit: lights.filter(isQuiet).map(([room]) => ({ type: "light", room, on: false }) as const),
  };
};
