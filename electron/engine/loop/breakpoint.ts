/** Where and why the loop stops by itself. */
import type { Event, Outcome } from "../plain.ts";
import type { Problem } from "../problem.ts";

/**
 * Where the loop stops: where every field that is given fits. With `effect`, `path`, `error`, or a condition over
 * `outcome`, after a call; with `module`, `function`, or a condition over `state`, before a call; else before the turn.
 */
export interface Breakpoint {
  /** Type of the event. */
  readonly event?: string | undefined;
  readonly module?: string | undefined;
  readonly function?: string | undefined;
  /** Type of an effect that a call asks for. */
  readonly effect?: string | undefined;
  /** Of the state, that a call changes: `bars[2].pitch`; the whole state is `""`. */
  readonly path?: string | undefined;
  /** A call that fails. */
  readonly error?: boolean | undefined;
  /** An expression over `event`, `state` (what the call sees) and `outcome` (what it returned). */
  readonly condition?: string | undefined;
  /** Logs in place of stopping; a text may have `${…}` in it. */
  readonly log?: boolean | string | undefined;
  /** Default true. */
  readonly enabled?: boolean | undefined;
}

export interface BreakpointSummary extends Breakpoint {
  /** How often it fitted since it was set. */
  readonly hits: number;
  /** Why its expressions are not tried any more. */
  readonly problem?: Problem;
}

/** Why the loop stopped by itself. */
export type Stop =
  | {
      /** What a person set; or what the step was to go on until. */
      readonly by: "breakpoint" | "until";
      readonly breakpoint: Breakpoint;
      /** Its place in the list. */
      readonly index?: number;
      /** The turn that was about to begin, or was rolled back: its event is at the queue's head. */
      readonly turn: number;
      readonly event: Event;
      /** The call that was about to be made, or was made. */
      readonly call?: { readonly module: string; readonly function: string; readonly generation: number };
      /** Of a call that was made. */
      readonly outcome?: Outcome;
      readonly problem?: Problem;
    }
  | { readonly by: "error"; readonly problem: Problem }
  | { readonly by: "swap"; readonly modules: readonly string[] };

/** What else pauses the loop. */
export interface PauseOn {
  /** A turn in which something failed. */
  readonly error: boolean;
  /** A swap; an undo and a redo too. */
  readonly swap: boolean;
}
