/** Which functions failed when they were called last, by what the window knows of the newest turns. */
import type { TurnSummary } from "../../electron/engine/summary.ts";
import { useWorkbench } from "../store/store.ts";

const none: ReadonlySet<string> = new Set();
/** Turns that are looked at: what failed and was not called for longer is told by its module's status. */
const newest = 200;

let last:
  | { readonly turns: readonly TurnSummary[]; readonly failing: ReadonlyMap<string, ReadonlySet<string>> }
  | undefined;

/** By module; one look through the turns serves all cards. */
const failingIn = (turns: readonly TurnSummary[]): ReadonlyMap<string, ReadonlySet<string>> => {
  if (last?.turns === turns) return last.failing;
  const seen = new Set<string>();
  const failing = new Map<string, Set<string>>();
  for (const { calls } of turns.slice(-newest).toReversed()) {
    for (const { module, function: name, error } of calls.toReversed()) {
      const key = `${module}\n${name}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (error !== undefined) failing.set(module, (failing.get(module) ?? new Set<string>()).add(name));
    }
  }
  last = { turns, failing };
  return failing;
};

export const useFailing = (module: string): ReadonlySet<string> => {
  const words = useWorkbench(({ turns }) => [...(failingIn(turns).get(module) ?? none)].join("\n"));
  return words === "" ? none : new Set(words.split("\n"));
};
