import { expect, test } from "vitest";
import type { LoopStatus, ModuleSummary, Problem, SwapReport, TurnSummary } from "../../electron/engine/summary.ts";
import {
  changedFunctions,
  ghostsFaded,
  ghostsTold,
  keptTurns,
  logged,
  modulesChanged,
  problemsListed,
  problemTold,
  swapped,
  turnsEnded,
} from "./deltas.ts";
import { initialState, type State } from "./state.ts";

const references = { total: 0, slots: 0, imports: 0, resources: 0, calls: 0 };
const moduleOf = (id: string, over: Partial<ModuleSummary> = {}): ModuleSummary => ({
  id,
  status: "running",
  generation: 1,
  functions: [],
  references,
  imports: [],
  importers: [],
  ...over,
});
const status: LoopStatus = {
  mode: "running",
  turn: 3,
  queued: 0,
  dropped: 0,
  hz: 60,
  rate: 60,
  delayMs: 0,
  slots: [],
  first: 1,
  speed: null,
  pauseOn: { error: false, swap: false },
};
const turnOf = (turn: number, type = "tick"): TurnSummary => ({
  turn,
  event: { type },
  cause: { by: "host" },
  queuedAfter: 0,
  clockMs: 0,
  calls: [],
});
const problem: Problem = { code: "handler-threw", message: "It threw.", file: "a.ts", line: 3, column: 1 };
const after = (state: State, ...deltas: readonly ((state: State) => Partial<State>)[]): State =>
  deltas.reduce((before, delta) => ({ ...before, ...delta(before) }), state);

test("modules are listed by id in order of code units, whatever the order they are told in", () => {
  const state = after(
    initialState,
    modulesChanged({ modules: [moduleOf("b.ts"), moduleOf("Z.ts"), moduleOf("a/c.ts")], removed: [] }),
  );
  expect(state.moduleIds).toEqual(["Z.ts", "a/c.ts", "b.ts"]);
  expect(after(state, modulesChanged({ modules: [], removed: ["a/c.ts"] })).moduleIds).toEqual(["Z.ts", "b.ts"]);
});

test("a change inside a module leaves the list of ids and the other modules as they are", () => {
  const before = after(initialState, modulesChanged({ modules: [moduleOf("a.ts"), moduleOf("b.ts")], removed: [] }));
  const state = after(before, modulesChanged({ modules: [moduleOf("a.ts", { generation: 2 })], removed: [] }));
  expect(state.moduleIds).toBe(before.moduleIds);
  expect(state.modules["b.ts"]).toBe(before.modules["b.ts"]);
  expect(state.modules["a.ts"]?.generation).toBe(2);
});

test("turns are kept ascending, and no more of them than fit", () => {
  const many = Array.from({ length: keptTurns + 5 }, (_, index) => turnOf(index + 1));
  const { turns } = after(initialState, turnsEnded({ turns: many, status }));
  expect(turns).toHaveLength(keptTurns);
  expect(turns[0]?.turn).toBe(6);
});

test("a turn that is told again takes the place of what was told under its number", () => {
  const state = after(
    initialState,
    turnsEnded({ turns: [turnOf(1), turnOf(2), turnOf(3)], status }),
    turnsEnded({ turns: [turnOf(3, "key")], status }),
  );
  expect(state.turns.map(({ turn, event }) => [turn, event.type])).toEqual([
    [1, "tick"],
    [2, "tick"],
    [3, "key"],
  ]);
});

test("the same problem again is listed once, newest last, with the engine's count", () => {
  const state = after(
    initialState,
    problemTold(problem),
    problemTold({ ...problem, line: 9 }),
    problemTold({ ...problem, turn: 7, count: 2 }),
  );
  expect(state.problems.map((record) => [record.problem.line, record.problem.count, record.problem.turn])).toEqual([
    [9, undefined, undefined],
    [3, 2, 7],
  ]);
  expect(after(state, problemsListed([problem])).problems.map((record) => record.problem)).toEqual([problem]);
  expect(after(state, problemsListed([])).problems).toEqual([]);
});

test("log lines get numbers of their own", () => {
  const entry = { level: "info", message: "x", at: 0, turn: 0 } as const;
  const state = after(initialState, logged({ entries: [entry, entry] }), logged({ entries: [entry] }));
  expect(state.log.map((line) => line.number)).toEqual([1, 2, 3]);
});

test("a swap lights what changed; a first load, a refusal and a dry run light nothing", () => {
  const report: SwapReport = {
    ok: true,
    dryRun: false,
    turn: 1,
    modules: [
      {
        id: "a.ts",
        from: 1,
        to: 2,
        exports: { added: ["added"], removed: ["removed"], changed: ["changed"], same: ["same"] },
        state: { kept: [], added: [], dropped: [] },
        handlers: [],
        variables: [],
        followers: [],
      },
    ],
    stale: [],
    problems: [],
    timings: { compile: 0, link: 0, evaluate: 0, migrate: 0, commit: 0, total: 0 },
  };
  expect([...after(initialState, swapped(report, 0)).lit]).toEqual(["a.ts\nchanged", "a.ts\nadded"]);
  expect(changedFunctions({ ...report, modules: report.modules.map((module) => ({ ...module, from: 0 })) })).toEqual(
    [],
  );
  expect(after(initialState, swapped({ ...report, ok: false }, 0)).lit.size).toBe(0);
  expect(after(initialState, swapped({ ...report, dryRun: true }, 0)).swaps).toEqual([]);
});

test("old generations are told while they are alive, fade when they are gone, and those never seen do not", () => {
  const ghost = (id: string, generation: number, status: "retained" | "reclaimed" | "current") =>
    ({ id, generation, status, functions: [], holders: [], fromTurn: 0 }) as const;
  const names = (state: State) => state.ghosts.map(({ id, generation, status }) => `${id} #${generation} ${status}`);
  const seen = after(
    initialState,
    ghostsTold(["a.ts"], [ghost("a.ts", 1, "reclaimed"), ghost("a.ts", 2, "retained"), ghost("a.ts", 3, "current")]),
    ghostsTold(["b.ts"], [ghost("b.ts", 1, "retained")]),
  );
  expect(names(seen)).toEqual(["a.ts #2 retained", "b.ts #1 retained"]);
  const gone = after(seen, ghostsTold(["a.ts"], [ghost("a.ts", 3, "current")]));
  expect(names(gone)).toEqual(["b.ts #1 retained", "a.ts #2 reclaimed"]);
  expect(names(after(gone, ghostsFaded))).toEqual(["b.ts #1 retained"]);
});
