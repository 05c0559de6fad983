import type { Plain } from "../../electron/engine/plain.ts";
import { call, WorkbenchError } from "../workbench-api.ts";
import { getState } from "./store.ts";
import { looksBack } from "./time.ts";

/** A module's state as the window shows it: how it is, or how it was after the turn that is looked at. */
export const shownState = async (id: string): Promise<Plain> => {
  const state = getState();
  const { turn } = state;
  if (turn === null || !looksBack(state)) return call("state.get", { id });
  const { states } = await call("history.at", { turn, modules: [id] });
  const then = states[id];
  if (then === undefined) throw new WorkbenchError({ code: "refused", message: `${id} had no state then.` });
  return then;
};

let sets = 0;

/** A person set a state between two turns: no turn tells of it. */
export const stateWasSet = (): void => {
  sets++;
};

/** Another text when the state that is shown may be another one. */
export const shownMoment = (id: string): string => {
  const { status, modules, turn } = getState();
  return `${turn ?? ""} ${status?.turn} ${modules[id]?.generation} ${status?.rewound?.newest ?? ""} ${sets}`;
};
