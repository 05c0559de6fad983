/** What was said and what went wrong: bounded lists, told as they grow. */
import type { Notifier } from "./notify.ts";
import type { LogEntry, Problem, ProblemCode } from "./summary.ts";

const mostEntries = 2000;
const mostProblems = 500;
/** A problem that goes on happening is told again after this long, in ms. */
const repeatMs = 1000;
/** So many problems are told within `repeatMs`; the list has the others. */
const mostTold = 200;

/** Neither a file's name nor what holds its old code is mended by new text. */
const outlastsRepair: ReadonlySet<ProblemCode> = new Set(["file-name-clash", "generation-retained"]);

interface Known {
  problem: Problem;
  count: number;
  toldAt: number;
}

export class Logbook {
  readonly #notifier: Notifier;
  readonly #now: () => number;
  #entries: LogEntry[] = [];
  #fresh: LogEntry[] = [];
  /** By what makes two problems the same; in order of their last occurrence. */
  #problems = new Map<string, Known>();
  #tellingSince = Number.NEGATIVE_INFINITY;
  #told = 0;

  constructor(notifier: Notifier, now: () => number) {
    this.#notifier = notifier;
    this.#now = now;
  }

  log(entry: LogEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > 2 * mostEntries) this.#entries = this.#entries.slice(-mostEntries);
    this.#fresh.push(entry);
    if (this.#fresh.length > mostEntries) this.#fresh = this.#fresh.slice(-mostEntries);
    this.#notifier.tellSoon("log", () => {
      const entries = this.#fresh;
      this.#fresh = [];
      return { entries };
    });
  }

  problem(problem: Problem): void {
    const key = `${problem.code}\n${problem.file}\n${problem.line}\n${problem.column}\n${problem.message}`;
    const known = this.#problems.get(key);
    const count = (known?.count ?? 0) + 1;
    const told = count > 1 ? { ...problem, count } : problem;
    const isDue = !known || this.#now() - known.toldAt >= repeatMs;
    this.#problems.delete(key);
    this.#problems.set(key, { problem: told, count, toldAt: isDue ? this.#now() : known.toldAt });
    if (this.#problems.size > mostProblems) this.#problems.delete(this.#problems.keys().next().value as string);
    if (isDue && this.#mayTell()) this.#notifier.tell("problem", told);
  }

  /** A flood of problems that differ in their words would drown whoever listens. */
  #mayTell(): boolean {
    const now = this.#now();
    if (now - this.#tellingSince >= repeatMs) {
      this.#tellingSince = now;
      this.#told = 0;
    }
    return this.#told++ < mostTold;
  }

  /** Takes back what is no longer so: problems of one file that its repair has ended. Its name is not repaired. */
  settle(file: string): void {
    for (const [key, { problem }] of this.#problems)
      if (problem.file === file && !outlastsRepair.has(problem.code)) this.#problems.delete(key);
  }

  /** Takes back problems of one kind: of a file, or of the folder. */
  withdraw(code: ProblemCode, file = ""): void {
    const before = this.#problems.size;
    for (const [key, { problem }] of this.#problems)
      if (problem.code === code && problem.file === file) this.#problems.delete(key);
    if (this.#problems.size < before) this.#notifier.tell("problems.withdrawn", { file });
  }

  entries(): readonly LogEntry[] {
    return this.#entries.slice(-mostEntries);
  }

  /** Oldest first. */
  problems(): readonly Problem[] {
    return [...this.#problems.values()].map(({ problem }) => problem);
  }
}
