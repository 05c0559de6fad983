/** The engine: opens a folder of modules, runs them in one event loop, swaps them while it runs. Plain Node. */
export { Workbench, createWorkbench } from "./workbench.ts";
export { briefOf } from "./history/brief.ts";
export { takeHangNote, wordsOfHang } from "./loop/hang.ts";
export { lineOfProblem, linesOfReplay } from "./replay/words.ts";
export type { Under } from "./replay/replay.ts";
export { Refusal } from "./source/workspace.ts";
export type { EngineNotifications } from "./notifications.ts";
export type * from "./summary.ts";
