import { expect, test } from "vitest";
import type { Graph } from "../../electron/engine/summary.ts";
import { drawnGraph, mostNodes, nearOf, structureOf } from "./model.ts";

const moduleNode = (id: string) => ({ id, kind: "module", label: id, generation: 1, status: "running" }) as const;
const functionNode = (module: string, label: string) =>
  ({ id: `${module}#${label}`, kind: "function", label, module, function: "function" }) as const;
const small: Graph = {
  nodes: [
    moduleNode("clock.ts"),
    moduleNode("theory.ts"),
    moduleNode("alone.ts"),
    functionNode("clock.ts", "onTick"),
    functionNode("theory.ts", "rate"),
    functionNode("theory.ts", "scale"),
    { id: "slot:tick", kind: "slot", label: "tick" },
    { id: "node:events", kind: "external", label: "node:events" },
  ],
  edges: [
    { from: "slot:tick", to: "clock.ts#onTick", kind: "slot", count: 1 },
    { from: "clock.ts", to: "theory.ts#rate", kind: "import", count: 1 },
    { from: "clock.ts", to: "theory.ts#scale", kind: "import", count: 1, star: true },
    { from: "clock.ts", to: "node:events", kind: "import", count: 1 },
  ],
};
const none = { expanded: new Set<string>() };

test("at the level of functions every function is a row of its module's card, with its references", () => {
  const drawn = drawnGraph(small, { level: "functions", ...none });
  expect(drawn.nodes.map((node) => node.id)).toEqual(["clock.ts", "theory.ts", "alone.ts", "slot:tick", "node:events"]);
  expect(drawn.nodes[1]).toMatchObject({
    rows: [
      { name: "rate", count: 1 },
      { name: "scale", count: 1 },
    ],
  });
  expect(drawn.edges.map(({ from, to, row, star }) => [from, to, row, star])).toEqual([
    ["slot:tick", "clock.ts", "onTick", false],
    ["clock.ts", "theory.ts", "rate", false],
    ["clock.ts", "theory.ts", "scale", true],
    ["clock.ts", "node:events", undefined, false],
  ]);
});

test("at the level of modules the references between two modules are one line with their count", () => {
  const drawn = drawnGraph(small, { level: "modules", ...none });
  expect(drawn.edges.map(({ from, to, count }) => [from, to, count])).toEqual([
    ["slot:tick", "clock.ts", 1],
    ["clock.ts", "theory.ts", 2],
    ["clock.ts", "node:events", 1],
  ]);
});

test("focus leaves a module and its neighbours", () => {
  const drawn = drawnGraph(small, { level: "modules", focus: "theory.ts", ...none });
  expect(drawn.nodes.map((node) => node.id)).toEqual(["clock.ts", "theory.ts"]);
  expect(drawn.hidden).toBe(1);
  expect([...nearOf("theory.ts", drawn.edges)]).toEqual(["theory.ts", "clock.ts"]);
});

test("counts and statuses do not change the structure; names and references do", () => {
  const structure = (graph: Graph) => structureOf(drawnGraph(graph, { level: "functions", ...none }));
  const counted = { ...small, edges: small.edges.map((edge) => ({ ...edge, count: 7 })) };
  expect(structure(counted)).toBe(structure(small));
  expect(structure({ ...small, edges: small.edges.slice(1) })).not.toBe(structure(small));
});

const large = (folders: number, each: number): Graph => ({
  nodes: Array.from({ length: folders }, (_, folder) =>
    Array.from({ length: each }, (_, index) => moduleNode(`f${folder}/m${index}.ts`)),
  ).flat(),
  edges: Array.from({ length: each - 1 }, (_, index) => ({
    from: `f0/m${index + 1}.ts`,
    to: "f1/m0.ts",
    kind: "import" as const,
    count: 1,
  })),
});

test("a large workspace is drawn by folders; an opened one shows its modules, a selected module its neighbours", () => {
  const graph = large(20, 50);
  const folded = drawnGraph(graph, { level: "modules", ...none });
  expect(folded.nodes).toHaveLength(20);
  expect(folded.hidden).toBe(1000);
  expect(folded.edges.map(({ from, to, count }) => [from, to, count])).toEqual([["folder:f0/", "folder:f1/", 49]]);
  const opened = drawnGraph(graph, { level: "modules", expanded: new Set(["f3/"]) });
  expect(opened.nodes).toHaveLength(19 + 50);
  const selected = drawnGraph(graph, { level: "modules", selected: "f1/m0.ts", ...none });
  expect(selected.nodes.filter((node) => node.kind === "module")).toHaveLength(50);
});

test("however large, never more nodes than can be read", () => {
  const flat: Graph = { nodes: Array.from({ length: 5000 }, (_, index) => moduleNode(`m${index}.ts`)), edges: [] };
  expect(drawnGraph(flat, { level: "functions", ...none }).nodes).toEqual([
    { kind: "folder", id: "folder:", folder: "", modules: 5000 },
  ]);
  const opened = drawnGraph(flat, { level: "functions", expanded: new Set([""]) });
  expect(opened.nodes.length).toBeLessThanOrEqual(mostNodes);
  expect(opened.nodes.at(-1)).toMatchObject({ kind: "folder", modules: 5000 - opened.nodes.length + 1 });
});
