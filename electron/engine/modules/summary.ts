/** What the engine tells of modules and their texts. Plain data, as all of `../summary.ts`. */
import type { Problem } from "../problem.ts";
import type { ReferenceCounts } from "../references/summary.ts";

/** `any` of the words of design: what an export is, told by its name and by where it was declared. */
export type FunctionKind = "handler" | "performer" | "source" | "lifecycle" | "function";

export interface FunctionSummary {
  readonly name: string;
  readonly kind: FunctionKind;
  /** The type of event it is spliced for; `any` for `onAny`. Handlers only. */
  readonly slot?: string;
  readonly references: ReferenceCounts;
}

/**
 * - `new`: listed, never loaded
 * - `running`: its newest generation is what the file says
 * - `changed`: the file says something else than what runs
 * - `failed`: the last load or swap was refused, or the file as it is does not compile; an older generation may run
 * - `deleted`: the file is gone, the module runs on
 * - `quarantined`: cut as a runaway; its handlers are skipped
 */
export type ModuleStatus = "new" | "running" | "changed" | "failed" | "deleted" | "quarantined";

export interface ModuleSummary {
  /** Its path in the workspace, with `/`. */
  readonly id: string;
  readonly status: ModuleStatus;
  /** Number of the current generation; 0 while there is none. */
  readonly generation: number;
  /** Every callable export of the current generation, in order of declaration. */
  readonly functions: readonly FunctionSummary[];
  readonly references: ReferenceCounts;
  /** Specifiers resolved: ids of modules, `node:fs`, names of packages. */
  readonly imports: readonly string[];
  /** Ids of the modules that import this one. */
  readonly importers: readonly string[];
  readonly problem?: Problem;
}

/** A module's text, as it is on disk and as it runs. */
export interface SourceSummary {
  readonly id: string;
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  /** Absent while nothing runs. */
  readonly running?: string;
}
