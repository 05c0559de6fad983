import { expect, test } from "vitest";
import type { Graph } from "../../electron/engine/summary.ts";
import { directEdges, drawnGraph } from "./model.ts";
import { openAtFirst, programOf } from "./program.ts";

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
const none = { open: new Set([""]) };

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

test("a function counts those that refer to its whole module too, as the list does", () => {
  const through: Graph = {
    ...small,
    edges: [{ from: "clock.ts", to: "theory.ts", kind: "import", count: 1, star: true }],
  };
  expect(drawnGraph(through, { level: "functions", ...none }).nodes[1]).toMatchObject({
    count: 1,
    rows: [
      { name: "rate", count: 1 },
      { name: "scale", count: 1 },
    ],
  });
});

test("focus leaves a module and what is joined to it in so many steps; a slot joins nobody", () => {
  const near = (depth: number) => drawnGraph(small, { level: "modules", focus: { id: "theory.ts", depth }, ...none });
  expect(near(1).nodes.map((node) => node.id)).toEqual(["clock.ts", "theory.ts"]);
  expect(near(1).hidden).toBe(1);
  expect(near(2).nodes.map((node) => node.id)).toEqual(["clock.ts", "theory.ts", "slot:tick", "node:events"]);
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

test("a large workspace is drawn by folders, and references between their modules are one line", () => {
  const folded = drawnGraph(large(20, 50), { level: "modules", ...none });
  expect(folded.nodes).toHaveLength(20);
  expect(folded.hidden).toBe(1000);
  expect(folded.edges.map(({ from, to, count }) => [from, to, count])).toEqual([["folder:f0/", "folder:f1/", 49]]);
});

test("an open folder shows what is in it; lines out of it still join folders, and a module tells its own", () => {
  const graph = large(20, 50);
  const drawn = drawnGraph(graph, { level: "modules", open: new Set(["", "f0/"]) });
  expect(drawn.containers.map(({ id, nodes }) => [id, nodes.length])).toEqual([
    ["", 20],
    ["folder:f0/", 50],
  ]);
  expect(drawn.edges.map(({ from, to, count }) => [from, to, count])).toEqual([["folder:f0/", "folder:f1/", 49]]);
  const ids = new Set(drawn.nodes.map(({ id }) => id));
  const own = directEdges(programOf(graph), drawn, "f0/m7.ts", (id) => ids.has(id));
  expect(own.map(({ from, to, count }) => [from, to, count])).toEqual([["f0/m7.ts", "folder:f1/", 1]]);
});

test("a workspace opens with as many levels of folders as can be read", () => {
  const opens = (graph: Graph) => [...openAtFirst(programOf(graph))];
  expect(opens(large(3, 5))).toEqual(["", "f0/", "f1/", "f2/"]);
  expect(opens(large(20, 50))).toEqual([""]);
  const alone: Graph = { nodes: large(1, 500).nodes, edges: [] };
  expect(opens(alone)).toEqual(["", "f0/"]);
});

test("however large, every module is drawn or counted", () => {
  const flat: Graph = { nodes: Array.from({ length: 5000 }, (_, index) => moduleNode(`m${index}.ts`)), edges: [] };
  expect(drawnGraph(flat, { level: "modules", ...none })).toMatchObject({ hidden: 0, nodes: { length: 5000 } });
});

test("of a module with very many functions the most referred to have rows, and the rest are counted", () => {
  const names = Array.from({ length: 100 }, (_, index) => `f${index}`);
  const hub: Graph = {
    nodes: [moduleNode("hub.ts"), moduleNode("user.ts"), ...names.map((name) => functionNode("hub.ts", name))],
    edges: [{ from: "user.ts", to: "hub.ts#f77", kind: "import", count: 1 }],
  };
  const [card] = drawnGraph(hub, { level: "functions", ...none }).nodes;
  expect(card).toMatchObject({ more: 77, rows: { length: 23 } });
  expect(card?.kind === "module" && card.rows.at(-1)?.name).toBe("f77");
});
