/** Steps: so many turns or calls, at once or over a while, with an account of the turns that they took. */
import type { TurnSummary } from "../summary.ts";
import type { Stops } from "./stops.ts";
import type { Point } from "./watch.ts";
import type { Work } from "./work.ts";

export interface StepOptions {
  /** How many; default 1. */
  readonly count?: number;
  /** `turn` ends the one under way, or takes one, as `event` does. Default `event`. */
  readonly unit?: "event" | "handler" | "turn";
  /** When no event waits, puts the clock forward to the next `tick` or `after`. Default false. */
  readonly advance?: boolean;
  /** Stops there sooner. */
  readonly until?: Point;
  /** How many turns are returned at the most, the last ones. Default: all. */
  readonly limit?: number;
}

export interface StepsParts {
  readonly now: () => number;
  readonly work: Work;
  readonly stops: Stops;
  readonly isRunning: () => boolean;
  /** Whether a turn can be taken or goes on. @param advance the clock is put forward for it */
  readonly hasWork: (advance: boolean) => boolean;
  /** Takes turns as long as the budget of `work` lasts. */
  readonly drive: () => void;
  readonly onChange: () => void;
  readonly onEnded: () => void;
}

/** A step that takes longer lets the process do something else now and then. */
const sliceMs = 25;

/** The loop stands when a step is asked for; who says run or pause meanwhile ends it. */
export class Steps {
  /** The turns that ended in the step that is going on; to be added to. */
  taken: TurnSummary[] | undefined;
  readonly #parts: StepsParts;
  /** Resolves when the step that takes a while has ended. */
  #long: Promise<unknown> | undefined;

  constructor(parts: StepsParts) {
    this.#parts = parts;
  }

  /** One takes a while. */
  get isLong(): boolean {
    return this.#long !== undefined;
  }

  /** Resolves when none is going on. */
  async ended(): Promise<void> {
    while (this.#long !== undefined) await this.#long;
  }

  /** @returns the turns that ended; last, when the loop stands inside one, that turn with the calls made in it so far */
  take(options: StepOptions): readonly TurnSummary[] {
    this.#begin(options);
    while (this.#goesOn(options)) this.#parts.drive();
    return this.#end(options);
  }

  /** The same, but gives the process its turn when it takes a while. */
  async takeLong(options: StepOptions): Promise<readonly TurnSummary[]> {
    const { now, drive, isRunning, onChange } = this.#parts;
    this.#begin(options);
    let until = now() + sliceMs;
    let ended = (): void => undefined;
    while (this.#goesOn(options)) {
      drive();
      if (now() < until) continue;
      this.#long ??= new Promise<void>((resolve) => (ended = resolve));
      onChange();
      await new Promise((resolve) => setImmediate(resolve));
      if (isRunning()) break;
      until = now() + sliceMs;
    }
    this.#long = undefined;
    ended();
    return this.#end(options);
  }

  #begin({ count = 1, unit = "event", until }: StepOptions): void {
    const { work, stops } = this.#parts;
    stops.stopped = undefined;
    stops.setUntil(until);
    this.taken = [];
    work.turnsLeft = unit === "handler" ? Infinity : count;
    work.callsLeft = unit === "handler" ? count : Infinity;
  }

  #goesOn({ advance = false, limit }: StepOptions): boolean {
    const { work, hasWork } = this.#parts;
    const taken = this.taken ?? [];
    if (limit !== undefined && taken.length > 2 * limit) taken.splice(0, taken.length - limit);
    return work.turnsLeft > 0 && work.callsLeft > 0 && hasWork(advance);
  }

  #end({ limit = Infinity }: StepOptions): readonly TurnSummary[] {
    const { work, stops, isRunning, onEnded } = this.#parts;
    const taken = this.taken ?? [];
    this.taken = undefined;
    stops.setUntil(undefined);
    const wasRun = isRunning();
    if (!wasRun) work.turnsLeft = 0;
    onEnded();
    const underWay = wasRun ? undefined : work.turn.summary(work.turns + 1);
    if (underWay !== undefined) taken.push(underWay);
    return taken.length > limit ? taken.slice(-limit) : taken;
  }
}
