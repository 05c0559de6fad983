import { expect, test } from "vitest";
import type { Graph } from "../../electron/engine/summary.ts";
import { modulesFound, nodesFound } from "./search.ts";

const moduleNode = (id: string) => ({ id, kind: "module", label: id, generation: 1, status: "running" }) as const;
const graph: Graph = {
  nodes: [
    moduleNode("net/clock.ts"),
    moduleNode("clock.ts"),
    moduleNode("ui/face.ts"),
    { id: "ui/face.ts#drawClock", kind: "function", label: "drawClock", module: "ui/face.ts", function: "function" },
    { id: "slot:clockwork", kind: "slot", label: "clockwork" },
  ],
  edges: [],
};

test("modules are found by name, then by path, then by a function of theirs", () => {
  expect(modulesFound(graph, "Clock")).toEqual(["clock.ts", "net/clock.ts", "ui/face.ts"]);
  expect(modulesFound(graph, " ")).toEqual([]);
});

test("what stays bright is what was found, the folders that it is in, and slots of that name", () => {
  expect(nodesFound(graph, "")).toBeUndefined();
  expect([...(nodesFound(graph, "clock") ?? [])].sort()).toEqual([
    "clock.ts",
    "folder:net/",
    "folder:ui/",
    "net/clock.ts",
    "slot:clockwork",
    "ui/face.ts",
  ]);
});
