import { expect, test } from "vitest";
import { briefOf } from "./brief.ts";

test("[H5] a brief turn leaves out states, says how long lists are, and cuts texts and depths", () => {
  const shapes = Array.from({ length: 1200 }, () => ({ kind: "circle", x: 1, y: 2, r: 3 }));
  const origin = { cause: { by: "host" }, queuedAfter: 6, clockMs: 1 } as const;
  const turn = {
    turn: 7,
    ...origin,
    event: { type: "tick", note: "x".repeat(300) },
    calls: [
      {
        module: "view.ts",
        function: "onTick",
        generation: 2,
        ms: 0.5,
        outcome: {
          state: { many: shapes },
          emit: [{ type: "beat", deep: { a: { b: { c: 1 } } } }],
          effects: [{ type: "draw", shapes, layer: 1 }],
        },
      },
      { module: "z.ts", function: "onAny", generation: 1, ms: 0 },
    ],
  };
  expect(briefOf(turn)).toEqual({
    turn: 7,
    ...origin,
    event: { type: "tick", note: `${"x".repeat(200)}…` },
    calls: [
      {
        module: "view.ts",
        function: "onTick",
        generation: 2,
        ms: 0.5,
        outcome: {
          emit: [{ type: "beat", deep: { a: { b: "…" } } }],
          effects: [{ type: "draw", shapes: { length: 1200 }, layer: 1 }],
        },
      },
      { module: "z.ts", function: "onAny", generation: 1, ms: 0 },
    ],
  });
});
