/** What the engine tells of references, and of generations to their end. Plain data, as all of `../summary.ts`. */
import type { Explanation } from "./heap-summary.ts";
import type { Holder, Moment, PastHolder } from "./holder.ts";

/** How many holders of each kind refer to a function or a module. `total` is the sum of the others. */
export interface ReferenceCounts {
  readonly total: number;
  readonly slots: number;
  readonly imports: number;
  readonly resources: number;
  readonly calls: number;
}

export type GenerationStatus = "current" | "draining" | "reclaimed" | "retained";

/** What of the memory one generation is responsible for. */
export interface GenerationMemory {
  /** Of the author's text, and of the code that was made from it; as UTF-8. */
  readonly textBytes: number;
  readonly codeBytes: number;
  /** What of V8's heap would be freed if the generation were gone, when that was looked at last; absent: not known. */
  readonly heapBytes?: number;
  readonly seen?: Moment;
}

export interface GenerationSummary {
  readonly generation: number;
  readonly status: GenerationStatus;
  readonly functions: readonly { readonly name: string; readonly status: GenerationStatus }[];
  /** Empty once it is reclaimed; of a current one who holds it now. */
  readonly holders: readonly Holder[];
  /** Who held it before and let go, by when they began; absent where nobody did, or where it is summed up. */
  readonly held?: readonly PastHolder[];
  /** How many more did, of which that is all that is known. */
  readonly heldMore?: number;
  /** Last turn before it was spliced in. */
  readonly fromTurn: number;
  /** Last turn before it was taken out. */
  readonly toTurn?: number;
  /** When it was spliced in, and when it was taken out; absent where it is summed up. */
  readonly began?: Moment;
  readonly ended?: Moment;
  /** Names that its text exports, functions or not; `* of "./m"` for a star. Absent where it is summed up. */
  readonly exports?: readonly string[];
  /** SHA-256 of the text that it was made from, in hexadecimal; absent where it is summed up. */
  readonly sourceHash?: string;
  /** Absent where it is summed up. */
  readonly memory?: GenerationMemory;
  /** Its code throws when it uses anything of its module. */
  readonly revoked?: true;
  /** What its exported functions do when they are called: throw too, or go on in the current generation. */
  readonly revokedHow?: "throw" | "forward";
  readonly proof?: {
    readonly by: "collection" | "forced collection";
    readonly atTurn: number;
    readonly at: number;
    readonly collections: number;
  };
}

/** The account of one generation's end. */
export interface Certificate
  extends
    Pick<
      GenerationSummary,
      | "functions"
      | "holders"
      | "held"
      | "heldMore"
      | "memory"
      | "began"
      | "ended"
      | "exports"
      | "fromTurn"
      | "toTurn"
      | "revoked"
      | "revokedHow"
      | "sourceHash"
    >,
    Partial<Explanation> {
  readonly id: string;
  readonly generation: number;
  readonly status: GenerationStatus;
  /** Present once it is reclaimed. */
  readonly provedBy?: "collection" | "forced collection";
  /** Last turn before the proof; milliseconds since 1970; forced collections that it took. */
  readonly provedAtTurn?: number;
  readonly provedAt?: number;
  readonly collections?: number;
  /** Why there is no path, where one was to be found: one sentence. */
  readonly pathRefused?: string;
}

/** How many old generations of a module outlived a full collection, from then on. */
export interface RetentionPoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly turn: number;
  /** The newest generation then. */
  readonly generation: number;
  readonly retained: number;
}
