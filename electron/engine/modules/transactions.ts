/**
 * What was swapped, so that it can be undone and redone: texts and states, never code (S14–S16). An undo makes new
 * generations from the earlier texts.
 */
import type { Plain } from "../plain.ts";
import type { Module } from "./module.ts";

/** One module's part in a transaction. A text is absent where the module did not run. */
export interface Change {
  readonly id: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** State when the transaction was committed, before it. */
  readonly stateBefore: Plain;
  /** State when it was undone, before that. */
  stateAfter: Plain;
}

export interface Transaction {
  readonly changes: readonly Change[];
  /** Last turn before it was committed, and before it was undone. */
  readonly turn: number;
  undoneAtTurn: number | undefined;
}

/** More are forgotten, the oldest first. */
const mostTransactions = 1000;

export type Found =
  | { readonly ok: true; readonly transaction: Transaction }
  | { readonly ok: false; readonly message: string };

export class Transactions {
  /** Oldest first. */
  readonly #list: Transaction[] = [];
  /** Those of them that are undone. */
  readonly #undone = new Set<Transaction>();

  /** A new swap. What was undone of its modules cannot be redone any more. */
  record(changes: readonly Change[], turn: number): void {
    const ids = new Set(changes.map(({ id }) => id));
    for (const one of [...this.#undone].filter((undone) => touches(undone, ids))) {
      this.#list.splice(this.#list.indexOf(one), 1);
      this.#undone.delete(one);
    }
    this.#list.push({ changes, turn, undoneAtTurn: undefined });
    if (this.#list.length > mostTransactions) this.#undone.delete(this.#list.shift() as Transaction);
  }

  /** It was undone after that turn; or, without one, is redone. */
  setUndone(transaction: Transaction, turn: number | undefined): void {
    transaction.undoneAtTurn = turn;
    if (turn === undefined) this.#undone.delete(transaction);
    else this.#undone.add(transaction);
  }

  /** The last transaction of a module that stands. */
  toUndo(id: string): Found {
    const transaction = this.#list.findLast((one) => one.undoneAtTurn === undefined && touches(one, new Set([id])));
    if (!transaction) return { ok: false, message: `There is no swap of ${id} to undo.` };
    const later = this.#list
      .slice(this.#list.indexOf(transaction) + 1)
      .find((one) => one.undoneAtTurn === undefined && touches(one, idsOf(transaction)));
    return later ? { ok: false, message: overlap("undo", id, transaction, later) } : { ok: true, transaction };
  }

  /** The first transaction of a module that was undone. */
  toRedo(id: string): Found {
    const transaction = this.#list.find((one) => one.undoneAtTurn !== undefined && touches(one, new Set([id])));
    if (!transaction) return { ok: false, message: `There is no undone swap of ${id} to redo.` };
    const earlier = this.#list
      .slice(0, this.#list.indexOf(transaction))
      .find((one) => one.undoneAtTurn !== undefined && touches(one, idsOf(transaction)));
    return earlier ? { ok: false, message: overlap("redo", id, transaction, earlier) } : { ok: true, transaction };
  }
}

/** The change that a commit is about to make. */
export const changeOf = (module: Module, after: string | undefined, stateBefore: Plain): Change => ({
  id: module.id,
  before: module.source?.text,
  after,
  stateBefore,
  stateAfter: null,
});

const idsOf = ({ changes }: Transaction): ReadonlySet<string> => new Set(changes.map(({ id }) => id));

const touches = (transaction: Transaction, ids: ReadonlySet<string>): boolean =>
  transaction.changes.some(({ id }) => ids.has(id));

const overlap = (what: "undo" | "redo", id: string, transaction: Transaction, other: Transaction): string => {
  const shared = other.changes.find((change) => idsOf(transaction).has(change.id))?.id ?? id;
  return `${id} was swapped together with ${shared}, which has a swap to ${what} of its own: ${what} that of ${shared} first.`;
};
