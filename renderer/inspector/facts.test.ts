import { expect, test } from "vitest";
import type { Graph } from "../../electron/engine/summary.ts";
import { referencesOf } from "./facts.ts";

const graph: Graph = {
  nodes: [
    { id: "a.ts", kind: "module", label: "a.ts", generation: 2, status: "running" },
    { id: "b.ts", kind: "module", label: "b.ts", generation: 1, status: "running" },
    { id: "f", kind: "function", label: "onTick", module: "a.ts", function: "handler" },
    { id: "g", kind: "function", label: "rate", module: "b.ts", function: "function" },
    { id: "s", kind: "slot", label: "tick" },
    { id: "x", kind: "external", label: "node:fs" },
  ],
  edges: [
    { from: "s", to: "f", kind: "slot", count: 1 },
    { from: "a.ts", to: "g", kind: "import", count: 1 },
    { from: "a.ts", to: "x", kind: "import", count: 1 },
  ],
};
const slot = { what: "slot", name: "tick", edge: "slot", count: 1, star: false };
const importer = { what: "module", name: "a.ts", edge: "import", count: 1, star: false };

test("a function's holders", () => {
  expect(referencesOf(graph, { kind: "function", module: "a.ts", name: "onTick" })).toEqual({
    holders: [slot],
    functions: [],
    uses: [],
  });
});

test("a module's functions with their holders, and what it uses", () => {
  expect(referencesOf(graph, { kind: "module", id: "a.ts" })).toEqual({
    holders: [],
    functions: [{ name: "onTick", holders: [slot] }],
    uses: [
      { module: "b.ts", name: "rate", count: 1 },
      { name: "node:fs", count: 1 },
    ],
  });
});

test("a slot's handlers and a package's users", () => {
  expect(referencesOf(graph, { kind: "slot", event: "tick" }).uses).toEqual([
    { module: "a.ts", name: "onTick", count: 1 },
  ]);
  expect(referencesOf(graph, { kind: "external", name: "node:fs" }).holders).toEqual([importer]);
  expect(referencesOf(graph, { kind: "none" })).toEqual({ holders: [], functions: [], uses: [] });
});

test("what a module owns holds it, and is nothing that it refers to", () => {
  const owning = { ...graph, edges: [{ from: "a.ts", to: "a.ts", kind: "resource", count: 2 } as const] };
  const { holders, uses } = referencesOf(owning, { kind: "module", id: "a.ts" });
  expect(holders).toEqual([{ what: "module", name: "a.ts", edge: "resource", count: 2, star: false }]);
  expect(uses).toEqual([]);
});
