import { expect, test } from "vitest";
import type { Certificate } from "../../electron/engine/summary.ts";
import { costText, endText, lineOfPath, memoryText, revokedText, sinceText, spanText } from "./generation.ts";

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
  expect(lineOfPath(steps)).toEqual({ module: "b.ts", generation: 1, line: 3 });
  expect(lineOfPath(steps.slice(0, 1))).toBeUndefined();
});

test("what a search costs, and what revoking did", () => {
  expect(costText({ heapBytes: 190_000_000, blockedMs: 7900, ms: 13_000 })).toBe(
    "To look through 190 MB takes about 13 s; for about 8 s of it the program stands still.",
  );
  const report = { id: "a.ts", generation: 1, throws: ["table"], forwards: [], stopped: ["f"] } as const;
  expect(revokedText({ ...report, how: "throw", unstoppable: ["pure", "twice"] })).toBe(
    "f throws from now on; whatever else of it uses table throws; pure and twice can do neither, and run on until they use one of these.",
  );
  expect(revokedText({ ...report, how: "forward", forwards: ["g", "h"], throws: [], unstoppable: [] })).toBe(
    "Calls of g and h go on in what runs now; f throws from now on.",
  );
  expect(revokedText({ ...report, how: "throw", stopped: [], throws: [], unstoppable: [] })).toBe(
    "Nothing of it could be revoked.",
  );
});

test("since when and how long somebody holds or held it, and how much memory it is responsible for", () => {
  const since = { at: 0, turn: 3 };
  expect(sinceText(since, 200_000)).toBe("since turn 4, for 3 min");
  const past = { kind: "resource", label: "setTimeout 5 ms", since, until: { at: 12_500, turn: 9 } } as const;
  expect(spanText(past)).toBe("turns 4 to 9, for 12 s");
  expect(spanText({ ...past, times: 20 })).toBe("20 times, turns 4 to 9, for 12 s");
  const sizes = { textBytes: 840, codeBytes: 1240 };
  expect(memoryText(sizes)).toBe("What it keeps in the heap is not known yet; its text is 840 B, its code 1.2 kB.");
  expect(memoryText({ ...sizes, heapBytes: 7_003_000, seen: { at: 0, turn: 12 } })).toBe(
    "7.0 MB of the heap would be free without it, as of turn 12; its text is 840 B, its code 1.2 kB.",
  );
});
