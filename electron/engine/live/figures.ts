/** What a handler did, in figures: counted by the calls of turns that ended. */
import { briefEvent, briefly } from "../history/brief.ts";
import type { Event, Outcome } from "../plain.ts";
import type { CallSummary, HandlerFigures, TurnSummary } from "../summary.ts";

/** Of a list in an outcome so many are told. */
const mostListed = 8;

interface Failure {
  readonly turn: TurnSummary;
  readonly call: CallSummary;
}

export class Tally {
  readonly module: string;
  readonly name: string;
  calls = 0;
  #last: CallSummary | undefined;
  #turn: TurnSummary | undefined;
  #failure: Failure | undefined;
  #spentMs = 0;
  /** When and at how many calls it was told last. */
  #toldAt = 0;
  #toldCalls = 0;
  #toldRate = 0;
  #meanMs = 0;
  #hasNews = false;

  constructor(module: string, name: string) {
    this.module = module;
    this.name = name;
  }

  get generation(): number {
    return this.#last?.generation ?? 0;
  }

  add(turn: TurnSummary, call: CallSummary): void {
    this.calls++;
    this.#spentMs += call.ms;
    this.#turn = turn;
    this.#last = call;
    this.#hasNews = true;
    if (call.error !== undefined) this.#failure = { turn, call };
    // The event went well this time: what was wrong is mended (V4).
    else if (this.#failure !== undefined && this.#failure.turn.event === turn.event) this.#failure = undefined;
  }

  /** From the time before anybody looked: nothing is counted. */
  recall(turn: TurnSummary, call: CallSummary): void {
    this.add(turn, call);
    this.calls = 0;
    this.#spentMs = 0;
  }

  /** The event that failed last, whole. */
  get failedEvent(): Event | undefined {
    return this.#failure?.turn.event;
  }

  /** Whether there is something to tell that was not told. */
  get hasNews(): boolean {
    return this.#hasNews || this.#toldRate > 0;
  }

  /** @param line where the function is declared in the text of its generation */
  told(now: number, line: number): HandlerFigures {
    const seconds = (now - this.#toldAt) / 1000;
    const calls = this.calls - this.#toldCalls;
    const rate = this.#toldAt === 0 || seconds <= 0 ? 0 : calls / seconds;
    if (calls > 0) this.#meanMs = this.#spentMs / calls;
    this.#toldAt = now;
    this.#toldCalls = this.calls;
    this.#toldRate = rate;
    this.#spentMs = 0;
    this.#hasNews = false;
    const { module, name, generation } = this;
    return {
      module,
      function: name,
      generation,
      line,
      rate,
      calls: this.calls,
      meanMs: this.#meanMs,
      ...(this.#turn && this.#last ? { last: callOf(this.#turn, this.#last) } : {}),
      ...(this.#failure?.call.error === undefined
        ? {}
        : {
            failure: {
              turn: this.#failure.turn.turn,
              generation: this.#failure.call.generation,
              event: briefEvent(this.#failure.turn.event),
              problem: this.#failure.call.error,
            },
          }),
    };
  }
}

const callOf = (
  { turn, event, clockMs }: TurnSummary,
  { ms, outcome, error }: CallSummary,
): NonNullable<HandlerFigures["last"]> => ({
  turn,
  clockMs,
  event: briefEvent(event),
  ms,
  ...(outcome === undefined ? {} : { outcome: briefOutcome(outcome) }),
  ...(error === undefined ? {} : { failed: true }),
});

const briefOutcome = ({ state, emit, effects }: Outcome): Outcome => ({
  ...(state === undefined ? {} : { state: briefly(state) }),
  ...(emit === undefined ? {} : { emit: emit.slice(0, mostListed).map(briefEvent) }),
  ...(effects === undefined ? {} : { effects: effects.slice(0, mostListed).map(briefEvent) }),
});
