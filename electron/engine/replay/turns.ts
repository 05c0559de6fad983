/** Calls handlers of a copy, guarded, in slices short enough for the loop and the window to go on meanwhile (P2). */
import { takeForcedBytes } from "../loop/force.ts";
import { guarded, wordsOfCut } from "../loop/guard.ts";
import { judgeOutcome, Rejected } from "../loop/outcome.ts";
import type { Handler } from "../loop/slot.ts";
import { problemAtExport, problemOfFile, problemOfThrown, wordsOfThrown } from "../modules/problem.ts";
import type { Event, Plain } from "../plain.ts";
import type { CallSummary, Problem, ProblemCode } from "../summary.ts";
import type { Copy } from "./copy.ts";

export interface CallsParts {
  readonly copy: Copy;
  readonly now: () => number;
  /** How long one call may take before it is cut. */
  readonly limitMs: number;
  /** Told of each call that was cut. */
  readonly onCut: (problem: Problem) => void;
}

/** One event and the handlers that are to be called for it. */
export interface Planned {
  readonly event: Event;
  readonly turn: number;
  readonly handlers: readonly Handler[];
  /** State to call a handler with, in place of the one that its module has. */
  readonly stateFor?: (handler: Handler) => Plain;
  readonly calls: CallSummary[];
}

/** How long a slice takes turns before the process does something else: half a frame, for each begins with a new guard. */
const sliceMs = 8;

export class Calls {
  readonly #parts: CallsParts;
  /** Place of the handler that is called next. */
  #position = 0;
  #isCalling = false;
  #before: Plain = null;
  #startedAt = 0;
  #calledTwice = -1;

  constructor(parts: CallsParts) {
    this.#parts = parts;
  }

  /**
   * Works for one slice.
   * @param next gives what is planned next, and is told of the last one when its handlers are all called; runs under the
   *   guard, so it calls no code of modules
   * @returns whether there is more to do
   */
  slice(next: (done: Planned | undefined) => Planned | undefined): boolean {
    const until = this.#parts.now() + sliceMs;
    const outcome = guarded(() => this.#work(next, until), this.#parts.limitMs + sliceMs + 2);
    // These are no part of the loop's history.
    takeForcedBytes();
    if (outcome.ok) return outcome.value;
    const plan = this.#plan;
    if (!plan || !this.#isCalling) return true;
    this.#isCalling = false;
    const handler = plan.handlers[this.#position]!;
    handler.cell.state = this.#before;
    const isToBlame = outcome.reason === "memory" || this.#parts.now() - this.#startedAt >= this.#parts.limitMs * 0.9;
    if (!isToBlame && this.#calledTwice !== this.#position) {
      this.#calledTwice = this.#position;
      return true;
    }
    const code = outcome.reason === "memory" ? "memory-cut" : "handler-timeout";
    const message = `${handler.name} of ${handler.cell.id} ${wordsOfCut(outcome, this.#parts.limitMs)} in the replay.`;
    const error = { ...this.#problemAt(handler, code, outcome.culprit, message), turn: plan.turn };
    plan.calls.push({ ...placeOf(handler), ms: this.#parts.limitMs, error });
    this.#position++;
    this.#parts.copy.program.module(handler.cell.id).isQuarantined = true;
    this.#parts.onCut(error);
    return true;
  }

  #plan: Planned | undefined;

  #work(next: (done: Planned | undefined) => Planned | undefined, until: number): boolean {
    for (;;) {
      const plan = this.#plan;
      if (plan === undefined || this.#position >= plan.handlers.length) {
        this.#plan = undefined;
        this.#position = 0;
        this.#calledTwice = -1;
        this.#plan = next(plan);
        if (this.#plan === undefined) return false;
      } else if (plan.handlers[this.#position]!.quarantined()) this.#position++;
      else this.#call(plan, plan.handlers[this.#position]!);
      if (this.#parts.now() >= until) return true;
    }
  }

  #call(plan: Planned, handler: Handler): void {
    const { cell } = handler;
    this.#before = cell.state;
    this.#startedAt = this.#parts.now();
    this.#isCalling = true;
    const given = plan.stateFor ? plan.stateFor(handler) : cell.state;
    const summary = this.#summaryOf(handler, given, plan);
    if (summary.outcome?.state !== undefined) cell.state = summary.outcome.state;
    plan.calls.push(summary);
    this.#position++;
    this.#isCalling = false;
  }

  #summaryOf(handler: Handler, state: Plain, { event, turn }: Planned): CallSummary {
    const place = placeOf(handler);
    const failed = (error: Problem): CallSummary => ({ ...place, ms: this.#msNow(), error: { ...error, turn } });
    try {
      const outcome = judgeOutcome(handler.call(state, event), handler.name);
      if (outcome instanceof Rejected)
        return failed(this.#problemAt(handler, outcome.code, undefined, outcome.finding.message));
      return { ...place, ms: this.#msNow(), ...(outcome === undefined ? {} : { outcome }) };
    } catch (error) {
      const message = `\`${handler.name}\` of ${place.module} threw ${wordsOfThrown(error)}.`;
      const { sourceOf } = this.#parts.copy.program;
      return failed(problemOfThrown("handler-threw", error, place.module, message, sourceOf));
    }
  }

  #msNow(): number {
    return this.#parts.now() - this.#startedAt;
  }

  /** Placed where it hung, if that was seen; else where the function is declared. */
  #problemAt({ cell, name }: Handler, code: ProblemCode, culprit: Error | undefined, message: string): Problem {
    const { program } = this.#parts.copy;
    const seen = culprit && problemOfThrown(code, culprit, cell.id, message, program.sourceOf);
    if (seen && seen.line > 0) return seen;
    const source = program.view(cell.id)?.source;
    return source ? problemAtExport(code, source, name, message) : problemOfFile(code, cell.id, message);
  }
}

const placeOf = ({ cell, name, generation }: Handler): Pick<CallSummary, "module" | "function" | "generation"> => ({
  module: cell.id,
  function: name,
  generation,
});
