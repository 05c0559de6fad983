import { strict as assert } from "node:assert";
import { Script } from "node:vm";
import { asHost, leaveLater, scopeEntered } from "../modules/owner.ts";
import { abandonWalk } from "./force.ts";
import {
  closeToInterruption,
  guardIsOn,
  isGuarded,
  openToInterruption,
  stackBeforeCut,
  takeInterruption,
} from "./vitals.ts";

export type Guarded<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & Cut);

/**
 * Why a call was cut.
 *
 * - `timeout`: it had not returned in time
 * - `memory`: it had taken so much memory that the process would have died of it
 */
export type Cut =
  /** `culprit` has the stack of where it was shortly before the cut, if a witness saw it. */
  | { readonly reason: "timeout"; readonly culprit?: Culprit }
  | { readonly reason: "memory"; readonly grownMb: number; readonly culprit?: Culprit };

/** Stands for an error that a cut call never threw: it has a stack. */
export class Culprit extends Error {
  constructor(stack: string) {
    super("cut");
    Object.defineProperty(this, "stack", { value: stack });
  }
}

interface Run {
  readonly fn: () => unknown;
  end: "none" | "returned" | "threw";
  value: unknown;
}

/** The script has no other way to reach a function than a global; what it finds there it finds once. */
const DOOR = Symbol.for("graft.guard");
let waiting: Run | undefined;

Object.defineProperty(globalThis, DOOR, {
  value: () => {
    const run = waiting;
    waiting = undefined;
    if (run === undefined) return;
    openToInterruption();
    try {
      run.value = run.fn();
      run.end = "returned";
    } catch (error) {
      run.value = error;
      run.end = "threw";
    }
    if (!closeToInterruption()) waitForInterruption();
  },
});

const script = new Script(`globalThis[Symbol.for("graft.guard")]()`, { filename: "graft:guard" });

/** It is sent already, and must find a guard that is on. */
const waitForInterruption = (): never => {
  for (;;);
};

const idle = new Script("for (;;);", { filename: "graft:guard" });
const interruptionTakesMs = 100;

const listeners = new Set<() => void>();

/** Called whenever no guard is on any more. @returns what ends it. */
export const afterGuards = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/**
 * Calls a function and cuts it when it has not returned in time, whatever it does: V8 is told to stop, so neither its
 * `catch` nor its `finally` runs, nor those of host code between. V8 stops only where a function is entered or where a
 * loop jumps back: a run of stores between two calls is never cut in its middle.
 *
 * Scopes that the function enters end with it (`owner.ts`).
 *
 * The limit is wall time, and arming it costs 0.1 ms: once for a batch of turns, never once for a handler. What takes
 * memory without end is cut earlier, if a witness watches.
 *
 * @throws what the function throws.
 */
export const guarded = <T>(fn: () => T, timeoutMs: number): Guarded<T> => {
  const run: Run = { fn, end: "none", value: undefined };
  waiting = run;
  const leave = leaveLater();
  const limitMs = Math.max(1, Math.ceil(timeoutMs));
  const off = guardIsOn(limitMs);
  let cut: Cut | undefined;
  try {
    script.runInThisContext({ timeout: limitMs, breakOnSigint: true, displayErrors: false });
  } catch (error) {
    const reason = reasonOf(error);
    const grownMb = takeInterruption();
    if (grownMb !== undefined && reason === "timeout") receiveInterruption();
    if (grownMb === undefined && reason === "interrupted") interruptAgain();
    // It may have ended in the same moment in which the time was up: how it ended counts, not what the script threw.
    if (run.end === "none" && reason === undefined) throw error;
    if (run.end === "none") cut = cutOf(grownMb);
  } finally {
    waiting = undefined;
    // The call that was cut will not settle any more.
    if (cut) scopeEntered()?.flight?.settle();
    leave();
    off();
    if (isGuarded()) openToInterruption();
    else for (const listener of listeners) listener();
  }
  switch (run.end) {
    case "returned":
      return { ok: true, value: run.value as T };
    case "threw":
      throw run.value;
    case "none":
      abandonWalk();
      return { ok: false, ...(cut ?? assert.fail("a run that has no end was cut")) };
    default:
      return assert.fail(`a run ended with ${String(run.end satisfies never)}`);
  }
};

/** Half a sentence about a call that was cut. */
export const wordsOfCut = (cut: Cut, limitMs: number): string =>
  cut.reason === "timeout"
    ? `did not return within ${limitMs} ms and was cut`
    : `took ${cut.grownMb} MB of memory without returning, and was cut before the process would have died of it`;

const cutOf = (grownMb: number | undefined): Cut => {
  const stack = stackBeforeCut();
  const seen = stack === undefined ? {} : { culprit: new Culprit(stack) };
  return grownMb === undefined ? { reason: "timeout", ...seen } : { reason: "memory", grownMb, ...seen };
};

const reasonOf = (error: unknown): "timeout" | "interrupted" | undefined => {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  if (error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return "timeout";
  return error.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED" ? "interrupted" : undefined;
};

/** The time was up while the signal was on its way: it must come under a guard all the same. */
const receiveInterruption = (): void => {
  try {
    idle.runInThisContext({ timeout: interruptionTakesMs, breakOnSigint: true, displayErrors: false });
  } catch {
    // It came.
  }
};

/** A person's Ctrl+C cut the call; it was meant for the program. */
const interruptAgain = (): void => void asHost(() => setImmediate(() => process.kill(process.pid, "SIGINT")));
