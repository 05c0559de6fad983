/** What became of a swap, an undo, a redo or an unload. */
import type { Plain } from "../plain.ts";
import type { Problem } from "../problem.ts";

export interface SwapTimings {
  readonly compile: number;
  readonly link: number;
  readonly evaluate: number;
  readonly migrate: number;
  readonly commit: number;
  readonly total: number;
}

export interface SwappedModule {
  readonly id: string;
  /** Generation before (0: none) and after (0: unloaded). */
  readonly from: number;
  readonly to: number;
  readonly exports: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly string[];
    readonly same: readonly string[];
  };
  /** Paths of fields (`bars[2].pitch`); the whole state is the path `""`. */
  readonly state: {
    readonly kept: readonly string[];
    readonly added: readonly string[];
    readonly dropped: readonly string[];
  };
  /** Slots its handlers were spliced into. */
  readonly handlers: readonly string[];
  /** Top-level variables that began anew. */
  readonly variables: readonly string[];
  /** Importers whose imports now reach the new generation. */
  readonly followers: readonly string[];
  /** State before and after; in dry runs only. */
  readonly preview?: { readonly before: Plain; readonly after: Plain };
}

export interface SwapReport {
  readonly ok: boolean;
  /** An earlier transaction was undone, or done again; absent where new texts were brought in, or modules unloaded. */
  readonly kind?: "undo" | "redo";
  /** What it was asked for: the modules that were named, or that an undo or redo is about. */
  readonly asked?: readonly string[];
  readonly dryRun: boolean;
  /** Last turn before the swap. */
  readonly turn: number;
  readonly modules: readonly SwappedModule[];
  /** Importers that keep what they computed from an old generation while they were themselves evaluated. */
  readonly stale: readonly string[];
  /** When `ok` is false the reasons; else what went wrong without stopping the swap (a source that did not start). */
  readonly problems: readonly Problem[];
  readonly timings: SwapTimings;
  /** Of an undo or redo that brings states back: how many turns' changes it sets aside. */
  readonly setAside?: number;
}
