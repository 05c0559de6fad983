/** What the heap tells of what keeps a generation, and what it costs to ask. */

/** One step of the way on which something keeps a generation. */
export interface PathStep {
  /** In the author's words: `b.ts`, `variable kept`, `array [0]`, `f of a.ts #2`. */
  readonly label: string;
  readonly module?: string;
  readonly generation?: number;
  readonly variable?: string;
  readonly function?: string;
  /** In the text of that generation, from 1. */
  readonly line?: number;
}

/** What keeps a generation that the ledger knows no holder of. */
export interface Explanation {
  /** `b.ts → variable kept → array [0] → f of a.ts #2`. */
  readonly path: string;
  readonly steps: readonly PathStep[];
}

/** What a search through the heap would cost; the program stands still for a part of it. */
export interface ExplainCost {
  readonly heapBytes: number;
  readonly blockedMs: number;
  readonly ms: number;
  /** Why it would not even be begun: one sentence. */
  readonly refused?: string;
}

/** What came of measuring the memory of every generation. */
export interface MeasureReport {
  /** Generations that were measured. */
  readonly measured: number;
  /** Why it came to nothing: one sentence. */
  readonly refused?: string;
}
