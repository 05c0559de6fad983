/** A module: one source file with an identity that outlives its versions. */
import type { Handler, StateCell } from "../loop/slot.ts";
import type { Performer } from "../loop/effects.ts";
import type { Plain } from "../plain.ts";
import { Archive } from "../references/archive.ts";
import type { FunctionSummary, Problem } from "../summary.ts";
import { Bindings } from "./bindings.ts";
import type { Generation } from "./generation.ts";
import type { Source } from "./linkage.ts";
import { Version } from "./version.ts";

/** What of a generation the loop calls, and what it started: present while the generation is current. */
export interface Live {
  readonly generation: Generation;
  readonly handlers: readonly Handler[];
  readonly performers: readonly Performer[];
  /** The state that its `init` gave; absent where it has none. */
  readonly first: Plain | undefined;
}

export class Module implements StateCell {
  readonly id: string;
  readonly bindings = new Bindings();
  state: Plain = null;
  live: Live | undefined;
  /** Number of the newest generation that was committed; 0 before the first. */
  lastNumber = 0;
  /** A runaway was cut in this generation: its handlers are skipped until it is swapped. */
  isQuarantined = false;
  /** The newest generations, and older ones that are not gone; ascending. */
  readonly versions: Version[] = [];
  /** All others. */
  readonly archive = new Archive();
  /** Kept until an export of it, or of what it re-exports, changes. */
  functions: readonly FunctionIdentity[] | undefined;

  readonly #troubled: Set<Module>;
  #problem: Problem | undefined;

  /** @param troubled has it while it has a problem, so that nobody need look through thousands that have none */
  constructor(id: string, troubled: Set<Module>) {
    this.id = id;
    this.#troubled = troubled;
  }

  /** Why its last load or swap was refused, or what it did wrong since. */
  get problem(): Problem | undefined {
    return this.#problem;
  }

  set problem(problem: Problem | undefined) {
    this.#problem = problem;
    if (problem) this.#troubled.add(this);
    else this.#troubled.delete(this);
  }

  get generation(): Generation | undefined {
    return this.live?.generation;
  }

  get source(): Source | undefined {
    return this.live?.generation.linkage.source;
  }
}

export type FunctionIdentity = Pick<FunctionSummary, "name" | "kind" | "slot">;
