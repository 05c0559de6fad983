/** What the engine tells of the loop as it stands. */
import type { CallSummary, Cause } from "./turn-summary.ts";
import type { Event, Plain } from "../plain.ts";
import type { PauseOn, Stop } from "./breakpoint.ts";

/** The turn inside which the loop stands. */
export interface InTurn {
  readonly turn: number;
  readonly event: Event;
  readonly cause: Cause;
  /** Place of the handler that is called next, and how many there are. */
  readonly nextCall: number;
  readonly calls: number;
  readonly next?: {
    readonly module: string;
    readonly function: string;
    readonly generation: number;
    /** What it will be called with. */
    readonly state: Plain;
  };
  /** The calls so far, with their outcomes. */
  readonly made: readonly CallSummary[];
}

export interface SlotSummary {
  readonly event: string;
  readonly handlers: readonly { readonly module: string; readonly function: string; readonly generation: number }[];
}

export interface LoopStatus {
  readonly mode: "running" | "paused";
  /** Number of the last turn that ended; 0 before the first. */
  readonly turn: number;
  readonly queued: number;
  /** Events from sources that were dropped because the queue was full, since the workspace was opened. */
  readonly dropped: number;
  /** The clock that makes `tick` events, in Hz. */
  readonly hz: number;
  /** Turns in the last second. */
  readonly rate: number;
  /** How long the last event waited in the queue, in ms. */
  readonly delayMs: number;
  readonly slots: readonly SlotSummary[];
  /** Present while everything stands after an earlier turn than the newest. */
  readonly rewound?: {
    /** The newest turn: the end of the future, which stays until the next turn. */
    readonly newest: number;
    /** Events of sources and performers that are held back meanwhile. */
    readonly held: number;
    /** Modules that ran other code in that turn than they run now. */
    readonly otherCode: readonly string[];
  };
  /** Where the loop stands inside a turn, when stepping by handler. */
  readonly inTurn?: InTurn;
  /** Number of the oldest turn of the history; 0 while there is none. */
  readonly first: number;
  /** Slow motion: turns a second at the most; `null`: as fast as it can. */
  readonly speed: number | null;
  readonly pauseOn: PauseOn;
  /** A step is under way that takes a while. */
  readonly stepping?: true;
  /** Why it stopped by itself, until it goes on. */
  readonly stopped?: Stop;
}
