/** What the engine tells of the open workspace as a whole, and of what an earlier run of it left. */
import type { Problem } from "./problem.ts";

export interface WorkspaceSummary {
  /** Absolute path; empty while none is open. */
  readonly folder: string;
  /** A count. */
  readonly modules: number;
}

/** What an earlier run of a workspace left. */
export interface PendingSession {
  readonly folder: string;
  /**
   * - `opened`: it is what is open now, paused; it waits for a word to go on
   * - `offered`: the workspace was opened fresh, and can go on from it instead
   * - `held`: nothing runs, because the last run did not survive opening it
   */
  readonly how: "opened" | "offered" | "held";
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly turn: number;
  readonly queued: number;
  /** A count. */
  readonly modules: number;
  /** Modules that could not be brought back, with the reasons. */
  readonly failed: readonly Problem[];
  /** What of it is not as it was saved, in a sentence. */
  readonly reason?: string;
}

/** What the program takes of the machine, and how its loop keeps up, at this moment. */
export interface PerformanceSummary {
  /** Turns in the last second; how long the last event waited, in ms; how many wait. */
  readonly rate: number;
  readonly delayMs: number;
  readonly queued: number;
  /** Of the whole process, with the threads of compiler and journal. */
  readonly rssBytes: number;
  /** Of the program's own heap, and what it may have at the most. */
  readonly heapBytes: number;
  readonly heapLimitBytes: number;
  /** Superseded, and not proved gone. */
  readonly oldGenerations: number;
}

/** What a person chose for one workspace; kept with its journal. */
export interface WorkspaceOptions {
  /** A swap is undone by itself when a generation of it fails so often in its first second. */
  readonly autoUndo: { readonly failures: number } | null;
  /** A module is swapped when its file is saved. */
  readonly swapOnSave: boolean;
  /** A text with type errors is not swapped. */
  readonly refuseTypeErrors: boolean;
}
