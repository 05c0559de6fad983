/** The engine: opens a folder of modules, runs them in one event loop, swaps them while it runs. Plain Node. */
export { Workbench, createWorkbench } from "./workbench.ts";
export type { Host } from "./host.ts";
export { briefOf } from "./history/brief.ts";
export { takeHangNote, wordsOfHang } from "./loop/hang.ts";
export { Refusal, scanFolder } from "./source/workspace.ts";
export type { EngineNotifications } from "./notifications.ts";
export type { Effect, Event, Outcome, Plain } from "./plain.ts";
export type * from "./summary.ts";
