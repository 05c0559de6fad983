/**
 * What the engine tells of itself: plain data only, so that it can cross any process border.
 * Every type here is a result or a notification of the contract (`electron/ipc/contract.ts`), declared beside what it is about.
 */
export type * from "./log-entry.ts";
export type * from "./problem.ts";
export type * from "./workspace-summary.ts";
export type * from "./history/summary.ts";
export type * from "./live/summary.ts";
export type * from "./loop/breakpoint.ts";
export type * from "./loop/drawing.ts";
export type * from "./loop/status.ts";
export type * from "./loop/turn-summary.ts";
export type * from "./loop/waiting.ts";
export type * from "./modules/summary.ts";
export type * from "./modules/swap-report.ts";
export type * from "./prompt/summary.ts";
export type * from "./references/heap-summary.ts";
export type * from "./references/graph-summary.ts";
export type * from "./references/holder.ts";
export type * from "./references/let-go.ts";
export type * from "./references/summary.ts";
