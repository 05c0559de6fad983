import { strict as assert } from "node:assert";
import { Script } from "node:vm";
import { leaveLater, scopeEntered } from "../modules/owner.ts";
import { abandonWalk } from "./force.ts";
import { guardIsOn, isGuarded, stackBeforeCut } from "./vitals.ts";

export type Guarded<T> =
  | { readonly ok: true; readonly value: T }
  /** `culprit` has the stack of where it was shortly before the cut, if a witness saw it. */
  | { readonly ok: false; readonly reason: "timeout"; readonly culprit?: Culprit };

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
    try {
      run.value = run.fn();
      run.end = "returned";
    } catch (error) {
      run.value = error;
      run.end = "threw";
    }
  },
});

const script = new Script(`globalThis[Symbol.for("graft.guard")]()`, { filename: "graft:guard" });

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
 * The limit is wall time, and arming it costs 0.1 ms: once for a batch of turns, never once for a handler.
 *
 * @throws what the function throws.
 */
export const guarded = <T>(fn: () => T, timeoutMs: number): Guarded<T> => {
  const run: Run = { fn, end: "none", value: undefined };
  waiting = run;
  const leave = leaveLater();
  const limitMs = Math.max(1, Math.ceil(timeoutMs));
  const off = guardIsOn(limitMs);
  let cut: { readonly stack: string | undefined } | undefined;
  try {
    script.runInThisContext({ timeout: limitMs, displayErrors: false });
  } catch (error) {
    // It may have ended in the same moment in which the time was up: how it ended counts, not what the script threw.
    if (run.end === "none" && !isTimeout(error)) throw error;
    if (run.end === "none") cut = { stack: stackBeforeCut() };
  } finally {
    waiting = undefined;
    // The call that was cut will not settle any more.
    if (cut) scopeEntered()?.flight?.settle();
    leave();
    off();
    if (!isGuarded()) for (const listener of listeners) listener();
  }
  switch (run.end) {
    case "returned":
      return { ok: true, value: run.value as T };
    case "threw":
      throw run.value;
    case "none":
      abandonWalk();
      return { ok: false, reason: "timeout", ...(cut?.stack === undefined ? {} : { culprit: new Culprit(cut.stack) }) };
    default:
      return assert.fail(`a run ended with ${String(run.end satisfies never)}`);
  }
};

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
