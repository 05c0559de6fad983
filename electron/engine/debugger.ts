/** What a person sets to take the loop apart: breakpoints, what else pauses it, steps until something is so. */
import { briefEvent } from "./history/brief.ts";
import type { Keeper } from "./keeper.ts";
import { pointsOf, untilOf } from "./loop/breakpoints.ts";
import type { Loop } from "./loop/loop.ts";
import type { StepOptions } from "./loop/steps.ts";
import type { Point } from "./loop/watch.ts";
import type { Event } from "./plain.ts";
import type { Compiler } from "./source/compile.ts";
import { Refusal } from "./source/workspace.ts";
import type { Breakpoint, BreakpointSummary, PauseOn, QueueEdit, TurnSummary, WaitingSummary } from "./summary.ts";

/** Units that a step takes at the most when it goes on until something is so, and nobody says how many. */
const mostUnits = 100_000;

export interface DebuggerParts {
  readonly loop: Loop;
  readonly compiler: Compiler;
  readonly keeper: Keeper;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

export type StepRequest = Omit<StepOptions, "until"> & { readonly until?: string | Breakpoint };

/** A stretch of what waits: behind so many, or from one event on. */
export interface WaitingRequest {
  readonly from?: number | undefined;
  readonly number?: number | undefined;
  readonly limit?: number | undefined;
  /** Events without what makes them long. */
  readonly brief?: boolean | undefined;
}

export class Debugger {
  readonly #parts: DebuggerParts;

  constructor(parts: DebuggerParts) {
    this.#parts = parts;
  }

  breakpoints(): readonly BreakpointSummary[] {
    return this.#parts.loop.breakpoints();
  }

  /** @throws Refusal for the first that makes no sense; then the old ones stay */
  async setBreakpoints(breakpoints: readonly Breakpoint[]): Promise<readonly BreakpointSummary[]> {
    const { loop, compiler, keeper } = this.#parts;
    const made = await pointsOf(breakpoints, compiler);
    if (!made.ok) throw new Refusal(made.problem.code, made.problem.message);
    loop.setBreakpoints(made.points);
    keeper.stops = { breakpoints, pauseOn: loop.pauseOn };
    return loop.breakpoints();
  }

  setPauseOn(change: Partial<PauseOn>): PauseOn {
    const { loop, keeper } = this.#parts;
    if (Object.keys(change).length > 0) {
      const pauseOn = loop.setPauseOn(change);
      keeper.stops = { breakpoints: keeper.stops.breakpoints, pauseOn };
    }
    return loop.pauseOn;
  }

  /** What was set in an earlier run of the workspace. What no longer makes sense is left out. */
  async restore(): Promise<void> {
    const { loop, compiler, keeper } = this.#parts;
    const { breakpoints, pauseOn } = keeper.stops;
    loop.setPauseOn(pauseOn);
    const points: Point[] = [];
    for (const breakpoint of breakpoints) {
      const made = await pointsOf([breakpoint], compiler);
      if (made.ok) points.push({ ...made.points[0]!, index: points.length });
    }
    if (points.length > 0) loop.setBreakpoints(points);
  }

  /** @throws Refusal when `until` makes no sense */
  async step({ until, ...options }: StepRequest): Promise<readonly TurnSummary[]> {
    const { loop, compiler } = this.#parts;
    if (until === undefined) return loop.stepLong(options);
    const made = await untilOf(until, compiler);
    if (!made.ok) throw new Refusal(made.problem.code, made.problem.message);
    return loop.stepLong({ count: mostUnits, ...options, until: made.points[0]! });
  }

  waiting({ from = 0, number, limit = 1000, brief = false }: WaitingRequest = {}): WaitingSummary {
    const { loop, now } = this.#parts;
    const { timeMs } = loop.clockState();
    const told = (event: Event): Event => (brief ? briefEvent(event) : event);
    const { queued } = loop.status();
    const place = number === undefined ? from : loop.placeInQueue(number);
    const start = place < 0 ? queued : Math.min(place, queued);
    return {
      queued,
      from: start,
      waiting: loop.waiting(start, limit).map(({ number, event, cause, queuedAfter, queuedAt }) => ({
        number,
        event: told(event),
        cause,
        queuedAfter,
        waitedMs: Math.max(0, now() - queuedAt),
      })),
      afters: loop.pendingAfters().map(({ event, by, dueMs }) => ({
        event: told(event),
        by,
        inMs: Math.max(0, dueMs - timeMs),
      })),
    };
  }

  /** @throws Refusal when what is to be edited does not wait any more */
  editQueue(edit: QueueEdit): { readonly queued: number } {
    const { loop } = this.#parts;
    const refusal = loop.editQueue(edit);
    if (refusal !== undefined) throw new Refusal("not-waiting", refusal);
    return { queued: loop.status().queued };
  }
}
