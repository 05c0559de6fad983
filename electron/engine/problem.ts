/** What goes wrong in what the user wrote, or in where it is kept. */

export type ProblemCode =
  | "folder-missing"
  | "folder-unreadable"
  | "folder-empty"
  | "folder-gone"
  | "file-unreadable"
  | "file-not-utf8"
  | "file-too-large"
  | "file-name-clash"
  | "not-trusted"
  | "unknown-module"
  | "nothing-to-undo"
  | "nothing-to-redo"
  | "nothing-to-resume"
  /** A turn, a text or a branch that the history does not have, or has no longer. */
  | "not-in-history"
  | "replay-cancelled"
  /** Under other code events came without end. */
  | "replay-stopped"
  /** A file that is no saved session, or is torn, or was written by a newer Graft. */
  | "session-file"
  | "syntax"
  | "top-level-await"
  | "compiler-stopped"
  | "unresolved-import"
  | "missing-export"
  | "ambiguous-export"
  | "circular-export"
  | "dependency-failed"
  | "export-in-use"
  | "still-imported"
  | "performer-clash"
  | "evaluate-threw"
  | "evaluate-timeout"
  | "init-threw"
  | "init-timeout"
  | "init-not-plain"
  | "migrate-threw"
  | "migrate-timeout"
  | "migrate-not-plain"
  | "source-threw"
  | "source-not-plain"
  | "disposer-threw"
  | "handler-threw"
  | "handler-timeout"
  | "outcome-not-plain"
  | "outcome-invalid"
  | "unknown-effect"
  | "effect-invalid"
  | "performer-threw"
  | "performer-timeout"
  | "performer-not-plain"
  | "resource-threw"
  | "resource-timeout"
  /** Little of the memory is left that the process may have. */
  | "memory-low"
  /** A single call took so much memory that the process would have died of it. */
  | "memory-cut"
  /** What was typed at a module's prompt. */
  | "prompt-threw"
  | "prompt-timeout"
  | "prompt-state"
  | "event-invalid"
  | "breakpoint-invalid"
  /** The expression of a breakpoint threw, or did not end. */
  | "breakpoint-threw"
  | "breakpoint-timeout"
  /** An event that was to be edited has been handled meanwhile. */
  | "not-waiting"
  /** Another process keeps this workspace's journal. */
  | "journal-owned"
  | "journal-failed"
  /** States are so large that they are saved less often than every 250 ms. */
  | "journal-slow"
  | "journal-damaged"
  /** Records of old generations cannot be written to the disk. */
  | "records-failed"
  /** A state is nested too deeply to be saved. */
  | "state-unsaved"
  /** A fresh generation failed, and its swap was undone as the workspace's options say. */
  | "swap-undone"
  | "not-revoked"
  /** An old generation that should be gone is still there. */
  | "generation-retained"
  | "queue-full"
  /** Thrown where no call of the loop is to blame: in a callback of a package, in a promise that nobody awaits. */
  | "uncaught"
  /** Of a text that its workspace's options do not let be swapped so. */
  | "type-error"
  /** They would have been looked for, and could not be. */
  | "types-unchecked";

/** One thing that went wrong in what the user wrote. `message` is one sentence that says what to do or what goes on. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  /** Id of the module, or the path of the folder; empty where there is no file to blame. */
  readonly file: string;
  /** 1-based; 0 where the place inside the file is not known. */
  readonly line: number;
  /** 1-based, in UTF-16 code units; 0 where not known. */
  readonly column: number;
  /** The generation in whose text the place is, where that is not what ran when it happened. */
  readonly generation?: number;
  /** The line of source that is meant, for a code frame. */
  readonly lineText?: string;
  /** Turn in which it happened, where it happened in one. */
  readonly turn?: number;
  /** How often it has happened, when more than once. */
  readonly count?: number;
}
