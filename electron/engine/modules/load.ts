/** Loading modules that do not run yet: whatever can run does; one bad file keeps only its importers from loading (W5). */
import type { Plain } from "../plain.ts";
import type { MarkKind } from "../history/summary.ts";
import type { Problem } from "../summary.ts";
import { commit } from "./commit.ts";
import { checkImports } from "./link.ts";
import type { Linkage } from "./linkage.ts";
import { problemAt, problemOfFile } from "./problem.ts";
import type { Program } from "./program.ts";
import { Staging } from "./staging.ts";

export interface LoadOutcome {
  readonly loaded: readonly string[];
  /** Why a module does not run, by id. */
  readonly refused: ReadonlyMap<string, Problem>;
  /** What went wrong with modules that do run. */
  readonly problems: readonly Problem[];
}

/** Called now and then between two evaluations, so that the rest of the process gets its turn. */
export type Breathe = (done: number, of: number) => Promise<void>;

export interface LoadHooks {
  readonly breathe: Breathe;
  /** The handlers are in their slots, no source has started. */
  readonly onSpliced: () => void;
  /** States that modules had before a restart, in place of what `init` gives; absent where they begin afresh. */
  readonly states?: ReadonlyMap<string, Plain> | undefined;
}

/**
 * @param linkages of modules that have no running generation
 * @param broken ids that could not be compiled or resolved: their importers cannot load either
 */
export const load = async (
  program: Program,
  linkages: readonly Linkage[],
  broken: ReadonlySet<string>,
  hooks: LoadHooks,
): Promise<LoadOutcome> => {
  let end: () => void = () => undefined;
  program.settled = new Promise((resolve) => (end = resolve));
  try {
    return await loadAll(program, linkages, broken, hooks);
  } finally {
    end();
  }
};

const loadAll = async (
  program: Program,
  linkages: readonly Linkage[],
  broken: ReadonlySet<string>,
  { breathe, onSpliced, states }: LoadHooks,
): Promise<LoadOutcome> => {
  const loading = new Loading(program, linkages);
  loading.refuseDependentsOf(broken);
  loading.checkLinks();
  loading.instantiate();
  await loading.evaluate(breathe);
  loading.prepare(states ?? new Map<string, Plain>());
  return loading.finish(states ? "resume" : "load", onSpliced);
};

class Loading {
  readonly #program: Program;
  readonly #staging: Staging;
  readonly #refused = new Map<string, Problem>();

  constructor(program: Program, linkages: readonly Linkage[]) {
    this.#program = program;
    this.#staging = new Staging(program, linkages);
  }

  /** Refuses whoever imports what does not load, however far. */
  refuseDependentsOf(broken: ReadonlySet<string>): void {
    const linkages = new Map(this.#staging.linkages);
    const dependents = this.#staging.dependentsOf(broken);
    for (const id of dependents) {
      const linkage = linkages.get(id);
      if (!linkage || this.#refused.has(id)) continue;
      const request = linkage.targets.findIndex((target) => target.kind === "module" && dependents.has(target.id));
      const target = linkage.targets[request];
      const at = linkage.source.compiled.requests[request];
      if (target?.kind !== "module" || !at) continue;
      this.#refused.set(
        id,
        problemAt("dependency-failed", linkage.source, at, `${id} waits for ${target.id}, which did not load.`),
      );
    }
    this.#staging.drop(dependents);
  }

  checkLinks(): void {
    for (;;) {
      const bad = new Set<string>();
      for (const [id, linkage] of this.#staging.linkages) {
        const unavailable = linkage.targets.findIndex(
          (target) => target.kind === "module" && !this.#staging.view(target.id),
        );
        const at = linkage.source.compiled.requests[unavailable];
        const problem = at
          ? problemAt(
              "dependency-failed",
              linkage.source,
              at,
              `${id} waits for \`${at.specifier}\`, which did not load.`,
            )
          : checkImports(this.#staging.view, linkage)[0];
        if (!problem) continue;
        this.#refused.set(id, problem);
        bad.add(id);
      }
      if (bad.size === 0) return;
      this.refuseDependentsOf(bad);
    }
  }

  instantiate(): void {
    for (let problems = this.#staging.instantiate(); problems.length > 0; problems = this.#staging.instantiate())
      for (const problem of problems) this.#refuse(problem.file, problem);
  }

  async evaluate(breathe: Breathe): Promise<void> {
    const of = this.#staging.members.size;
    let done = 0;
    for (const { id, problem } of this.#staging.evaluation()) {
      done++;
      if (problem) this.#refuse(id, problem);
      await breathe(done, of);
    }
  }

  /** First states, handlers and performers. */
  prepare(states: ReadonlyMap<string, Plain>): void {
    for (const staged of this.#staging.members.values()) {
      const state = states.get(staged.module.id);
      const problem = state === undefined ? this.#staging.migrate(staged, null) : this.#staging.adopt(staged, state);
      if (problem) this.#refuse(staged.module.id, problem);
    }
    for (let problems = this.#staging.callables(); problems.length > 0; problems = this.#staging.callables())
      for (const problem of problems) this.#refuse(problem.file, problem);
  }

  finish(kind: MarkKind, onSpliced: () => void): LoadOutcome {
    const { loop } = this.#program.parts;
    const loaded = [...this.#staging.members.keys()];
    const problems = loop.atSafePoint(() => commit(this.#program, this.#staging, { kind, turn: loop.turn, onSpliced }));
    for (const [id, problem] of this.#refused) this.#program.module(id).problem = problem;
    return { loaded, refused: this.#refused, problems };
  }

  #refuse(id: string, problem: Problem): void {
    this.#refused.set(id, problem.file === "" ? { ...problemOfFile(problem.code, id, problem.message) } : problem);
    this.refuseDependentsOf(new Set([id]));
  }
}
