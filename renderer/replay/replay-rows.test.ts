import { expect, test } from "vitest";
import type { ReplayReport } from "../../electron/engine/summary.ts";
import { replayRows, turnsThatDiffer } from "./replay-rows.ts";

const same: ReplayReport = {
  ok: true,
  from: 1,
  to: 9,
  turns: 9,
  differences: [],
  migrated: [],
  emitted: [],
  effects: [],
  errors: [],
  events: [],
  more: 0,
  problems: [],
  ms: 1,
};

test("where nothing differs there are no rows", () => {
  expect(replayRows(same)).toEqual([]);
});

test("what differs stands under its turn, ascending, the swap's own doing first", () => {
  const rows = replayRows({
    ...same,
    migrated: [{ module: "a.ts", path: "n", after: 0 }],
    differences: [
      { turn: 3, module: "a.ts", path: "n", before: 1, after: 2 },
      { turn: 7, module: "a.ts", path: "n", before: 2, after: 4 },
    ],
    effects: [{ turn: 3, module: "a.ts", function: "onTick", after: { type: "note" } }],
    events: [{ turn: 2, before: { type: "beat" } }],
  });
  expect(rows).toEqual([
    { kind: "turn", turn: null, count: 1 },
    { kind: "state", module: "a.ts", path: "n", after: 0 },
    { kind: "turn", turn: 2, count: 1 },
    { kind: "event", before: { type: "beat" } },
    { kind: "turn", turn: 3, count: 2 },
    { kind: "state", module: "a.ts", path: "n", before: 1, after: 2 },
    { kind: "effect", module: "a.ts", function: "onTick", after: { type: "note" } },
    { kind: "turn", turn: 7, count: 1 },
    { kind: "state", module: "a.ts", path: "n", before: 2, after: 4 },
  ]);
  expect(turnsThatDiffer(rows)).toBe(3);
});
