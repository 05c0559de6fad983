import { expect, test } from "vitest";
import type { SwapReport, SwappedModule } from "../../electron/engine/summary.ts";
import { spansText, swapStory, usersOf } from "./swap.ts";

const swapped = (over: Partial<SwappedModule>): SwappedModule => ({
  id: "clock.ts",
  from: 3,
  to: 4,
  exports: { added: [], removed: [], changed: ["onTick"], same: ["bpm"] },
  state: { kept: ["beat"], added: [], dropped: [] },
  handlers: ["tick"],
  variables: [],
  followers: ["score.ts"],
  ...over,
});

const report = (over: Partial<SwapReport>): SwapReport => ({
  ok: true,
  dryRun: false,
  turn: 12,
  modules: [swapped({})],
  stale: [],
  problems: [],
  timings: { compile: 0, link: 0.1, evaluate: 0.3, migrate: 0.1, commit: 0.2, total: 0.81 },
  ...over,
});

const story = (over: Partial<SwapReport>): string => spansText(swapStory(report(over), () => 3));

test("a plain swap", () => {
  expect(story({})).toBe("clock.ts #3 → #4 in 0.8 ms · onTick changed, bpm same · state kept · 1 importer follows");
});

test("an undo and a redo say what they are, of one module and of several", () => {
  expect(story({ kind: "undo", setAside: 2 })).toBe(
    "Undone: clock.ts #3 → #4 in 0.8 ms · onTick changed, bpm same · state kept · 1 importer follows · 2 turns of changes set aside",
  );
  const modules = [swapped({}), swapped({ id: "score.ts", followers: [] })];
  expect(story({ kind: "undo", modules })).toBe("2 modules undone in 0.8 ms · clock.ts #3 → #4 and score.ts #3 → #4");
  expect(story({ kind: "redo", modules })).toBe(
    "2 modules done again in 0.8 ms · clock.ts #3 → #4 and score.ts #3 → #4",
  );
});

test("a first load", () => {
  const exports = { added: ["onTick", "bpm"], removed: [], changed: [], same: [] };
  expect(story({ modules: [swapped({ from: 0, to: 1, exports, followers: [] })] })).toBe(
    "clock.ts #1 loaded in 0.8 ms · 2 exports",
  );
});

test("state that is partly dropped, variables that begin anew, a stale importer", () => {
  const module = swapped({
    exports: { added: ["scale"], removed: ["rate"], changed: [], same: ["a", "b", "c", "d"] },
    state: { kept: ["beat"], added: ["mode"], dropped: ["bars[2].pitch", "old"] },
    variables: ["cache"],
    followers: ["a.ts", "b.ts"],
  });
  expect(story({ modules: [module], stale: ["theory.ts"] })).toBe(
    "clock.ts #3 → #4 in 0.8 ms · scale added, rate removed, 4 same · state kept, mode added, bars[2].pitch and old dropped · cache begun anew · 2 importers follow · theory.ts is stale",
  );
});

test("a change outside every function", () => {
  const exports = { added: [], removed: [], changed: [], same: ["bpm"] };
  const state = { kept: [], added: [], dropped: [] };
  expect(story({ modules: [swapped({ exports, state, followers: [] })] })).toBe(
    "clock.ts #3 → #4 in 0.8 ms · no function's own text changed",
  );
});

test("state begun anew", () => {
  const state = { kept: [], added: ["beat"], dropped: [""] };
  expect(story({ modules: [swapped({ state, followers: [] })] })).toBe(
    "clock.ts #3 → #4 in 0.8 ms · onTick changed, bpm same · state begun anew, the old state dropped",
  );
});

test("several modules in one transaction; an importer among them does not count as a follower", () => {
  const modules = [swapped({}), swapped({ id: "score.ts", from: 1, to: 2, followers: ["clock.ts", "stage.ts"] })];
  expect(story({ modules })).toBe(
    "2 modules swapped in 0.8 ms · clock.ts #3 → #4 and score.ts #1 → #2 · 1 importer follows",
  );
});

test("an undo says how much it sets aside", () => {
  const modules = [swapped({ from: 4, to: 5 })];
  expect(story({ modules, setAside: 120 })).toBe(
    "clock.ts #4 → #5 in 0.8 ms · onTick changed, bpm same · state kept · 1 importer follows · 120 turns of changes set aside",
  );
});

test("a refusal says what runs on, why, and where", () => {
  const problem = {
    code: "syntax",
    message: "Expected a closing brace.",
    file: "clock.ts",
    line: 4,
    column: 12,
  } as const;
  expect(story({ ok: false, modules: [], problems: [problem] })).toBe(
    "clock.ts was not swapped; #3 runs on · Expected a closing brace. clock.ts:4:12",
  );
  expect(spansText(swapStory(report({ ok: false, modules: [], problems: [problem, problem] }), () => 0))).toBe(
    "clock.ts was not swapped; it does not run yet · Expected a closing brace. clock.ts:4:12 · 1 more problem",
  );
});

test("a swap that stands although a source did not start", () => {
  const problem = { code: "source-threw", message: "It threw.", file: "clock.ts", line: 0, column: 0 } as const;
  expect(story({ problems: [problem] })).toBe(
    "clock.ts #3 → #4 in 0.8 ms · onTick changed, bpm same · state kept · 1 importer follows · 1 problem",
  );
});

test("a refusal because of an importer names what was to be swapped", () => {
  const problem = {
    code: "export-in-use",
    message: "user.ts still imports `f` from a.ts.",
    file: "user.ts",
    line: 1,
    column: 10,
  } as const;
  const refused = report({ ok: false, modules: [], problems: [problem] });
  expect(spansText(swapStory(refused, (id) => (id === "a.ts" ? 4 : 1), ["a.ts"]))).toBe(
    "a.ts was not swapped; #4 runs on · user.ts still imports `f` from a.ts. user.ts:1:10",
  );
  expect(usersOf(refused)).toEqual(["user.ts"]);
});
