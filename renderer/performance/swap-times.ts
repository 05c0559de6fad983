import type { SwapTimings } from "../../electron/engine/summary.ts";
import type { SwapRecord } from "../store/state.ts";

/** The parts of a swap, in the order in which they happen. */
export const phases = [
  "compile",
  "link",
  "evaluate",
  "migrate",
  "commit",
] as const satisfies readonly (keyof SwapTimings)[];

export interface SwapTimes {
  readonly count: number;
  readonly median: number;
  readonly slowest: number;
}

/** Of the swaps that were done; nothing where none was. */
export const swapTimes = (swaps: readonly SwapRecord[]): SwapTimes | undefined => {
  const totals = swaps
    .filter(({ report }) => report.ok)
    .map(({ report }) => report.timings.total)
    .sort((a, b) => a - b);
  const slowest = totals.at(-1);
  const median = totals[Math.floor((totals.length - 1) / 2)];
  return slowest === undefined || median === undefined ? undefined : { count: totals.length, median, slowest };
};
