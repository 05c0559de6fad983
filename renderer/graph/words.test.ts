import { expect, test } from "vitest";
import type { DrawnNode } from "./model.ts";
import { nameFromAfar } from "./words.ts";

test("from afar an old generation is told apart from what runs by its number", () => {
  const ghost: DrawnNode = {
    kind: "ghost",
    id: "ghost:lib/a.ts#3",
    module: "lib/a.ts",
    generation: 3,
    status: "retained",
    holder: "b.ts",
    rows: [],
  };
  expect([nameFromAfar(ghost), nameFromAfar({ kind: "slot", id: "slot:tick", label: "tick" })]).toEqual([
    "a.ts #3",
    "tick",
  ]);
});
