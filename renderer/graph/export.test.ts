import { expect, test } from "vitest";
import type { Graph } from "../../electron/engine/summary.ts";
import { graphDot, graphJson, graphSvg } from "./export.ts";
import { ghostsOf } from "./ghosts.ts";
import { drawnGraph } from "./model.ts";
import type { Palette } from "./palette.ts";
import { placesOf } from "./places.ts";

const graph: Graph = {
  nodes: [
    { id: "a<b>.ts", kind: "module", label: "a<b>.ts", generation: 2, status: "running" },
    { id: "a<b>.ts#f", kind: "function", label: "f", module: "a<b>.ts", function: "function" },
    { id: 'odd "x".ts', kind: "module", label: 'odd "x".ts', generation: 1, status: "failed" },
    { id: "slot:tick", kind: "slot", label: "tick" },
  ],
  edges: [
    { from: 'odd "x".ts', to: "a<b>.ts#f", kind: "import", count: 2 },
    { from: "slot:tick", to: "a<b>.ts#f", kind: "slot", count: 1 },
  ],
};
const old = {
  id: "a<b>.ts",
  generation: 1,
  status: "retained",
  functions: [{ name: "f", status: "retained" }],
  holders: [{ kind: "closure", label: "variable kept", module: 'odd "x".ts' }],
  fromTurn: 0,
  path: "variable kept → f",
} as const;
const drawn = drawnGraph(graph, { level: "functions", open: new Set([""]) });
const places = placesOf(drawn);
const ghosts = ghostsOf([old], places.rects);
const palette = new Proxy({}, { get: (_, name) => `<${String(name)}>` }) as Palette;

test("the data are those of the engine, with the old generations that are alive", () => {
  expect(JSON.parse(graphJson(graph, [old]))).toEqual({ ...graph, oldGenerations: [old] });
});

test("Graphviz gets every card, function and line, with odd names quoted", () => {
  const dot = graphDot(drawn, ghosts);
  expect(dot).toContain('"a<b>.ts" [shape=record, label="a\\<b\\>.ts\\ #2 | <f0> f\\ 3"];');
  expect(dot).toContain('"odd \\"x\\".ts" -> "a<b>.ts":f0 [label="import ×2"];');
  expect(dot).toContain('"ghost:a<b>.ts#1" [style=dashed, label="a<b>.ts #1 retained"];');
  expect(dot).toContain('"odd \\"x\\".ts" -> "ghost:a<b>.ts#1" [label="holds", style=dashed];');
});

test("the picture holds all of it, and names are text and never markup", () => {
  const { svg, width, height } = graphSvg(drawn, places, ghosts, palette);
  expect(svg).toContain(`width="${width}" height="${height}"`);
  expect(svg.match(/<path /g)).toHaveLength(drawn.edges.length + ghosts.edges.length);
  expect(svg).toContain(">a&lt;b&gt;.ts</text>");
  expect(svg).toContain(">odd &quot;x&quot;.ts</text>");
  expect(svg).toContain(">held by variable kept</text>");
});
