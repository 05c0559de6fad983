import { expect, test } from "vitest";
import type { HandlerFigures } from "../../electron/engine/summary.ts";
import { sentencesOf, wordsOf } from "./words.ts";

const figures: HandlerFigures = {
  module: "a.ts",
  function: "onTick",
  generation: 2,
  line: 3,
  rate: 59.7,
  calls: 1200,
  meanMs: 0.021,
  last: {
    turn: 1300,
    clockMs: 21_667,
    event: { type: "tick", dt: 0.0166667 },
    ms: 0.04,
    outcome: { state: { n: 4 }, emit: [{ type: "beat" }, { type: "beat" }], effects: [{ type: "draw" }] },
  },
};

test("a handler's last call is told in one line, shorter than the code", () => {
  expect(wordsOf(figures)).toEqual({
    rate: "60/s",
    event: "tick {dt: 0.0166667}",
    outcome: "state {n: 4} · emit 2 × beat · draw",
    ms: "0.021 ms",
  });
  expect(wordsOf({ ...figures, rate: 0, meanMs: 0 })).toMatchObject({ rate: "rests", ms: "0.040 ms" });
});

test("one that returned nothing, one that threw, and one that was never called say so", () => {
  const { last, ...never } = figures;
  if (last === undefined) throw new Error("there is a call");
  const { outcome: _, ...nothing } = last;
  expect(wordsOf({ ...figures, last: nothing })?.outcome).toBe("nothing");
  expect(wordsOf({ ...figures, last: { ...nothing, failed: true } })?.outcome).toBe("threw");
  expect(wordsOf(never)).toBeUndefined();
  expect(sentencesOf(never)).toBe("");
});

test("who points at it reads sentences", () => {
  expect(sentencesOf(figures)).toContain("onTick is called 60/s; 1,200 calls since you look at it.");
  expect(sentencesOf(figures)).toContain("Last in turn 1300, at 21.7 s of the loop's clock");
});
