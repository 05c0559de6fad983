import { strict as assert } from "node:assert";
import { Session } from "node:inspector";
import { Script } from "node:vm";
import { asHost, leaveLater, scopeEntered } from "../modules/owner.ts";
import { abandonWalk } from "./force.ts";
import {
  closeToInterruption,
  guardIsOn,
  isGuarded,
  isInterruptionUnderWay,
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
  /** No other guard is around it. */
  readonly isOutermost: boolean;
  end: "none" | "returned" | "threw";
  value: unknown;
}

/** What is evaluated has no other way to reach a function than a global; what it finds there it finds once. */
const DOOR = Symbol.for("graft.guard");
let waiting: Run | undefined;

Object.defineProperty(globalThis, DOOR, {
  value: () => {
    const run = waiting;
    waiting = undefined;
    if (run === undefined) return;
    if (run.isOutermost) openToInterruption();
    try {
      run.value = run.fn();
      run.end = "returned";
    } catch (error) {
      run.value = error;
      run.end = "threw";
    }
    if (run.isOutermost && !closeToInterruption()) waitForInterruption();
  },
});

const expression = `globalThis[Symbol.for("graft.guard")]()`;
const script = new Script(expression, { filename: "graft:guard" });

/** It is sent already, and must find a guard that is on. */
const waitForInterruption = (): void => {
  while (isInterruptionUnderWay());
};

/** It comes within a millisecond or two, unless the thread that sent it does not get to say so. */
const interruptionTakesMs = 100;
const interruptionTries = 30;

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
 * The limit is wall time, and arming it costs 15 µs: once for a batch of turns, never once for a handler. What takes
 * memory without end is cut earlier, if a witness watches.
 *
 * @throws what the function throws.
 */
export const guarded = <T>(fn: () => T, timeoutMs: number): Guarded<T> => {
  const isOutermost = !isGuarded();
  const run: Run = { fn, isOutermost, end: "none", value: undefined };
  waiting = run;
  const leave = leaveLater();
  const limitMs = Math.max(1, Math.ceil(timeoutMs));
  const off = guardIsOn(limitMs);
  let cut: Cut | undefined;
  try {
    // A guard inside another ends by itself only: V8's evaluation would take the outer one's end for its own.
    if (isOutermost && session) evaluate(session, limitMs);
    else runScript(run, limitMs);
    if (isOutermost && isInterruptionUnderWay()) receiveInterruption();
    const grownMb = isOutermost ? takeInterruption() : undefined;
    if (run.end === "none") cut = cutOf(grownMb);
  } finally {
    waiting = undefined;
    // The call that was cut will not settle any more.
    if (cut) scopeEntered()?.flight?.settle();
    leave();
    off();
    if (!isGuarded()) {
      forgetConsoleSoon();
      for (const listener of listeners) listener();
    }
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

/**
 * To V8's own evaluation with a time limit: it waits on a thread that is there, where `vm` starts one each time and waits
 * until it has ended, which takes five times as long and milliseconds while the machine is busy. It also takes an
 * interruption from outside for the end of what it evaluates, and of nothing else.
 */
const connected = (): Session | undefined => {
  try {
    const own = new Session();
    own.connect();
    return own;
  } catch {
    // An inspector that was left out of the program.
    return undefined;
  }
};

const session = connected();

/** How it ended says the run. */
const evaluate = (to: Session, limitMs: number): void =>
  to.post("Runtime.evaluate", { expression, timeout: limitMs, silent: true }, () => undefined);

const runScript = (run: Run, limitMs: number): void => {
  try {
    script.runInThisContext({ timeout: limitMs, displayErrors: false });
  } catch (error) {
    // It may have ended in the same moment in which the time was up: how it ended counts, not what the script threw.
    const isCut = error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
    if (run.end === "none" && !isCut) throw error;
  }
};

const forgetAfterMs = 1000;
let willForget = false;

/** Not at once: after a rest a question to the inspector takes a tenth of a swap. */
const forgetConsoleSoon = (): void => {
  if (willForget) return;
  willForget = true;
  asHost(() => setTimeout(forgetConsole, forgetAfterMs).unref());
};

/** While a session listens, V8 keeps what is written to the console for it, and so whatever objects are in that. */
export const forgetConsole = (): void => {
  willForget = false;
  session?.post("Runtime.discardConsoleEntries", () => undefined);
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

/** The time was up while it was on its way, or it has only just come: it must find a guard all the same. */
const receiveInterruption = (): void => {
  if (!session) return;
  for (let left = interruptionTries; isInterruptionUnderWay() && left > 0; left--) {
    waiting = { fn: waitForInterruption, isOutermost: false, end: "none", value: undefined };
    evaluate(session, interruptionTakesMs);
  }
};
