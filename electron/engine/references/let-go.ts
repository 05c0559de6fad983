/** What was done about a generation that does not end by itself. */
import type { Problem } from "../problem.ts";

/** What the host itself had of an old generation, and let go. */
export interface DropReport {
  readonly id: string;
  readonly generation: number;
  /** In words: `setInterval 500 ms`, `a call of performWait in flight`. */
  readonly dropped: readonly string[];
  /** What the disposers threw. */
  readonly problems: readonly Problem[];
}

/** What became of revoking an old generation. */
export interface RevokeReport {
  readonly id: string;
  readonly generation: number;
  readonly how: "throw" | "forward";
  /** Names that throw when its code uses them next: bindings of the module, specifiers of imports. */
  readonly throws: readonly string[];
  /** Exported functions that are still held, and whose calls go on in the current generation. */
  readonly forwards: readonly string[];
  /** Such that throw: at their next call, or at their next use of a name above. */
  readonly stopped: readonly string[];
  /** Such that can do neither: they run on until they use one of these names. */
  readonly unstoppable: readonly string[];
}
