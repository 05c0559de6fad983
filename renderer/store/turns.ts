/** The one store of turns that list, timeline and details read from. `connect.ts` tells it what ends. */
import { useEffect, useSyncExternalStore } from "react";
import type { TurnSummary } from "../../electron/engine/summary.ts";
import { call } from "../workbench-api.ts";
import { TurnStore } from "./turn-store.ts";

export const turnStore = new TurnStore((from, limit) => call("history.list", { from, limit, brief: true }));

const subscribe = (listener: () => void): (() => void) => turnStore.subscribe(listener);

/** Looks turns up in a range that is fetched while it is looked at; undefined for one that has not come or is gone. */
export const useTurns = (from: number, to: number): ((turn: number) => TurnSummary | undefined) => {
  useSyncExternalStore(subscribe, () => turnStore.version);
  useEffect(() => {
    if (to >= from && to > 0) turnStore.want(from, to);
  }, [from, to]);
  return (turn) => turnStore.get(turn);
};
