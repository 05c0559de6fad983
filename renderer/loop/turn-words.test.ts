import { expect, test } from "vitest";
import type { Outcome } from "../../electron/engine/plain.ts";
import type { ProblemCode, TurnSummary } from "../../electron/engine/summary.ts";
import { effectsText, emittedText, errorWord, msOf } from "./turn-words.ts";

const begin = { turn: 1, event: { type: "tick" }, cause: { by: "host" }, queuedAfter: 0, clockMs: 0 } as const;

const turnOf = (...outcomes: readonly Outcome[]): TurnSummary => ({
  ...begin,
  calls: outcomes.map((outcome) => ({ module: "a.ts", function: "onTick", generation: 1, ms: 0.5, outcome })),
});

test("what a turn emitted and asked for, over all its calls, each on one line", () => {
  const turn = turnOf(
    {
      emit: [{ type: "beat", bar: 129 }],
      effects: [
        { type: "draw", shapes: [{ kind: "circle" }] },
        { type: "draw", shapes: { length: 630 } },
      ],
    },
    {
      emit: [{ type: "start" }],
      effects: [
        { type: "log", message: "hello" },
        { type: "wait", ms: 5 },
      ],
    },
  );
  expect(emittedText(turn)).toBe("beat {bar: 129}, start");
  expect(effectsText(turn)).toBe("draw 1 shape, draw 630 shapes, log hello, wait {ms: 5}");
  expect(msOf(turn)).toBe(1);
  expect(effectsText(turnOf({}))).toBe("");
});

test("of many effects the first few are written out", () => {
  const effects = Array.from({ length: 10 }, (_, index) => ({ type: `e${index}` }));
  expect(effectsText(turnOf({ effects }))).toBe("e0, e1, e2, e3, 6 more");
});

test("what went wrong in a turn is told in a word", () => {
  const failing = (...codes: readonly ProblemCode[]): TurnSummary => ({
    ...begin,
    calls: codes.map((code) => ({
      module: "a.ts",
      function: "onTick",
      generation: 1,
      ms: 1,
      error: { code, message: "", file: "a.ts", line: 1, column: 1 },
    })),
  });
  expect(errorWord(failing())).toBeUndefined();
  expect(errorWord(failing("outcome-not-plain"))).toBe("was refused");
  expect(errorWord(failing("outcome-not-plain", "handler-threw"))).toBe("threw");
  expect(errorWord(failing("handler-threw", "handler-timeout"))).toBe("was cut");
});
