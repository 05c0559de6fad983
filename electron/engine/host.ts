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
  /** Writes down how workspaces stand, so that they outlive the process; absent: nothing is written. */
  readonly journal?: JournalPlace;
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
