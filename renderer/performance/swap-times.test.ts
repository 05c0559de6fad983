import { expect, test } from "vitest";
import type { SwapReport } from "../../electron/engine/summary.ts";
import type { SwapRecord } from "../store/state.ts";
import { swapTimes } from "./swap-times.ts";

const swapOf = (total: number, ok = true): SwapRecord => ({
  number: total,
  asked: [],
  at: 0,
  report: { ok, timings: { compile: 0, link: 0, evaluate: 0, migrate: 0, commit: 0, total } } as unknown as SwapReport,
});

test("the median and the slowest are those of the swaps that were done", () => {
  expect(swapTimes([swapOf(3), swapOf(1), swapOf(900, false), swapOf(2)])).toEqual({ count: 3, median: 2, slowest: 3 });
  expect(swapTimes([swapOf(1), swapOf(2)])).toEqual({ count: 2, median: 1, slowest: 2 });
});

test("there is nothing to say where none was done", () => {
  expect(swapTimes([swapOf(1, false)])).toBe(undefined);
});
