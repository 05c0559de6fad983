import type { Handler } from "graft";
import { shouldHeat } from "./lib/index.ts";

declare module "graft" {
  interface Events {
    /** A heater was turned on or off. */
    heating: { readonly room: string; readonly on: boolean; readonly celsius: number };
  }
}

interface State {
  /** Names of the rooms that are being heated. */
  readonly heated: readonly string[];
}

export const init = (): State => ({ heated: [] });

export const onReading: Handler<State, "reading"> = ({ heated }, { room, celsius, minute }) => {
  const isHeated = heated.includes(room);
  const on = shouldHeat(celsius, minute, isHeated);
  if (on === isHeated) return undefined;
  return {
    state: { heated: on ? [...heated, room] : heated.filter((other) => other !== room) },
    emit: [{ type: "heating", room, on, celsius }],
  };
};
