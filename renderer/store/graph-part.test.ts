import { expect, test } from "vitest";
import type { Graph, ModuleSummary } from "../../electron/engine/summary.ts";
import { partsToAsk, withPart } from "./graph-part.ts";

const moduleNode = (id: string, generation = 1) =>
  ({ id, kind: "module", label: id, generation, status: "running" }) as const;
const functionNode = (module: string, label: string) =>
  ({ id: `${module}#${label}`, kind: "function", label, module, function: "function" }) as const;
const slot = { id: "slot:tick", kind: "slot", label: "tick" } as const;
const external = { id: "node:fs", kind: "external", label: "node:fs" } as const;
const imports = (from: string, to: string) => ({ from, to, kind: "import", count: 1 }) as const;
const handles = (to: string) => ({ from: "slot:tick", to, kind: "slot", count: 1 }) as const;

const graph: Graph = {
  nodes: [
    moduleNode("a.ts"),
    functionNode("a.ts", "f"),
    moduleNode("c.ts"),
    functionNode("c.ts", "onTick"),
    external,
    slot,
  ],
  edges: [imports("c.ts", "a.ts#f"), imports("a.ts", "node:fs"), handles("c.ts#onTick")],
};

test("a module's part replaces its functions and lines, and what nothing leads to any more goes", () => {
  const part: Graph = { nodes: [moduleNode("a.ts", 2), functionNode("a.ts", "g"), slot], edges: [handles("a.ts#g")] };
  expect(withPart(graph, ["a.ts"], part)).toEqual({
    nodes: [moduleNode("a.ts", 2), functionNode("a.ts", "g"), moduleNode("c.ts"), functionNode("c.ts", "onTick"), slot],
    edges: [imports("c.ts", "a.ts#f"), handles("c.ts#onTick"), handles("a.ts#g")],
  });
});

test("a new module takes its place among the others, one that was removed is gone", () => {
  const withNew = withPart(graph, ["b.ts"], { nodes: [moduleNode("b.ts")], edges: [imports("b.ts", "a.ts#f")] });
  expect(withNew.nodes.map(({ id }) => id)).toEqual([
    "a.ts",
    "a.ts#f",
    "b.ts",
    "c.ts",
    "c.ts#onTick",
    "node:fs",
    "slot:tick",
  ]);
  const without = withPart(graph, ["c.ts"], { nodes: [], edges: [] });
  expect(without).toEqual({
    nodes: [moduleNode("a.ts"), functionNode("a.ts", "f"), external],
    edges: [imports("a.ts", "node:fs")],
  });
});

test("where nothing is other it is the same graph, so that nothing is drawn anew", () => {
  const part: Graph = {
    nodes: [moduleNode("c.ts"), functionNode("c.ts", "onTick"), slot],
    edges: [handles("c.ts#onTick"), imports("c.ts", "a.ts#f")],
  };
  expect(withPart(graph, ["c.ts"], part)).toBe(graph);
});

test("importers are asked too where a name became a function or ceased to be one", () => {
  const summary = (names: readonly string[]) =>
    ({ functions: names.map((name) => ({ name })), importers: ["c.ts"] }) as unknown as ModuleSummary;
  expect(partsToAsk(graph, { "a.ts": summary(["f"]) }, ["a.ts"])).toEqual(["a.ts"]);
  expect(partsToAsk(graph, { "a.ts": summary(["f", "g"]) }, ["a.ts"])).toEqual(["a.ts", "c.ts"]);
  expect(partsToAsk(graph, {}, ["new.ts"])).toEqual(["new.ts"]);
});
