/**
 * New generations beside the running ones: linked, instantiated, evaluated, with their states, and nothing of it in the
 * loop yet. Ends in a commit or leaves no trace.
 *
 * While a staging evaluates, the faces of its modules show the new generations, so that they see each other; no turn
 * can run meanwhile, and `drop` puts the old tables back (S3).
 */
import { type Culprit, type Guarded as GuardedRun, guarded, wordsOfCut } from "../loop/guard.ts";
import { force } from "../loop/force.ts";
import type { Handler } from "../loop/slot.ts";
import { type Performer, hostEffects } from "../loop/effects.ts";
import type { Plain } from "../plain.ts";
import type { Problem, ProblemCode } from "../summary.ts";
import type { ExportTable, Getter } from "./bindings.ts";
import { kindOf, subjectOf, valueOf } from "./exports.ts";
import { handlerInScope, inFlight, inScope } from "./flight.ts";
import { Generation } from "./generation.ts";
import { type Linkage, type View, exportsAlike } from "./linkage.ts";
import { type Migration, migrateByField } from "./migrate.ts";
import type { Module } from "./module.ts";
import { byCodeUnits } from "./namespace.ts";
import { problemAtExport, wordsOfThrown } from "./problem.ts";
import type { Program } from "./program.ts";
import { tellOfBooks } from "./books.ts";
import { enter } from "./owner.ts";
import { bookReads } from "./reads.ts";

export interface Staged {
  readonly module: Module;
  readonly generation: Generation;
  migration: Migration | undefined;
  first: Plain | undefined;
  handlers: readonly Handler[];
  performers: readonly Performer[];
}

type Callable = (...parameters: unknown[]) => unknown;

/** One guard serves for so long, in ms: arming it costs more than most top levels take. */
const batchMs = 5;

interface Evaluated {
  readonly id: string;
  readonly problem: Problem | undefined;
}

export class Staging {
  readonly members = new Map<string, Staged>();
  readonly #program: Program;
  readonly #linkages: Map<string, Linkage>;
  readonly #saved = new Map<Module, ExportTable>();
  /** Modules that the transaction takes out of the loop. */
  readonly removals: ReadonlySet<string>;

  constructor(program: Program, linkages: readonly Linkage[], removals: Iterable<string> = []) {
    this.#program = program;
    this.#linkages = new Map(linkages.map((linkage) => [linkage.source.id, linkage]));
    this.removals = new Set(removals);
  }

  /** The linkages as they will be after the commit. */
  readonly view: View = (id) =>
    this.removals.has(id) ? undefined : (this.#linkages.get(id) ?? this.#program.view(id));

  get linkages(): ReadonlyMap<string, Linkage> {
    return this.#linkages;
  }

  /** Makes the generations and shows them, and what follows from them through `export *`. */
  instantiate(): Problem[] {
    const problems: Problem[] = [];
    for (const linkage of this.#linkages.values()) {
      if (this.members.has(linkage.source.id)) continue;
      const module = this.#program.module(linkage.source.id);
      try {
        const generation = new Generation(linkage, module.lastNumber + 1, this.#program.parts.host);
        this.members.set(module.id, {
          module,
          generation,
          migration: undefined,
          first: undefined,
          handlers: [],
          performers: [],
        });
      } catch (error) {
        problems.push(
          this.#thrown("syntax", error, linkage, `${module.id} does not compile: ${wordsOfThrown(error)}.`),
        );
      }
    }
    const moved = [...this.members.values()].filter(({ generation: { id, linkage } }) => {
      const before = this.#program.view(id);
      return !before || !exportsAlike(before, linkage);
    });
    this.#show(
      new Set([...this.members.keys(), ...this.#program.withReexporters(moved.map(({ module }) => module.id))]),
    );
    return problems;
  }

  /** Names that a module will no longer export, by module; only those that lose some. */
  removedNames(): Map<string, readonly string[]> {
    const removed = new Map<string, readonly string[]>();
    for (const [module, { getters }] of this.#saved) {
      const now = module.bindings.table.getters;
      const gone = [...getters.keys()].filter((name) => !now.has(name));
      if (gone.length > 0) removed.set(module.id, gone);
    }
    return removed;
  }

  /** What a module showed before this staging. */
  tableBefore(module: Module): ReadonlyMap<string, Getter> {
    return (this.#saved.get(module) ?? module.bindings.table).getters;
  }

  /**
   * Evaluates the members one after the other, depth-first from the sorted ids, each after what it imports.
   * Yields after each, so that a long evaluation can be spread; who is dropped meanwhile is passed over.
   */
  *evaluation(): Generator<Evaluated, void, void> {
    const watched = new Set<Generation>();
    const watch = (id: string): void => {
      const running = this.members.has(id) ? undefined : this.#program.modules.get(id)?.generation;
      if (!running || watched.has(running)) return;
      watched.add(running);
      running.watch(true);
    };
    try {
      const done = new Set<string>();
      for (let order = this.#evaluationOrder(done); ;) {
        const batch = this.#evaluateBatch(order, watch);
        for (const { id } of batch.evaluated) done.add(id);
        yield* batch.evaluated;
        if (batch.end === "all") break;
        // What a cut fell into does not go on.
        if (batch.end === "cut") order = this.#evaluationOrder(done);
      }
    } finally {
      for (const generation of watched) generation.watch(false);
      for (const { generation } of this.members.values()) generation.watch(false);
    }
  }

  /** Evaluates members under one guard, up to the first that fails; whoever was at work when it was cut is to blame. */
  #evaluateBatch(
    order: Iterator<Staged, void>,
    watch: (id: string) => void,
  ): { readonly evaluated: readonly Evaluated[]; readonly end: "all" | "time" | "failure" | "cut" } {
    const { callTimeoutMs, now } = this.#program.parts;
    const evaluated: Evaluated[] = [];
    tellOfBooks();
    const until = now() + batchMs;
    let atWork: Staged | undefined;
    let failure: { readonly error: unknown } | undefined;
    const work = (): "all" | "time" | "failure" => {
      for (;;) {
        const next = order.next();
        if (next.done === true) return "all";
        atWork = next.value;
        const { generation } = next.value;
        enter(generation.resources.scope);
        try {
          generation.evaluate(watch);
        } catch (error) {
          failure = { error };
          return "failure";
        }
        bookReads(undefined);
        evaluated.push({ id: generation.id, problem: undefined });
        atWork = undefined;
        if (now() >= until) return "time";
      }
    };
    const outcome: GuardedRun<"all" | "time" | "failure"> = guarded(work, callTimeoutMs + batchMs);
    bookReads(undefined);
    if (atWork) {
      const { id, linkage } = atWork.generation;
      const message = (how: string): string => `The top level of ${id} ${how}.`;
      const problem = outcome.ok
        ? this.#thrown("evaluate-threw", failure?.error, linkage, message(`threw ${wordsOfThrown(failure?.error)}`))
        : this.#cut(
            outcome.reason === "memory" ? "memory-cut" : "evaluate-timeout",
            outcome.culprit,
            linkage,
            "evaluate",
            message(wordsOfCut(outcome, callTimeoutMs)),
          );
      evaluated.push({ id, problem });
    }
    return { evaluated, end: outcome.ok ? outcome.value : "cut" };
  }

  /**
   * Finds the state that a module will have (S7).
   * @param old the state that its running generation left; of no meaning where there is none
   */
  migrate(staged: Staged, old: Plain): Problem | undefined {
    const { module, generation } = staged;
    const { live } = module;
    const migrate = live ? this.#lifecycle(generation, "migrate") : undefined;
    const problem = this.#begin(staged);
    if (problem) return problem;
    const fresh = staged.first ?? null;
    const init = staged.first !== undefined;
    if (!live) {
      staged.migration = { state: fresh, kept: [], added: init ? [""] : [], dropped: [] };
      return undefined;
    }
    if (migrate) {
      // A copy, so that a migration may change what it gets; the running state is frozen anyway.
      const outcome = this.#plain(staged, "migrate", () => migrate(structuredClone(old), live.generation.number));
      if (!outcome.ok) return outcome.problem;
      staged.migration = { state: outcome.value, ...differenceByField(old, outcome.value) };
    } else if (init) staged.migration = migrateByField(old, fresh, live.first);
    else staged.migration = { state: old, kept: old === null ? [] : [""], added: [], dropped: [] };
    return undefined;
  }

  /** Gives a module a state that it had before, in place of a migration (S15). */
  adopt(staged: Staged, state: Plain): Problem | undefined {
    staged.migration = { state, kept: [""], added: [], dropped: [] };
    return this.#begin(staged);
  }

  /** The state that a module would have if it had none. */
  #begin(staged: Staged): Problem | undefined {
    const init = this.#lifecycle(staged.generation, "init");
    if (!init) return undefined;
    const outcome = this.#plain(staged, "init", () => init());
    if (!outcome.ok) return outcome.problem;
    staged.first = outcome.value;
    return undefined;
  }

  /** Makes handlers and performers out of the exports; a performer that somebody else has already refuses (L11). */
  callables(): Problem[] {
    const problems: Problem[] = [];
    const owners = new Map<string, string>();
    for (const staged of [...this.members.values()].sort((a, b) => byCodeUnits(a.module.id, b.module.id))) {
      const { module, generation } = staged;
      const own = this.#ownFunctions(generation);
      staged.handlers = own
        .filter(({ name }) => kindOf(name, true) === "handler")
        .map(({ name, call }, order) => ({
          cell: module,
          name,
          slot: subjectOf(name),
          generation: generation.number,
          order,
          call: handlerInScope(generation.resources.scope, call),
          quarantined: () => module.isQuarantined,
        }));
      staged.performers = own
        .filter(({ name }) => kindOf(name, true) === "performer")
        .map(({ name, call }) => ({
          module: module.id,
          name,
          effect: subjectOf(name),
          generation: generation.number,
          call: inFlight(generation.resources, call),
          quarantined: () => module.isQuarantined,
        }));
      for (const { name, effect } of staged.performers) {
        const owner = owners.get(effect) ?? this.#performerThatStays(effect);
        if (owner === undefined) owners.set(effect, module.id);
        else
          problems.push(
            problemAtExport(
              "performer-clash",
              generation.linkage.source,
              name,
              `${module.id} exports \`${name}\`, but ${owner} performs \`${effect}\` already: keep one of them.`,
            ),
          );
      }
    }
    return problems;
  }

  #performerThatStays(effect: string): string | undefined {
    if (hostEffects.has(effect)) return "Graft itself";
    const id = this.#program.parts.effects.performerOf(effect)?.module;
    return id === undefined || this.members.has(id) || this.removals.has(id) ? undefined : id;
  }

  /** Sources of a generation, in order of declaration. */
  sourcesOf(generation: Generation): { readonly name: string; readonly call: Callable }[] {
    return this.#ownFunctions(generation).filter(({ name }) => kindOf(name, true) === "source");
  }

  /** Takes modules out again: their resources are disposed of, their faces show what they showed before. */
  drop(ids: Iterable<string>): void {
    const dropped = new Set(ids);
    for (const id of dropped) {
      this.members.get(id)?.generation.end();
      this.members.delete(id);
      this.#linkages.delete(id);
    }
    for (const [module, table] of this.#saved)
      if (dropped.has(module.id) || this.members.size === 0) module.bindings.restore(table);
    if (this.members.size > 0) this.#show([...this.#program.withReexporters(dropped)].filter((id) => !dropped.has(id)));
  }

  dropAll(): void {
    this.drop([...this.#linkages.keys()]);
  }

  /** The members that depend, however far, on one of the given modules; these included. */
  dependentsOf(ids: Iterable<string>): Set<string> {
    const importers = new Map<string, string[]>();
    for (const [id, { targets }] of this.#linkages)
      for (const target of targets)
        if (target.kind === "module") importers.set(target.id, [...(importers.get(target.id) ?? []), id]);
    const found = new Set(ids);
    for (const id of found) for (const importer of importers.get(id) ?? []) found.add(importer);
    return found;
  }

  #show(ids: Iterable<string>): void {
    for (const id of ids) {
      const module = this.#program.module(id);
      const generation = this.members.get(id)?.generation ?? module.generation;
      if (!generation) continue;
      const before = module.bindings.table;
      if (!this.#saved.has(module)) this.#saved.set(module, before);
      module.bindings.show(this.#program.exportsOf(this.view, id, generation));
    }
  }

  /**
   * Depth-first from the sorted ids. Lazy: once one is refused, what else its importers import waits for its own place in
   * the list, as it would if each module were imported by itself.
   */
  *#evaluationOrder(done: ReadonlySet<string>): Generator<Staged, void, void> {
    const visited = new Set(done);
    for (const root of [...this.members.keys()].sort(byCodeUnits)) {
      const path: { readonly staged: Staged; next: number }[] = [];
      const visit = (id: string): void => {
        const staged = this.members.get(id);
        if (!staged || visited.has(id)) return;
        visited.add(id);
        path.push({ staged, next: 0 });
      };
      visit(root);
      // Not recursive: a chain of thousands of modules must not overflow the stack.
      for (let top = path.at(-1); top; top = path.at(-1)) {
        const isDropped = !this.members.has(top.staged.module.id);
        const target = isDropped ? undefined : top.staged.generation.linkage.targets[top.next++];
        if (target?.kind === "module") visit(target.id);
        else if (target === undefined) {
          path.pop();
          if (!isDropped) yield top.staged;
        }
      }
    }
  }

  #ownFunctions(generation: Generation): { readonly name: string; readonly call: Callable }[] {
    const own: { name: string; call: Callable }[] = [];
    for (const { name } of generation.linkage.source.compiled.localExports) {
      const value = valueOf(generation.locals.get(name) as Getter);
      if (typeof value === "function") own.push({ name, call: value as Callable });
    }
    return own;
  }

  #lifecycle(generation: Generation, name: "init" | "migrate"): Callable | undefined {
    const get = generation.locals.get(name);
    const value = get && valueOf(get);
    return typeof value === "function" ? (value as Callable) : undefined;
  }

  /** Calls a lifecycle function and proves that it returned plain data. */
  #plain(staged: Staged, name: "init" | "migrate", call: () => unknown): Guarded<Plain> {
    const { module, generation } = staged;
    const outcome = this.#guard(module.id, generation, `\`${name}\``, name, call);
    if (!outcome.ok) return outcome;
    const forced = force(outcome.value, "");
    if (forced.ok) return forced;
    const where = forced.path === "" ? "" : ` at ${forced.path}`;
    const message = `\`${name}\` of ${module.id} must return plain data, but there is ${forced.found}${where}.`;
    return { ok: false, problem: problemAtExport(`${name}-not-plain`, generation.linkage.source, name, message) };
  }

  #guard<T>(id: string, generation: Generation, what: string, code: "init" | "migrate", call: () => T): Guarded<T> {
    const { callTimeoutMs } = this.#program.parts;
    const { linkage } = generation;
    try {
      const outcome = guarded(inScope(generation.resources.scope, call), callTimeoutMs);
      if (outcome.ok) return outcome;
      const message = capitalised(`${what} of ${id} ${wordsOfCut(outcome, callTimeoutMs)}.`);
      const cut = outcome.reason === "memory" ? "memory-cut" : (`${code}-timeout` as const);
      return { ok: false, problem: this.#cut(cut, outcome.culprit, linkage, code, message) };
    } catch (error) {
      const message = capitalised(`${what} of ${id} threw ${wordsOfThrown(error)}.`);
      return { ok: false, problem: this.#thrown(`${code}-threw`, error, linkage, message) };
    }
  }

  /** Placed where it hung; else at the function's declaration, or at the text's beginning. */
  #cut(code: ProblemCode, culprit: Culprit | undefined, { source }: Linkage, name: string, message: string): Problem {
    const seen = this.#program.problemOf(code, culprit, source.id, message, source);
    if (seen.line > 0) return seen;
    const declared = problemAtExport(code, source, name, message);
    return declared.line > 0 ? declared : { ...declared, line: 1, column: 1 };
  }

  #thrown(code: ProblemCode, error: unknown, { source }: Linkage, message: string): Problem {
    return this.#program.problemOf(code, error, source.id, message, source);
  }
}

type Guarded<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** What a `migrate` of the author's kept, added and dropped, seen from outside. */
const differenceByField = (old: Plain, now: Plain): Omit<Migration, "state"> => {
  const { kept, added, dropped } = migrateByField(old, now, undefined);
  return { kept, added, dropped };
};

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
