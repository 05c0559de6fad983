import { expect, test } from "vitest";
import type { Certificate } from "../../electron/engine/summary.ts";
import { costText, endText, lineOfPath, revokedText } from "./generation.ts";

const old: Certificate = {
  id: "a.ts",
  generation: 1,
  status: "retained",
  functions: [],
  holders: [],
  fromTurn: 0,
  toTurn: 1200,
};

test("an end is told by its proof, and without one by the turns that it ran", () => {
  expect(endText(old)).toBe("turns 1 to 1,200");
  expect(endText({ ...old, toTurn: 0 })).toBe("for no turn, after turn 0");
  expect(endText({ ...old, fromTurn: 4, toTurn: 5 })).toBe("in turn 5");
  const proved = { ...old, status: "reclaimed", provedAtTurn: 12393, collections: 1 } as const;
  expect(endText({ ...proved, provedBy: "forced collection" })).toBe("turn 12,393 · 1 collection");
  expect(endText({ ...proved, provedBy: "collection", collections: 0 })).toBe("turn 12,393 · collected by itself");
});

test("the line to look at is the first on the path that is known", () => {
  const steps = [
    { label: "b.ts", module: "b.ts", generation: 1 },
    { label: "variable kept", module: "b.ts", generation: 1, variable: "kept", line: 3 },
    { label: "f of a.ts #1", module: "a.ts", generation: 1, function: "f", line: 9 },
  ];
  expect(lineOfPath(steps)).toEqual({ module: "b.ts", line: 3 });
  expect(lineOfPath(steps.slice(0, 1))).toBeUndefined();
});

test("what a search costs, and what revoking did", () => {
  expect(costText({ heapBytes: 190_000_000, blockedMs: 7900, ms: 13_000 })).toBe(
    "To look through 190 MB takes about 13.0 s; for 7.9 s of it the program stands still.",
  );
  expect(revokedText({ id: "a.ts", generation: 1, throws: ["table"], unstoppable: ["pure", "twice"] })).toBe(
    "From now on it throws when it uses table; pure and twice use none of these, and run on.",
  );
});
