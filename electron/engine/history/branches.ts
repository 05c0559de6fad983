/** Futures that were left when the loop went on from an earlier turn: a tree, of which the line is one way. */
import type { Standing } from "../loop/past.ts";
import type { Plain } from "../plain.ts";
import type { Drawing } from "../summary.ts";
import type { Future } from "./history.ts";
import type { BranchSummary } from "./summary.ts";

/** How everything stands: what a rewind changes. */
export interface Stand {
  readonly loop: Standing;
  readonly states: ReadonlyMap<string, Plain>;
  readonly drawings: readonly Drawing[];
}

export interface Branch {
  readonly number: number;
  readonly at: number;
  readonly future: Future;
  /** At its newest turn. */
  readonly end: Stand;
  /** The branch that it leaves; absent: it leaves the line. */
  parent: number | undefined;
}

const mostBranches = 8;
const mostBytes = 128 * 1024 * 1024;

export class Branches {
  /** Oldest first. */
  #branches: Branch[] = [];
  #count = 0;

  /** The line goes on elsewhere; whatever leaves it later leaves this branch now. */
  add(future: Future, end: Stand): Branch {
    const branch: Branch = { number: ++this.#count, at: Date.now(), future, end, parent: undefined };
    for (const other of this.#branches)
      if (other.parent === undefined && other.future.from > future.from) other.parent = branch.number;
    this.#branches.push(branch);
    while (this.#branches.length > 1 && (this.#branches.length > mostBranches || this.#bytes > mostBytes))
      this.#drop(this.#branches[0]!.number);
    return branch;
  }

  get(number: number): Branch | undefined {
    return this.#branches.find((branch) => branch.number === number);
  }

  /** It is a part of the line now, and so is what leaves it. */
  take(branch: Branch): void {
    this.#branches = this.#branches.filter((other) => other !== branch);
    for (const other of this.#branches) if (other.parent === branch.number) other.parent = undefined;
  }

  /** Those that leave the line before this turn do so at a place that is not there any more. */
  forgetBefore(turn: number): void {
    for (const branch of this.#branches)
      if (branch.parent === undefined && branch.future.from < turn) this.#drop(branch.number);
  }

  list(): readonly BranchSummary[] {
    return this.#branches.map(({ number, at, future: { from, turns } }) => ({
      branch: number,
      from,
      to: turns.last,
      at,
    }));
  }

  get #bytes(): number {
    return this.#branches.reduce((sum, { future }) => sum + future.turns.bytes, 0);
  }

  #drop(number: number): void {
    this.#branches = this.#branches.filter((branch) => branch.number !== number);
    for (const child of this.#branches.filter(({ parent }) => parent === number)) this.#drop(child.number);
  }
}
