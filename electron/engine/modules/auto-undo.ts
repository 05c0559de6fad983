/** Goes back by itself when what was swapped in fails at once (S18). */
import type { Problem, ProblemCode } from "../summary.ts";

/** A generation is fresh for so long, in ms. */
const freshMs = 1000;

/** What says that a module's code does not do what it should, each time it is called. */
const failures: ReadonlySet<ProblemCode> = new Set([
  "handler-threw",
  "handler-timeout",
  "outcome-not-plain",
  "outcome-invalid",
  "performer-threw",
  "performer-timeout",
  "performer-not-plain",
  "source-not-plain",
  "resource-threw",
  "uncaught",
]);

interface Fresh {
  readonly since: number;
  failed: number;
}

export class AutoUndo {
  readonly #now: () => number;
  readonly #undo: (id: string, last: Problem, failed: number) => void;
  readonly #fresh = new Map<string, Fresh>();
  /** How many failures are too many; absent: the person goes back. */
  limit: number | undefined;

  constructor(now: () => number, undo: (id: string, last: Problem, failed: number) => void) {
    this.#now = now;
    this.#undo = undo;
  }

  /** New generations run. Those of an undo are none: going back twice would go too far. */
  swapped(ids: readonly string[]): void {
    const since = this.#now();
    for (const id of ids) this.#fresh.set(id, { since, failed: 0 });
  }

  settled(ids: readonly string[]): void {
    for (const id of ids) this.#fresh.delete(id);
  }

  /** Something went wrong in a module. */
  saw(problem: Problem): void {
    const fresh = this.#fresh.get(problem.file);
    if (!fresh || !failures.has(problem.code)) return;
    if (this.#now() - fresh.since > freshMs) {
      this.#fresh.delete(problem.file);
      return;
    }
    fresh.failed++;
    if (this.limit === undefined || fresh.failed < this.limit) return;
    this.#fresh.delete(problem.file);
    this.#undo(problem.file, problem, fresh.failed);
  }
}
