import type { Event, Plain } from "../plain.ts";
import type { CallSummary, Cause, Problem, ProblemCode, TurnSummary } from "../summary.ts";
import { judgeOutcome, Rejected } from "./outcome.ts";
import type { Performer } from "./effects.ts";
import type { Place } from "./problem.ts";
import type { Queue, Queued } from "./queue.ts";
import type { Handler, StateCell } from "./slot.ts";

const none: readonly Handler[] = [];
const noCalls: readonly CallSummary[] = [];
const nobody: Cause = { by: "host" };
const SMALL = 4;

/**
 * The turn in which the loop stands, if it stands in one. Its fields are true at every instruction, for the guard may
 * cut between any two: whatever is written next to each other without a call between is never torn apart (SPEC.md T9).
 */
export class Turn {
  /** Undefined while the loop stands between two turns. */
  event: Event | undefined;
  /** What the queue knew of the event, for its way back. */
  queuedAt = 0;
  queuedAfter = 0;
  cause = nobody;
  number = 0;
  /** When it began, on the loop's clock. */
  clockMs = 0;
  handlers: readonly Handler[] = none;
  /** Place of the handler that is called next. */
  position = 0;
  /** Of those handlers that were called; a list of its own each turn, for it becomes part of the history. */
  calls: readonly CallSummary[] = noCalls;
  /** The handler at `position` was called and has not been settled. */
  calling = false;
  /** Place of the handler whose call was cut through no fault of its own; -1: none. */
  calledTwice = -1;
  /** Last reading of the clock. */
  time = 0;
  /** When the call that is under way began. */
  startedAt = 0;
  /** The calls before this one have had their events queued. */
  emitted = 0;
  /** The effects before this one, of the call before it, were carried out. */
  effectCall = 0;
  effectItem = 0;
  /** The performer that is running. */
  performing: Performer | undefined;
  /** By place of the handler: the state that it was called with. */
  readonly #before: Plain[] = [];
  readonly #now: () => number;
  readonly #problemOf: (code: ProblemCode, error: unknown, at: Place) => Problem;

  constructor(now: () => number, problemOf: (code: ProblemCode, error: unknown, at: Place) => Problem) {
    this.#now = now;
    this.#problemOf = problemOf;
  }

  /** All but the event at the queue's head, whose arrival begins the turn. */
  prepare(queue: Queue, handlers: readonly Handler[]): void {
    this.queuedAt = queue.firstAt();
    this.queuedAfter = queue.firstAfter();
    this.cause = queue.firstCause();
    this.number = queue.firstNumber();
    this.handlers = handlers;
    this.position = 0;
    this.calledTwice = -1;
    this.emitted = 0;
    this.effectCall = 0;
    this.effectItem = 0;
    this.calls = noCalls;
  }

  skip(handler: Handler): void {
    this.#before[this.position] = handler.cell.state;
    this.position++;
  }

  /** Calls the next handler; whatever goes wrong in it becomes part of the call's summary. */
  call(handler: Handler): void {
    this.#before[this.position] = handler.cell.state;
    this.startedAt = this.time;
    this.calling = true;
    this.#settle(this.#summaryOf(handler));
  }

  /** The call under way counts as made, and gave nothing but a problem. */
  fail(handler: Handler, code: ProblemCode, error: unknown): void {
    this.#settle(this.#failure(handler, code, error));
  }

  /** The call under way counts as not made. */
  takeBackCall(): void {
    this.handlers[this.position]!.cell.state = this.#before[this.position]!;
    this.calling = false;
  }

  /** Gives every module the state it had when the turn began; the loop then stands between two turns. */
  takeBack(): void {
    for (let place = this.position - 1; place >= 0; place--) {
      this.handlers[place]!.cell.state = this.#before[place]!;
    }
    this.#leave();
  }

  /** The state that the handler at a place was called with. */
  stateAt(place: number): Plain {
    return this.#before[place]!;
  }

  /** The state that a module would have if the turn were taken back. */
  stateBefore(cell: StateCell): Plain {
    const place = this.event === undefined ? -1 : this.handlers.findIndex((handler) => handler.cell === cell);
    return place >= 0 && place < this.position ? this.#before[place]! : cell.state;
  }

  /** The event as it is to go back to the queue. */
  queued(): Queued | undefined {
    const { event, number, cause, queuedAfter, queuedAt } = this;
    return event && { event, number, cause, queuedAfter, queuedAt };
  }

  /** The turn as it is so far. */
  summary(turn: number): TurnSummary | undefined {
    const { event, cause, queuedAfter, clockMs, calls } = this;
    return event && { turn, event, cause, queuedAfter, clockMs, calls: [...calls] };
  }

  /** Adds the turn to those that ended. */
  end(ended: TurnSummary[], turn: number): void {
    const { cause, queuedAfter, clockMs, calls } = this;
    ended[ended.length] = { turn, event: this.event!, cause, queuedAfter, clockMs, calls };
    this.event = undefined;
    this.handlers = none; // or they would hold on to a generation that was swapped out
  }

  #leave(): void {
    this.event = undefined;
    this.handlers = none;
    this.position = 0;
  }

  #settle(summary: CallSummary): void {
    this.calls = withCall(this.calls, summary);
    this.position++;
    this.calling = false;
  }

  #summaryOf(handler: Handler): CallSummary {
    const { cell, name, generation } = handler;
    let returned: unknown;
    try {
      returned = handler.call(cell.state, this.event);
    } catch (error) {
      return this.#failure(handler, "handler-threw", error);
    }
    const outcome = judgeOutcome(returned, name);
    if (outcome instanceof Rejected) return this.#failure(handler, outcome.code, outcome.finding);
    this.time = this.#now();
    const ms = this.time - this.startedAt;
    if (outcome === undefined) return { module: cell.id, function: name, generation, ms };
    if (outcome.state !== undefined) cell.state = outcome.state;
    return { module: cell.id, function: name, generation, ms, outcome };
  }

  #failure(handler: Handler, code: ProblemCode, error: unknown): CallSummary {
    this.time = this.#now();
    const place = { module: handler.cell.id, function: handler.name, generation: handler.generation };
    return { ...place, ms: this.time - this.startedAt, error: this.#problemOf(code, error, place) };
  }
}

/** Most turns have one call: a list that is made for one takes an eighth of the room of one that grew to it. */
const withCall = (calls: readonly CallSummary[], call: CallSummary): readonly CallSummary[] => {
  if (calls.length < SMALL) return [...calls, call];
  (calls as CallSummary[]).push(call);
  return calls;
};
