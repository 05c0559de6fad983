/** What panels read from the store; each result is stable as long as what it is made of is. */
import type { ModuleSummary, Problem } from "../../electron/engine/summary.ts";
import { hasSomethingToSwap } from "../words/status.ts";
import type { ProblemRecord, State, SwapRecord } from "./state.ts";
import { useWorkbench } from "./store.ts";

export const useModule = (id: string): ModuleSummary | undefined => useWorkbench((state) => state.modules[id]);

/** Remembers the last result for the last arguments; enough for selectors that many components share. */
const memo = <A extends readonly unknown[], R>(compute: (...args: A) => R): ((...args: A) => R) => {
  let last: { readonly args: A; readonly result: R } | undefined;
  return (...args) => {
    if (last === undefined || args.some((arg, index) => arg !== last?.args[index])) {
      last = { args, result: compute(...args) };
    }
    return last.result;
  };
};

const countChanged = memo(
  (modules: State["modules"]) => Object.values(modules).filter((module) => hasSomethingToSwap(module)).length,
);
export const useChangedCount = (): number => useWorkbench((state) => countChanged(state.modules));

export interface Totals {
  readonly modules: number;
  readonly functions: number;
  readonly references: number;
}

const totalsOf = memo((modules: State["modules"]): Totals => {
  const all = Object.values(modules);
  return {
    modules: all.length,
    functions: all.reduce((sum, module) => sum + module.functions.length, 0),
    references: all.reduce((sum, module) => sum + module.references.total, 0),
  };
});
export const useTotals = (): Totals => useWorkbench((state) => totalsOf(state.modules));

/** Problems that were told, and those that modules carry without having told them in this window. */
const allProblems = memo(
  (problems: State["problems"], modules: State["modules"], ids: State["moduleIds"]): readonly ProblemRecord[] => {
    const told = new Set(problems.map(({ problem }) => `${problem.code}\n${problem.file}\n${problem.line}`));
    const carried = ids.flatMap((id) => {
      const problem = modules[id]?.problem;
      if (problem === undefined || told.has(`${problem.code}\n${problem.file}\n${problem.line}`)) return [];
      return [{ key: `${id}\n${problem.message}`, problem }];
    });
    return [...carried, ...problems];
  },
);
export const problemsOf = (state: State): readonly ProblemRecord[] =>
  allProblems(state.problems, state.modules, state.moduleIds);
export const useProblems = (): readonly ProblemRecord[] => useWorkbench(problemsOf);

/** The problem after the place that the source view shows, round and round. */
export const neighbourProblem = (state: State): Problem | undefined => {
  const placed = problemsOf(state)
    .map((record) => record.problem)
    .filter((problem) => problem.file in state.modules);
  const shown = state.sourceLine;
  const index = placed.findIndex((problem) => problem.file === shown?.id && problem.line === shown.line);
  return placed[(index + 1) % placed.length];
};

/** The changed module after the selected one, round and round. */
export const nextChanged = ({ modules, moduleIds, selection }: State): string | undefined => {
  const changed = moduleIds.filter((id) => {
    const module = modules[id];
    return module !== undefined && hasSomethingToSwap(module);
  });
  const selected = selection.kind === "module" ? selection.id : "";
  return changed[(changed.indexOf(selected) + 1) % changed.length];
};

export const useSwap = (number: number): SwapRecord | undefined =>
  useWorkbench((state) => state.swaps.find((swap) => swap.number === number));
