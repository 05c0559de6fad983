/** What the engine tells of its history: rewinding, replaying, who wrote what. Plain data, as all of `../summary.ts`. */
import type { Event, Plain } from "../plain.ts";
import type { Drawing } from "../loop/drawing.ts";
import type { TurnSummary } from "../loop/turn-summary.ts";
import type { Problem } from "../problem.ts";

/**
 * - `load`, `resume`: modules began to run; from their files, or from what an earlier run left
 * - `swap`, `undo`, `redo`, `unload`: a transaction
 * - `rewind`: the history went on from an earlier turn, under the code that ran then
 */
export type MarkKind = "load" | "resume" | "swap" | "undo" | "redo" | "unload" | "rewind" | "prompt";

/** A change of code, or a new beginning, on the history's timeline. */
export interface Mark {
  /** 1, 2, 3 … in the order in which they came about. */
  readonly number: number;
  readonly kind: MarkKind;
  /** The last turn before it. */
  readonly turn: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Generations before and after; 0: none. */
  readonly modules: readonly { readonly id: string; readonly from: number; readonly to: number }[];
  /** Importers that keep what they computed from an old generation. */
  readonly stale: readonly string[];
}

/** A future that was left when the loop went on from an earlier turn. */
export interface BranchSummary {
  readonly branch: number;
  /** The last turn that it shares with the line it left. */
  readonly from: number;
  /** Its newest turn. */
  readonly to: number;
  /** Milliseconds since 1970 when it was left. */
  readonly at: number;
}

/** Every field that is given has to fit; those of calls the same call. */
export interface TurnFilter {
  /** Type of the event. */
  readonly event?: string;
  readonly module?: string;
  readonly function?: string;
  /** In the event: in a field's name, or in a value as it is written; in whatever case. */
  readonly text?: string;
  /** Turns in which a call failed. */
  readonly errors?: boolean;
  /** Turns whose event that turn brought about. */
  readonly causedBy?: number;
}

export interface FoundTurns {
  /** Numbers of the oldest and the newest turn that can be told; 0 while there is none. */
  readonly first: number;
  readonly last: number;
  /** How many fit. */
  readonly matches: number;
  /** Some of them, ascending. */
  readonly turns: readonly TurnSummary[];
  /** The numbers of all of them, if asked for. */
  readonly numbers?: readonly number[];
}

export interface HistoryMarks {
  /** The oldest turn that is there, and the newest; 0 while there is none. */
  readonly first: number;
  readonly last: number;
  /** The turn after which everything stands; less than `last` while rewound. */
  readonly at: number;
  /** Ascending by turn. */
  readonly marks: readonly Mark[];
  /** Of turns that are forgotten, as far as they are known. */
  readonly earlier: readonly Mark[];
  /** Generation of each module before the first mark. */
  readonly base: Readonly<Record<string, number>>;
  /** Oldest first. */
  readonly branches: readonly BranchSummary[];
}

/** How everything stood after a turn. */
export interface PastMoment {
  readonly turn: number;
  readonly states: Readonly<Record<string, Plain>>;
  /** What waited, oldest first; at most 1,000 of them. */
  readonly queue: readonly Event[];
  /** A count. */
  readonly queued: number;
  /** `after` events whose time had not come; `inMs` from then. */
  readonly afters: readonly { readonly module: string; readonly event: Event; readonly inMs: number }[];
  readonly drawings: readonly Drawing[];
  /** Generation of each module that ran in this turn. */
  readonly generations: Readonly<Record<string, number>>;
}

/** One value that is not what it was. A side that has nothing there has no field. */
export interface Difference {
  readonly turn: number;
  readonly module: string;
  /** From the state: `bars[2].pitch`; the whole state is `""`. */
  readonly path: string;
  readonly before?: Plain;
  readonly after?: Plain;
}

/**
 * An emitted event or an effect that is not what it was: changed (both sides), no longer there (`before` only), or new
 * (`after` only). Several of one type are told apart by their order. Both sides are told in brief, so the first place where
 * they differ is told too.
 */
export interface MessageDifference {
  readonly turn: number;
  readonly module: string;
  readonly function: string;
  readonly before?: Event;
  readonly after?: Event;
  readonly first?: Omit<Difference, "turn" | "module">;
}

/** A call that failed and does not, or the other way round, or fails otherwise. */
export interface ErrorDifference {
  readonly turn: number;
  readonly module: string;
  readonly function: string;
  readonly before?: Problem;
  readonly after?: Problem;
}

/** A turn that there was and is not any more (`before`), or that there was not (`after`, behind turn `turn`). */
export interface EventDifference {
  readonly turn: number;
  readonly before?: Event;
  readonly after?: Event;
}

export interface ReplayReport {
  /** False: it was refused, or ended early; `problems` says why. */
  readonly ok: boolean;
  readonly from: number;
  readonly to: number;
  /** How many turns ran on the copy. */
  readonly turns: number;
  /** Of states, ascending by turn; each where it comes about or becomes another. */
  readonly differences: readonly Difference[];
  /** What the migration makes of the states before `from`; empty where no code of another shape is tried. */
  readonly migrated: readonly Omit<Difference, "turn">[];
  readonly emitted: readonly MessageDifference[];
  readonly effects: readonly MessageDifference[];
  readonly errors: readonly ErrorDifference[];
  readonly events: readonly EventDifference[];
  /** Differences of all kinds that were left out, because there were more than 1,000 of a kind. */
  readonly more: number;
  /** Why it was refused; what was cut. */
  readonly problems: readonly Problem[];
  readonly ms: number;
}

/** A handler that is not a function of its state and event. */
export interface Impurity {
  /** The first turn in which it showed. */
  readonly turn: number;
  readonly module: string;
  readonly function: string;
  readonly generation: number;
  /** From the outcome: `state.n`, `emit[0].by`. */
  readonly path: string;
  readonly before?: Plain;
  readonly after?: Plain;
  /** What it read that is neither: `Math.random`, `Date.now`; empty where that was not seen. */
  readonly reads: readonly string[];
  /** In how many calls it showed, of how many that were made again. */
  readonly count: number;
  readonly calls: number;
}

export interface PurityReport {
  readonly ok: boolean;
  readonly from: number;
  readonly to: number;
  /** How many calls were made again. */
  readonly calls: number;
  readonly impure: readonly Impurity[];
  /** Modules of which nothing is claimed, with the reason in a sentence. */
  readonly unknown: readonly { readonly module: string; readonly reason: string }[];
  readonly problems: readonly Problem[];
  readonly ms: number;
}

/** A session that was saved. */
export interface SavedSummary {
  readonly file: string;
  readonly bytes: number;
  /** How many are in it. */
  readonly turns: number;
}

/** Who wrote a value. */
export type Writer =
  | {
      readonly kind: "call";
      readonly turn: number;
      readonly module: string;
      readonly function: string;
      readonly generation: number;
    }
  /** Set outside of a turn, after turn `turn`. */
  | { readonly kind: MarkKind; readonly turn: number; readonly generation: number }
  /** It was so when the history begins, or nobody looked further back than turn `turn`. */
  | { readonly kind: "before"; readonly turn: number };

export interface Provenance {
  readonly id: string;
  /** State after this turn. */
  readonly turn: number;
  readonly path: string;
  readonly by: Writer;
  /** Its fields or items, at most 500, with who wrote each last; empty where the value has no parts. */
  readonly fields: readonly { readonly path: string; readonly by: Writer }[];
  /** Fields that were left out. */
  readonly more: number;
}
