import { expect, test } from "vitest";
import type { ModuleSummary } from "../../electron/engine/summary.ts";
import { filterModules, rankModules } from "./filter.ts";

const references = { total: 0, slots: 0, imports: 0, resources: 0, calls: 0 };
const withFunctions = (id: string, ...names: readonly string[]): ModuleSummary => ({
  id,
  status: "running",
  generation: 1,
  functions: names.map((name) => ({ name, kind: "function", references })),
  references,
  imports: [],
  importers: [],
});

test("a module is found by its path and by its functions, whatever the case; every word must occur", () => {
  const modules = {
    "music/clock.ts": withFunctions("music/clock.ts", "onTick"),
    "b.ts": withFunctions("b.ts", "tock"),
  };
  const ids = Object.keys(modules);
  expect(filterModules(ids, modules, " ")).toBe(ids);
  expect(filterModules(ids, modules, "ONT")).toEqual(["music/clock.ts"]);
  expect(filterModules(ids, modules, "music tick")).toEqual(["music/clock.ts"]);
  expect(filterModules(ids, modules, "music tock")).toEqual([]);
});

test("going to a module: name before path before letters in order", () => {
  const ids = ["clock/a.ts", "my-clock.ts", "clock.ts", "c/l/o-c-k.ts", "b.ts"];
  expect(rankModules(ids, "clock")).toEqual(["clock.ts", "my-clock.ts", "clock/a.ts", "c/l/o-c-k.ts"]);
});
