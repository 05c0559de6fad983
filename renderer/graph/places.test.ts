import { expect, test } from "vitest";
import type { Graph } from "../../electron/engine/summary.ts";
import { isNear } from "./geometry.ts";
import { drawnGraph } from "./model.ts";
import { type Places, placesOf } from "./places.ts";

const moduleNode = (id: string, generation = 1) =>
  ({ id, kind: "module", label: id, generation, status: "running" }) as const;
const functionNode = (module: string, label: string) =>
  ({ id: `${module}#${label}`, kind: "function", label, module, function: "function" }) as const;
const imports = (from: string, to: string, count = 1) => ({ from, to, kind: "import", count }) as const;

const small: Graph = {
  nodes: [moduleNode("a.ts"), moduleNode("b.ts"), moduleNode("c.ts"), functionNode("b.ts", "f")],
  edges: [imports("a.ts", "b.ts#f"), imports("b.ts", "c.ts")],
};
const flat = { level: "functions", open: new Set([""]) } as const;
const corner = (places: Places, id: string) => {
  const { x, y } = places.rects.get(id) ?? { x: NaN, y: NaN };
  return { x, y };
};

test("a swap moves nothing, and other counts do not even make other places", () => {
  const before = placesOf(drawnGraph(small, flat));
  const swapped: Graph = {
    nodes: small.nodes.map((node) => (node.id === "b.ts" ? moduleNode("b.ts", 2) : node)),
    edges: small.edges.map((edge) => ({ ...edge, count: 9 })),
  };
  expect(placesOf(drawnGraph(swapped, flat), before)).toBe(before);
});

test("an edit that adds a function, a module and a reference leaves every old card where it was", () => {
  const before = placesOf(drawnGraph(small, flat));
  const edited: Graph = {
    nodes: [...small.nodes, functionNode("b.ts", "g"), moduleNode("d.ts")],
    edges: [...small.edges, imports("d.ts", "b.ts#g"), imports("a.ts", "c.ts")],
  };
  const after = placesOf(drawnGraph(edited, flat), before);
  for (const id of ["a.ts", "b.ts", "c.ts"]) expect(corner(after, id)).toEqual(corner(before, id));
  const rects = [...after.rects.values()];
  expect(rects).toHaveLength(4);
  expect(rects.some((a, i) => rects.some((b, j) => i < j && isNear(a, b, 4)))).toBe(false);
  expect(after.rects.get("d.ts")?.x).toBeLessThan(after.rects.get("b.ts")?.x ?? 0);
});

test("what goes leaves the others where they were", () => {
  const before = placesOf(drawnGraph(small, flat));
  const after = placesOf(
    drawnGraph({ nodes: small.nodes.filter(({ id }) => id !== "a.ts"), edges: small.edges.slice(1) }, flat),
    before,
  );
  expect([...after.rects.keys()]).toEqual(["b.ts", "c.ts"]);
  expect(corner(after, "c.ts")).toEqual(corner(before, "c.ts"));
});

const large: Graph = {
  nodes: Array.from({ length: 6 }, (_, folder) =>
    Array.from({ length: 20 }, (_, index) => moduleNode(`f${folder}/m${index}.ts`)),
  ).flat(),
  edges: Array.from({ length: 5 }, (_, folder) => [
    imports(`f${folder}/m0.ts`, `f${folder + 1}/m0.ts`),
    imports(`f${folder}/m0.ts`, `f${folder}/m1.ts`),
  ]).flat(),
};
const folders = (...open: readonly string[]) => ({ level: "modules", open: new Set(["", ...open]) }) as const;

test("a folder that opens stays where it was, pushes aside what is right of it, and covers nothing", () => {
  const closed = placesOf(drawnGraph(large, folders()));
  const open = placesOf(drawnGraph(large, folders("f2/")), closed);
  const isRight = (id: string) => corner(closed, id).x > corner(closed, "folder:f2/").x;
  for (const id of ["f0", "f1", "f2", "f3", "f4", "f5"].map((name) => `folder:${name}/`)) {
    if (isRight(id)) expect(corner(open, id).x).toBeGreaterThan(corner(closed, id).x);
    else expect(corner(open, id)).toEqual(corner(closed, id));
  }
  const outer = [...open.rects].filter(([id]) => id.startsWith("folder:")).map(([, rect]) => rect);
  expect(outer.some((a, i) => outer.some((b, j) => i < j && isNear(a, b, 4)))).toBe(false);
  const frame = open.rects.get("folder:f2/");
  const inside = [...open.rects].filter(([id]) => id.startsWith("f2/")).map(([, rect]) => rect);
  expect(inside).toHaveLength(20);
  for (const { x, y, width, height } of inside) {
    expect(x >= (frame?.x ?? 0) && x + width <= (frame?.x ?? 0) + (frame?.width ?? 0)).toBe(true);
    expect(y >= (frame?.y ?? 0) && y + height <= (frame?.y ?? 0) + (frame?.height ?? 0)).toBe(true);
  }
});

test("a folder that is closed again leaves the picture as it was before", () => {
  const closed = placesOf(drawnGraph(large, folders()));
  const open = placesOf(drawnGraph(large, folders("f2/")), closed);
  const again = placesOf(drawnGraph(large, folders()), open);
  expect(again.rects).toEqual(closed.rects);
});
