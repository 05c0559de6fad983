/** Swaps, undos, redos and unloads, one at a time: from what was asked to the report. */
import type { Collector } from "./modules/collect.ts";
import type { Linkage } from "./modules/linkage.ts";
import { problemOfFile } from "./modules/problem.ts";
import type { Program } from "./modules/program.ts";
import { type SwapOptions, refusal, swap } from "./modules/swap.ts";
import { type Change, Transactions } from "./modules/transactions.ts";
import type { Problem, SwapReport } from "./summary.ts";

export interface SwapRequest {
  readonly ids: readonly string[];
  /** Text to use in place of a module's file. */
  readonly sources?: Readonly<Record<string, string>> | undefined;
  readonly dryRun?: boolean | undefined;
  /** Modules that get another id, from old to new: the state goes along, and the old one is unloaded (S20). */
  readonly moves?: Readonly<Record<string, string>> | undefined;
}

/** What of a swap's options differs by who asks for it. */
type CommitOptions = Partial<Pick<SwapOptions, "kind" | "dryRun" | "removals" | "states" | "onCommit">> & {
  /** When the compiling began, by the host's clock. */
  readonly start?: number;
  readonly setAside?: number;
  /** What is to be said of a swap that succeeds. */
  readonly notes?: readonly Problem[];
};

export interface SwapsParts {
  readonly now: () => number;
  readonly program: Program;
  readonly collector: Collector;
  /** The folder is trusted and its modules were loaded. */
  readonly isLoaded: () => boolean;
  /** Why texts are not to be swapped as they are typed; `undefined` where nobody can tell. */
  readonly typeErrors: (texts: ReadonlyMap<string, string>) => Promise<readonly Problem[] | undefined>;
  /** A transaction over these modules ended, well or not. */
  readonly onEnded: (ids: readonly string[], report: SwapReport) => void;
  /** New texts were brought in, as opposed to earlier ones. */
  readonly onSwapped: (ids: readonly string[]) => Promise<void>;
}

const unchecked = (id: string): Problem =>
  problemOfFile(
    "types-unchecked",
    id,
    "The types could not be checked, so this was swapped unchecked: the language server does not run.",
  );

export class Swaps {
  readonly #parts: SwapsParts;
  readonly #transactions = new Transactions();
  /** The next waits for it. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: SwapsParts) {
    this.#parts = parts;
  }

  async swap(request: SwapRequest): Promise<SwapReport> {
    return this.#inTurn(() => this.#swap(request));
  }

  async unload(ids: readonly string[]): Promise<SwapReport> {
    return this.#inTurn(async () => this.#unload(ids));
  }

  async goBack(id: string, way: "undo" | "redo", state: "restore" | "keep"): Promise<SwapReport> {
    return this.#inTurn(() => this.#goBack(id, way, state));
  }

  async #inTurn(work: () => Promise<SwapReport>): Promise<SwapReport> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  #unload(ids: readonly string[]): SwapReport {
    const unknown = ids.filter((id) => !this.#parts.program.view(id));
    if (unknown.length > 0)
      return this.#refuse(
        ids,
        unknown.map((id) => problemOfFile("unknown-module", id, `No module ${id} runs.`)),
      );
    return this.#commit(ids, [], { kind: "unload", removals: ids, onCommit: this.#record });
  }

  async #goBack(id: string, way: "undo" | "redo", keep: "restore" | "keep"): Promise<SwapReport> {
    const found = way === "undo" ? this.#transactions.toUndo(id) : this.#transactions.toRedo(id);
    if (!found.ok) return this.#refuse([id], [problemOfFile(`nothing-to-${way}`, id, found.message)]);
    const { transaction } = found;
    const { changes } = transaction;
    const textOf = (change: Change): string | undefined => (way === "undo" ? change.before : change.after);
    const sources = Object.fromEntries(
      changes.flatMap((change) => {
        const text = textOf(change);
        return text === undefined ? [] : [[change.id, text]];
      }),
    );
    const states = new Map(
      changes.map((change) => [change.id, way === "undo" ? change.stateBefore : change.stateAfter]),
    );
    const now = new Map(
      changes.map((change) => [
        change.id,
        this.#parts.program.parts.loop.safeStateOf(this.#parts.program.module(change.id)),
      ]),
    );
    const { turn } = this.#parts.program.parts.loop;
    const ids = changes.map((change) => change.id);
    const { linkages, refused } = await this.#parts.collector.collect(Object.keys(sources), {
      sources,
      isFresh: false,
    });
    if (refused.size > 0) return this.#refuse(ids, [...refused.values()].flat());
    const report = this.#commit(ids, linkages, {
      kind: way,
      removals: changes.filter((change) => textOf(change) === undefined).map((change) => change.id),
      setAside: keep === "restore" ? turn - (transaction.undoneAtTurn ?? transaction.turn) : 0,
      ...(keep === "restore" ? { states } : {}),
    });
    if (report.ok) {
      this.#transactions.setUndone(transaction, way === "undo" ? turn : undefined);
      if (way === "undo") for (const change of changes) change.stateAfter = now.get(change.id) ?? null;
    }
    return report;
  }

  async #swap({ ids, sources = {}, dryRun = false, moves = {} }: SwapRequest): Promise<SwapReport> {
    const start = this.#parts.now();
    const wanted = [...new Set([...ids, ...Object.keys(sources), ...Object.values(moves)])];
    if (!this.#parts.isLoaded())
      return this.#refuse(wanted, [
        problemOfFile("not-trusted", "", "Nothing of this folder runs before it is trusted: trust it first."),
      ]);
    const unfit = this.#unfitMoves(moves);
    if (unfit.length > 0) return this.#refuse(wanted, unfit, dryRun, start);
    const { linkages, refused } = await this.#parts.collector.collect(wanted, { sources, isFresh: true });
    if (refused.size > 0) return this.#refuse(wanted, [...refused.values()].flat(), dryRun, start);
    const typeErrors = await this.#parts.typeErrors(
      new Map(linkages.map(({ source }) => [source.id, source.text] as const)),
    );
    if (typeErrors !== undefined && typeErrors.length > 0) return this.#refuse(wanted, typeErrors, dryRun, start);
    const { program } = this.#parts;
    const moved = Object.entries(moves);
    const report = this.#commit([...wanted, ...moved.map(([from]) => from)], linkages, {
      dryRun,
      start,
      ...(moved.length === 0
        ? {}
        : {
            removals: moved.map(([from]) => from),
            states: new Map(moved.map(([from, to]) => [to, program.parts.loop.safeStateOf(program.module(from))])),
          }),
      onCommit: this.#record,
      notes: typeErrors === undefined ? [unchecked(wanted[0] ?? "")] : [],
    });
    if (report.ok && !dryRun) {
      await this.#parts.onSwapped(report.modules.map((module) => module.id));
    }
    return report;
  }

  /** What runs gets an id that nothing runs under. */
  #unfitMoves(moves: Readonly<Record<string, string>>): Problem[] {
    const { program } = this.#parts;
    return Object.entries(moves).flatMap(([from, to]) => {
      if (!program.view(from)) return [problemOfFile("unknown-module", from, `No module ${from} runs.`)];
      return program.view(to) ? [problemOfFile("file-name-clash", to, `A module ${to} runs already.`)] : [];
    });
  }

  readonly #record = (changes: readonly Change[], turn: number): void => this.#transactions.record(changes, turn);

  #commit(ids: readonly string[], linkages: readonly Linkage[], options: CommitOptions): SwapReport {
    const { now, program } = this.#parts;
    const { start = now(), setAside, notes = [], ...rest } = options;
    const report = swap(program, linkages, { dryRun: false, ...rest, compileMs: now() - start, now });
    return this.#end(ids, {
      ...report,
      ...(report.ok && notes.length > 0 ? { problems: [...report.problems, ...notes] } : {}),
      ...(rest.kind === "undo" || rest.kind === "redo" ? { kind: rest.kind } : {}),
      ...(setAside === undefined ? {} : { setAside }),
    });
  }

  /** The report of what went wrong before anything was staged. */
  #refuse(ids: readonly string[], problems: readonly Problem[], dryRun = false, start = this.#parts.now()): SwapReport {
    const compile = this.#parts.now() - start;
    const timings = { compile, link: 0, evaluate: 0, migrate: 0, commit: 0, total: compile };
    return this.#end(ids, { ...refusal(this.#parts.program, problems, dryRun), timings });
  }

  #end(ids: readonly string[], report: SwapReport): SwapReport {
    const told = { ...report, asked: ids };
    this.#parts.onEnded(ids, told);
    return told;
  }
}
