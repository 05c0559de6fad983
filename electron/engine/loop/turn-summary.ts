/** What the engine tells of a turn: the event, why it came, the calls that were made for it. */
import type { Event, Outcome } from "../plain.ts";
import type { Problem } from "../problem.ts";

export interface CallSummary {
  readonly module: string;
  readonly function: string;
  readonly generation: number;
  readonly ms: number;
  readonly outcome?: Outcome;
  readonly error?: Problem;
}

/** The call that something came of. */
export interface Asker {
  readonly turn: number;
  readonly module: string;
  readonly function: string;
  readonly generation: number;
}

/**
 * Who put an event into the queue.
 * - `handler`: by `emit` in its outcome · `effect emit`: by the effect · `after`: by the effect, when its time had come
 * - `performer`: answered; `turn` is the one whose effect it performed
 * - `source`: a module's subscription
 * - `outside`: a person, a script, input · `host`: the engine (`start`, `tick`, `swap`)
 *
 * `edited`: a person put another event in its place while it waited.
 */
export type Cause = { readonly edited?: true } & (
  | (Asker & { readonly by: "handler" | "effect emit" | "performer" })
  /** `dueMs`: when its time had come, on the loop's clock. */
  | (Asker & { readonly by: "after"; readonly dueMs: number })
  | { readonly by: "source"; readonly module: string; readonly function: string; readonly generation: number }
  | { readonly by: "outside" | "host" }
);

export interface TurnSummary {
  /** 1, 2, 3 … */
  readonly turn: number;
  readonly event: Event;
  readonly cause: Cause;
  /** The turn that was under way, or else had ended last, when the event was queued. */
  readonly queuedAfter: number;
  /** When it began, on the loop's clock. */
  readonly clockMs: number;
  readonly calls: readonly CallSummary[];
}
