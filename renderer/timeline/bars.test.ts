import { expect, test } from "vitest";
import type { Mark } from "../../electron/engine/summary.ts";
import { markLabel, shownRange } from "./bars.ts";

const mark = (kind: Mark["kind"], modules: Mark["modules"]): Mark => ({
  number: 1,
  kind,
  turn: 7,
  at: 0,
  modules,
  stale: [],
});

test("a mark says what happened to which code", () => {
  const one = [{ id: "clock.ts", from: 3, to: 4 }];
  const two = [...one, { id: "b.ts", from: 1, to: 2 }];
  expect([
    markLabel(mark("swap", one)),
    markLabel(mark("undo", one)),
    markLabel(mark("swap", two)),
    markLabel(mark("load", [{ id: "clock.ts", from: 0, to: 1 }])),
    markLabel(mark("unload", [{ id: "clock.ts", from: 4, to: 0 }])),
    markLabel(mark("rewind", [])),
  ]).toEqual([
    "clock.ts #3→#4",
    "undo clock.ts #3→#4",
    "2 modules",
    "clock.ts loaded",
    "clock.ts unloaded",
    "went on from here",
  ]);
});

test("the strip follows the newest turn, and stands still while the look stays inside it", () => {
  const history = { first: 1, last: 1000 };
  expect(shownRange({ ...history, at: 1000 }, 100, 0)).toEqual({ from: 901, to: 1000 });
  expect(shownRange({ ...history, at: 950 }, 100, 1000)).toEqual({ from: 901, to: 1000 });
  expect(shownRange({ ...history, at: 400 }, 100, 1000)).toEqual({ from: 336, to: 435 });
  expect(shownRange({ ...history, at: 3 }, 100, 1000)).toEqual({ from: 1, to: 100 });
  expect(shownRange({ first: 1, last: 40, at: 40 }, 100, 0)).toEqual({ from: 1, to: 40 });
});
