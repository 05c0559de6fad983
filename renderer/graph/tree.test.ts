import { expect, test } from "vitest";
import type { Graph } from "../../electron/engine/summary.ts";
import { type GraphRow, graphRows } from "./tree.ts";

const graph: Graph = {
  nodes: [
    { id: "m:a", kind: "module", label: "a.ts", generation: 2, status: "running" },
    { id: "m:b", kind: "module", label: "b.ts", generation: 1, status: "running" },
    { id: "f", kind: "function", label: "onTick", module: "m:a", function: "handler" },
    { id: "s", kind: "slot", label: "tick" },
    { id: "x", kind: "external", label: "node:fs" },
  ],
  edges: [
    { from: "s", to: "f", kind: "slot", count: 1 },
    { from: "m:b", to: "f", kind: "import", count: 2, star: true },
    { from: "m:b", to: "x", kind: "import", count: 1 },
  ],
};
const words = (row: GraphRow): string => {
  switch (row.kind) {
    case "module":
      return `${row.id} ${row.total}`;
    case "function":
      return `  ${row.name} ${row.total}`;
    case "ghost":
      return `${row.generation} ${row.words}`;
    case "holder":
      return `    ${row.holder.what} ${row.holder.name} ${row.holder.count}${row.holder.star ? " *" : ""}`;
    case "external":
      return `${row.name} ${row.total}`;
    default:
      return row satisfies never;
  }
};

test("the tree tells of each module, its functions and who refers to them", () => {
  const open = new Set(["module m:a", "function f", "external x"]);
  expect(graphRows(graph, open, "").map(words)).toEqual([
    "m:a 3",
    "  onTick 3",
    "    slot tick 1",
    "    module m:b 2 *",
    "m:b 0",
    "node:fs 1",
    "    module m:b 1",
  ]);
});

test("search keeps modules by their functions' names too", () => {
  expect(graphRows(graph, new Set(), "ontick").map(words)).toEqual(["m:a 3"]);
  expect(graphRows(graph, new Set(), "fs").map(words)).toEqual(["node:fs 1"]);
});

test("an old generation that is alive is told under its module, with its holder", () => {
  const graph: Graph = {
    nodes: [{ id: "a.ts", kind: "module", label: "a.ts", generation: 2, status: "running" }],
    edges: [],
  };
  const ghost = {
    id: "a.ts",
    generation: 1,
    status: "retained",
    functions: [],
    holders: [{ kind: "closure", label: "b.ts → variable kept" }],
    fromTurn: 0,
  } as const;
  expect(graphRows(graph, new Set(), "", [ghost])).toMatchObject([{ kind: "module", isExpanded: false }]);
  expect(graphRows(graph, new Set(["module a.ts"]), "", [ghost])[1]).toMatchObject({
    kind: "ghost",
    generation: 1,
    words: "retained, held by b.ts → variable kept",
  });
});
