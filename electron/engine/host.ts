import type { Problem } from "./summary.ts";

/** What the engine asks of whoever runs it. Time and chance come from here, so that tests can hold them. */
export interface Host {
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  /** The built `compile.worker.js`. */
  readonly compilerWorker: string | URL;
  /** The built `heap.worker.js`. */
  readonly heapWorker: string | URL;
  /** Folder for compiled output, kept between runs; absent: nothing is kept. */
  readonly cacheFolder?: string;
  /** How long a handler, a top level, `init` or `migrate` may run before it is cut, in ms. Default 1000. */
  readonly callTimeoutMs?: number;
  /** Whether a person types, whose keys come on the engine's thread; absent: nobody does. */
  readonly isTyping?: () => boolean;
  /**
   * Finds the type errors that modules of a workspace would have, were these their texts. Answers `undefined` where that
   * cannot be told now; absent: nowhere.
   */
  readonly checkTypes?: (folder: string, texts: ReadonlyMap<string, string>) => Promise<readonly Problem[] | undefined>;
  /** A thread that watches this one; absent: what is cut is named by its function only, and a hang by nobody. */
  readonly witness?: WitnessPlace;
  /** Writes down how workspaces stand, so that they outlive the process; absent: nothing is written. */
  readonly journal?: JournalPlace;
}

export interface WitnessPlace {
  /** The built `witness.worker.js`. */
  readonly worker: string | URL;
  /** File that is there while the program hangs (`takeHangNote`); absent: a hang is not noticed. */
  readonly note?: string;
  /** How long it must not turn before that is a hang, in ms. Default 5000. */
  readonly hangMs?: number;
}

export interface JournalPlace {
  /** Has a folder for each workspace. */
  readonly folder: string;
  /** The built `journal.worker.js`. */
  readonly worker: string | URL;
  /** What is done with a journal that an earlier run left. */
  readonly resume: ResumePolicy;
}

/**
 * - `ask`: after an end that was no clean one the workspace opens as it stood, paused; after a clean one that is offered
 * - `always`: it opens as it stood
 * - `never`: it opens fresh, and the other is offered
 * - `forget`: it opens fresh, and what was left is deleted
 */
export type ResumePolicy = "ask" | "always" | "never" | "forget";
