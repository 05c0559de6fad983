/** What the engine tells unasked. */
import type {
  GenerationStatus,
  HandlerFigures,
  LogEntry,
  LoopStatus,
  ModuleSummary,
  Problem,
  SwapReport,
  TurnSummary,
  WorkspaceSummary,
} from "./summary.ts";

/** Of a loop of thousands of handlers the slots are nearly all there is to tell: told where they changed only. */
export type LoopNews = Omit<LoopStatus, "slots"> & Partial<Pick<LoopStatus, "slots">>;

export interface EngineNotifications {
  ready: WorkspaceSummary;
  /** Whole summaries of the modules that are not as they were told last; at most once a frame. */
  "modules.changed": { readonly modules: readonly ModuleSummary[]; readonly removed: readonly string[] };
  /** At most once a frame: the newest turns in brief (at most 20), how many older ones of that frame are not among them, the status. */
  "loop.turn": { readonly turns: readonly TurnSummary[]; readonly skipped: number; readonly status: LoopNews };
  /** Mode, clock, queue or slots changed without a turn; at most once a frame. */
  "loop.changed": LoopNews;
  /** Handlers of the modules that are watched (`loop.watch`), of which there is news; at most four times a second. */
  "loop.calls": { readonly handlers: readonly HandlerFigures[] };
  /** A swap ended, well or not, whoever asked for it. */
  "modules.swapped": SwapReport;
  /** The end of an old generation was proved, or it outlived a full collection. */
  "generation.settled": { readonly id: string; readonly generation: number; readonly status: GenerationStatus };
  log: { readonly entries: readonly LogEntry[] };
  /** Told again, at most once a second, when it happens again: `count` has grown then. */
  problem: Problem;
  /** Problems of a file are none any more, for another reason than a swap; empty: the folder's. */
  "problems.withdrawn": { readonly file: string };
  /** How far opening a folder has come; sent when that takes over half a second. */
  "workspace.progress": { readonly done: number; readonly of: number; readonly doing: "scan" | "compile" | "evaluate" };
}
