/** The one store of turns that list, timeline and details read from. `connect.ts` tells it what ends. */
import { useEffect, useSyncExternalStore } from "react";
import type { TurnSummary } from "../../electron/engine/summary.ts";
import { call } from "../workbench-api.ts";
import { TurnStore } from "./turn-store.ts";

export const turnStore = new TurnStore((from, limit) => call("history.list", { from, limit, brief: true }));

const subscribe = (listener: () => void): (() => void) => turnStore.subscribe(listener);

/**
 * Looks turns up that are fetched while they are looked at; undefined for one that has not come or is gone.
 * @param turns ascending
 */
export const useTurns = (who: string, turns: readonly number[]): ((turn: number) => TurnSummary | undefined) => {
  // Not of every turn that ends: where the loop runs flat out these are a thousand a second.
  useSyncExternalStore(subscribe, () => turnStore.knownOf(turns));
  const missing = turns.some((turn) => turnStore.get(turn) === undefined) ? turns.join(" ") : "";
  useEffect(() => {
    if (missing !== "") turnStore.want(who, missing.split(" ").map(Number));
  }, [who, missing]);
  return (turn) => turnStore.get(turn);
};
