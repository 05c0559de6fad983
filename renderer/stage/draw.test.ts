import { expect, test } from "vitest";
import type { Drawing } from "../../electron/engine/summary.ts";
import { backgroundOf, inOrder, letterbox } from "./draw.ts";

const drawing = (module: string, layer: number, background?: string): Drawing => ({
  module,
  layer,
  shapes: [],
  ...(background === undefined ? {} : { background }),
});

test("the stage is as large as fits, in the middle", () => {
  expect(letterbox(2000, 1400)).toEqual({ scale: 2, left: 0, top: 100 });
  expect(letterbox(1100, 300)).toEqual({ scale: 0.5, left: 300, top: 0 });
});

test("low layers first, equal ones by module; the highest layer that names a background wins", () => {
  const drawings = [drawing("b.ts", 1), drawing("a.ts", 1, "red"), drawing("c.ts", 0, "blue")];
  expect(inOrder(drawings).map((each) => each.module)).toEqual(["c.ts", "a.ts", "b.ts"]);
  expect(backgroundOf(drawings)).toBe("red");
  expect(backgroundOf([])).toBeUndefined();
});
