import { expect, test } from "vitest";
import type { Certificate } from "../../electron/engine/summary.ts";
import { ghostsOf } from "./ghosts.ts";
import type { Drawn } from "./model.ts";

const card = (id: string) => ({ kind: "module", id, module: id, generation: 2, status: "running", rows: [] }) as const;
const drawn: Drawn = { nodes: [card("a.ts"), card("b.ts")], edges: [], hidden: 0 };
const places = new Map([
  ["a.ts", { x: 0, y: 100 }],
  ["b.ts", { x: 240, y: 0 }],
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

test("a ghost stands below all cards, shows what is alive of it, and a line leads from its holder", () => {
  const { nodes, edges } = ghostsOf([held(1, "b.ts")], drawn, places);
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
      position: { x: 0, y: 172 },
    },
  ]);
  expect(edges.map(({ from, to, kind }) => [from, to, kind])).toEqual([["b.ts", "ghost:a.ts#1", "ghost"]]);
});

test("a closure that nobody has looked for is not named", () => {
  const { path: _, ...unexplained } = held(1);
  expect(ghostsOf([unexplained], drawn, places).nodes[0]?.node.holder).toBe("");
});

test("ghosts of one module stand side by side; of a module that is not drawn there are none, nor lines from one", () => {
  const { nodes, edges } = ghostsOf([held(2), held(1, "gone.ts"), { ...held(1), id: "gone.ts" }], drawn, places);
  expect(nodes.map(({ node, position }) => [node.generation, position.x])).toEqual([
    [1, 0],
    [2, 208],
  ]);
  expect(edges).toEqual([]);
});
