import { expect, test } from "vitest";
import { breakpointWords, stopWords } from "./breakpoint.ts";
import { spansText } from "./swap.ts";

test("a breakpoint says where it stops", () => {
  const said = [
    { event: "beat" },
    { module: "clock.ts" },
    { module: "clock.ts", function: "onTick", event: "tick" },
    { effect: "note", path: "bars[2]", module: "score.ts" },
    { error: true },
    { condition: "event.bar > 3" },
    { event: "beat", condition: "state.n > 3" },
  ].map((breakpoint) => spansText(breakpointWords(breakpoint)));
  expect(said).toEqual([
    "before the turn of beat",
    "before a handler of clock.ts is called",
    "before onTick of clock.ts is called for tick",
    "when a handler of score.ts asks for note and changes bars[2]",
    "when a handler fails",
    "where event.bar > 3",
    "before the turn of beat, where state.n > 3",
  ]);
});

test("why the loop stands is told with the place", () => {
  expect([
    spansText(
      stopWords({
        by: "breakpoint",
        index: 1,
        breakpoint: { event: "beat" },
        turn: 1240,
        event: { type: "beat", bar: 1 },
        call: { module: "score.ts", function: "onBeat", generation: 2 },
      }),
    ),
    spansText(stopWords({ by: "swap", modules: ["clock.ts"] })),
  ]).toEqual([
    "Stopped at breakpoint 2 · before the turn of beat · turn 1,240, beat, at score.ts #2 onBeat",
    "Stopped at the swap of clock.ts: the next turn is the first one under the new code",
  ]);
});
