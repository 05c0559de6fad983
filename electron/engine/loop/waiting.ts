/** What waits for the loop, and what a person does to it. */
import type { Asker, Cause } from "./turn-summary.ts";
import type { Event } from "../plain.ts";

/** An event that waits for its turn. */
export interface Waiting {
  /** It keeps it as long as it waits, wherever in the queue. */
  readonly number: number;
  readonly event: Event;
  readonly cause: Cause;
  /** As in `TurnSummary`. */
  readonly queuedAfter: number;
}

/** What waits for the loop, and for its clock. */
export interface WaitingSummary {
  /** How many events wait in all. */
  readonly queued: number;
  /** How many wait before the first that is told. */
  readonly from: number;
  readonly waiting: readonly (Waiting & {
    /** How long it has waited so far. */
    readonly waitedMs: number;
  })[];
  readonly afters: readonly {
    readonly event: Event;
    /** Who asked for it. */
    readonly by: Asker;
    /** When its time will have come, on the loop's clock from now. */
    readonly inMs: number;
  }[];
}

/** What a person does to the queue; events by their numbers. */
export type QueueEdit =
  | { readonly edit: "drop"; readonly numbers: readonly number[] }
  /** `before`: `null` for the queue's end. */
  | { readonly edit: "move"; readonly number: number; readonly before: number | null }
  | { readonly edit: "replace"; readonly number: number; readonly event: unknown };
