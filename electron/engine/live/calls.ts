/** Tells what the handlers of some modules do, while somebody looks at those: in deltas, four times a second (V1–V4). */
import type { Notifier } from "../notify.ts";
import type { CallSummary, HandlerFigures, TurnSummary } from "../summary.ts";
import { Tally } from "./figures.ts";

/** Time between two tellings, in ms; the first after a pause comes within a frame. */
const pauseMs = 250;
/** With the notifier's own wait that is a frame. */
const soonMs = 1;
/** How far back it is looked for what was before somebody looked. */
const lookedThrough = 2000;

export interface LiveParts {
  readonly now: () => number;
  readonly notifier: Notifier;
  /** The newest turns, ascending. */
  readonly newestTurns: (limit: number) => readonly TurnSummary[];
  /** Where a function is declared in the text of a generation, from 1; 0 where that is not known. */
  readonly lineOf: (id: string, generation: number, name: string) => number;
}

export class LiveCalls {
  readonly #parts: LiveParts;
  /** By module, then by function. Undefined while nobody looks: then a turn costs one comparison. */
  #watched: Map<string, Map<string, Tally>> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #toldAt = 0;

  constructor(parts: LiveParts) {
    this.#parts = parts;
  }

  /**
   * From now on these modules' handlers are told of as `loop.calls`, and no others. None: nothing is counted.
   * @returns how they stand
   */
  watch(modules: readonly string[]): readonly HandlerFigures[] {
    const before = this.#watched;
    if (modules.length === 0) {
      this.#watched = undefined;
      this.#rest();
      return [];
    }
    const fresh = modules.filter((id) => before?.has(id) !== true);
    this.#watched = new Map(modules.map((id) => [id, before?.get(id) ?? new Map<string, Tally>()]));
    this.#recall(fresh);
    return [...this.#tallies()].map((tally) => this.#tell(tally));
  }

  turnEnded(turn: TurnSummary): void {
    const watched = this.#watched;
    if (watched === undefined) return;
    for (const call of turn.calls) {
      const tallies = watched.get(call.module);
      if (tallies === undefined) continue;
      tallyOf(tallies, call).add(turn, call);
      this.#timer ??= this.#wake(Math.max(soonMs, pauseMs - (this.#parts.now() - this.#toldAt)));
    }
  }

  /** The event that a handler failed with last; undefined where it did not, or where nobody looks. */
  failedEvent(module: string, name: string): TurnSummary["event"] | undefined {
    return this.#watched?.get(module)?.get(name)?.failedEvent;
  }

  dispose(): void {
    this.#watched = undefined;
    this.#rest();
  }

  /** What these did last, before somebody looked. */
  #recall(modules: readonly string[]): void {
    for (const turn of this.#parts.newestTurns(lookedThrough))
      for (const call of turn.calls) {
        const tallies = modules.includes(call.module) ? this.#watched?.get(call.module) : undefined;
        if (tallies !== undefined) tallyOf(tallies, call).recall(turn, call);
      }
  }

  *#tallies(): Generator<Tally> {
    for (const tallies of this.#watched?.values() ?? []) yield* tallies.values();
  }

  #tell(tally: Tally): HandlerFigures {
    return tally.told(this.#parts.now(), this.#parts.lineOf(tally.module, tally.generation, tally.name));
  }

  #wake(inMs: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#timer = undefined;
      this.#tellNews();
    }, inMs).unref();
  }

  #tellNews(): void {
    if (![...this.#tallies()].some(({ hasNews }) => hasNews)) return;
    // Now, not when it is told at the end of the frame: calls until then would have it told once more at once.
    this.#toldAt = this.#parts.now();
    this.#parts.notifier.tellSoon("loop.calls", () => {
      const handlers = [...this.#tallies()].filter(({ hasNews }) => hasNews).map((tally) => this.#tell(tally));
      if (handlers.length === 0) return undefined;
      // Once more, so that what came to rest is told to rest.
      this.#timer ??= this.#wake(pauseMs);
      return { handlers };
    });
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

const tallyOf = (tallies: Map<string, Tally>, call: CallSummary): Tally => {
  let tally = tallies.get(call.function);
  if (tally === undefined) tallies.set(call.function, (tally = new Tally(call.module, call.function)));
  return tally;
};
