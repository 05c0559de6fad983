/** What the engine tells of handlers while somebody looks at their text. */
import type { Event, Outcome } from "../plain.ts";
import type { Problem } from "../problem.ts";

/** What one handler does, while somebody looks at its module. */
export interface HandlerFigures {
  readonly module: string;
  readonly function: string;
  /** Of the last call. */
  readonly generation: number;
  /** Where it is declared in that generation's text, from 1; 0 where that is not known. */
  readonly line: number;
  /** Calls a second, since it was told last. */
  readonly rate: number;
  /** Since somebody looks. */
  readonly calls: number;
  /** What a call took, over those that `rate` counts. */
  readonly meanMs: number;
  readonly last?: {
    readonly turn: number;
    /** When its turn began, on the loop's clock. */
    readonly clockMs: number;
    /** Event and outcome in brief. */
    readonly event: Event;
    readonly ms: number;
    readonly outcome?: Outcome;
    readonly failed?: true;
  };
  /** The last call that failed, until its event went well. */
  readonly failure?: {
    readonly turn: number;
    readonly generation: number;
    readonly event: Event;
    readonly problem: Problem;
  };
}
