import { expect, test } from "vitest";
import type { Certificate } from "../../electron/engine/summary.ts";
import { ghostsOf } from "./ghosts.ts";

const rects = new Map([
  ["a.ts", { x: 0, y: 100, width: 168, height: 28 }],
  ["b.ts", { x: 240, y: 0, width: 168, height: 28 }],
  ["folder:lib/", { x: 480, y: 0, width: 168, height: 46 }],
]);
const held = (generation: number, by?: string): Certificate => ({
  id: "a.ts",
  generation,
  status: "retained",
  functions: [
    { name: "f", status: "retained" },
    { name: "g", status: "reclaimed" },
  ],
  holders: [{ kind: "closure", label: "b.ts → variable kept", ...(by === undefined ? {} : { module: by }) }],
  fromTurn: 0,
  path: "b.ts → variable kept → f of a.ts #1",
});

test("a ghost stands near its module, shows what is alive of it, and a line leads from its holder", () => {
  const { nodes, edges } = ghostsOf([held(1, "b.ts")], rects);
  expect(nodes).toEqual([
    {
      node: {
        kind: "ghost",
        id: "ghost:a.ts#1",
        module: "a.ts",
        generation: 1,
        status: "retained",
        rows: ["f"],
        holder: "b.ts → variable kept",
      },
      rect: { x: 12, y: 156, width: 168, height: 52 },
    },
  ]);
  expect(edges.map(({ from, to, kind }) => [from, to, kind])).toEqual([["b.ts", "ghost:a.ts#1", "ghost"]]);
});

test("a closure that nobody has looked for is not named", () => {
  const { path: _, ...unexplained } = held(1);
  expect(ghostsOf([unexplained], rects).nodes[0]?.node.holder).toBe("");
});

test("ghosts of one module do not cover each other; of a module that is not drawn there are none", () => {
  const { nodes, edges } = ghostsOf([held(2), held(1, "gone.ts"), { ...held(1), id: "gone.ts" }], rects);
  expect(nodes.map(({ node, rect }) => [node.generation, rect.x])).toEqual([
    [2, 12],
    [1, 12],
  ]);
  expect(Math.abs((nodes[0]?.rect.y ?? 0) - (nodes[1]?.rect.y ?? 0))).toBeGreaterThan(52);
  expect(edges).toEqual([]);
});

test("the folder that stands for a module stands for its ghosts and for the holders in it too", () => {
  const { nodes, edges } = ghostsOf([{ ...held(1, "lib/keeper.ts"), id: "lib/old.ts" }], rects);
  expect(nodes[0]?.rect.x).toBe(492);
  expect(edges.map(({ from }) => from)).toEqual(["folder:lib/"]);
});
