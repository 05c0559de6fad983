/** What the loop asks of whoever runs it. */
import type { LogEntry, LoopStatus, Problem, ProblemCode, TurnSummary } from "../summary.ts";
import type { Performer } from "./effects.ts";
import type { Place } from "./problem.ts";
import type { Handler } from "./slot.ts";

export interface LoopHost {
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  /**
   * Where in the author's source an error came from. What was thrown may be anything; what the loop itself has to say
   * against a call is a `Finding`. Called inside the guard: it may be cut, and must leave nothing half done.
   */
  readonly problemOf: (code: ProblemCode, error: unknown, at: Place) => Problem;
  /** Called when the turn is in the history. */
  readonly onTurn: (turn: TurnSummary) => void;
  readonly onProblem: (problem: Problem) => void;
  readonly onLog: (entry: LogEntry) => void;
  /** Mode, clock or the queue's length changed without a turn. */
  readonly onChange: () => void;
  /** A handler was cut by the guard; called before the turn goes on. */
  readonly onRunaway: (handler: Handler) => void;
  /** The same of a performer. */
  readonly onRunawayPerformer?: (performer: Performer) => void;
  /** Asked before each batch of a running loop; while it says no, the loop waits. Absent: it never does. */
  readonly mayGoOn?: () => boolean;
  /**
   * Calls something when the code that runs now is done, before the process has its turn: a loop at rest takes an event so.
   * Absent: it waits for the process's turn.
   */
  readonly atEnd?: (call: () => void) => void;
  /** Whether a person types, whose keys come on this thread: then batches are shorter. Absent: nobody does. */
  readonly isTyping?: () => boolean;
  /** Where everything stands after an earlier turn than the newest: what the status tells of it. */
  readonly rewound?: () => LoopStatus["rewound"];
  readonly callTimeoutMs: number;
  /** How many events may wait before those of sources are dropped. Default 1,000,000. */
  readonly queueBound?: number;
}

/** Makes a problem of whatever went wrong in a call. @param turn absent: the one under way */
export type ProblemMaker = (code: ProblemCode, error: unknown, at: Place, turn?: number) => Problem;
