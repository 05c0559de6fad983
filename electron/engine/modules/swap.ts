/** A swap: a transaction in which all the named modules get a new generation, or none does (S1–S9). */
import type { Plain } from "../plain.ts";
import type { MarkKind } from "../history/summary.ts";
import type { Problem, SwapReport, SwapTimings, SwappedModule } from "../summary.ts";
import type { Getter } from "./bindings.ts";
import { commit } from "./commit.ts";
import { checkImporters, checkImports, checkRemovals } from "./link.ts";
import type { Linkage } from "./linkage.ts";
import type { Module } from "./module.ts";
import { type Change, changeOf } from "./transactions.ts";
import { byCodeUnits } from "./namespace.ts";
import { problemAt } from "./problem.ts";
import type { Program } from "./program.ts";
import { type Staged, Staging } from "./staging.ts";

export interface SwapOptions {
  /** What the history calls it; default `swap`. */
  readonly kind?: MarkKind;
  /** Modules to take out of the loop in the same transaction. */
  readonly removals?: readonly string[];
  /** States to give back in place of migrations, by module (S15). */
  readonly states?: ReadonlyMap<string, Plain>;
  /** Told what the commit is about to change. */
  readonly onCommit?: (changes: readonly Change[], turn: number) => void;
  readonly dryRun: boolean;
  /** Milliseconds that compiling and resolving took. */
  readonly compileMs: number;
  readonly now: () => number;
}

/** Links, evaluates, migrates and commits. Whatever fails before the commit leaves everything as it was. */
export const swap = (program: Program, linkages: readonly Linkage[], options: SwapOptions): SwapReport => {
  const clock = stopwatch(options);
  const staging = new Staging(program, linkages, options.removals);
  const refuse = (problems: readonly Problem[]): SwapReport => {
    staging.dropAll();
    return { ...refusal(program, problems, options.dryRun), timings: clock.timings() };
  };

  const unfit = prepare(program, staging, options.states, (step, work) => clock.time(step, work));
  if (unfit.length > 0) return refuse(unfit);

  const turn = program.parts.loop.turn;
  const before = new Map([...staging.members.values()].map(({ module }) => [module, module.live?.generation.linkage]));
  const stale = staleAfter(program, staging);
  const describe = (): SwappedModule[] =>
    [
      ...[...staging.members.values()].map((staged) =>
        describeSwap(program, staging, staged, before.get(staged.module), options.dryRun),
      ),
      ...[...staging.removals].map((id) => describeRemoval(program.module(id))),
    ].sort((a, b) => byCodeUnits(a.id, b.id));

  if (options.dryRun) {
    const modules = describe();
    staging.dropAll();
    return { ok: true, dryRun: true, turn, modules, stale, problems: [], timings: clock.timings() };
  }
  const modules = describe();
  options.onCommit?.(changesOf(program, staging), turn);
  const { kind = "swap" } = options;
  const problems = clock.time("commit", () =>
    program.parts.loop.atSafePoint(
      () => commit(program, staging, { kind, turn, stale }),
      modules.map(({ id }) => id),
    ),
  );
  return { ok: true, dryRun: false, turn, modules, stale, problems, timings: clock.timings() };
};

/**
 * Everything up to the commit: links, evaluates and migrates.
 * @param states to be given back in place of migrations
 * @returns what refuses the transaction, if anything does; then the staging is to be dropped
 */
export const prepare = (
  program: Program,
  staging: Staging,
  states: ReadonlyMap<string, Plain> | undefined,
  timed: (step: Step, work: () => readonly Problem[]) => readonly Problem[] = (_, work) => work(),
): readonly Problem[] => {
  const steps: readonly (readonly [Step, () => readonly Problem[]])[] = [
    ["link", () => link(program, staging)],
    ["evaluate", () => evaluate(staging)],
    ["migrate", () => migrate(program, staging, states)],
  ];
  for (const [step, work] of steps) {
    const problems = timed(step, work);
    if (problems.length > 0) return problems;
  }
  return [];
};

const link = (program: Program, staging: Staging): readonly Problem[] => {
  const own = [...staging.linkages.values()].flatMap((linkage) => [
    ...checkAvailable(staging, linkage),
    ...checkImports(staging.view, linkage),
  ]);
  if (own.length > 0) return own;
  const broken = staging.instantiate();
  if (broken.length > 0) return broken;
  const isStaying = (id: string): boolean => !staging.members.has(id) && !staging.removals.has(id);
  return [
    ...checkRemovals(program, staging.removals, isStaying),
    ...checkImporters(program, staging.view, staging.removedNames(), isStaying),
  ];
};

const evaluate = (staging: Staging): readonly Problem[] => {
  for (const { problem } of staging.evaluation()) if (problem) return [problem];
  return staging.callables();
};

const migrate = (
  program: Program,
  staging: Staging,
  states: ReadonlyMap<string, Plain> | undefined,
): readonly Problem[] => {
  for (const staged of staging.members.values()) {
    const given = states?.get(staged.module.id);
    const problem =
      given === undefined
        ? staging.migrate(staged, program.parts.loop.safeStateOf(staged.module))
        : staging.adopt(staged, given);
    if (problem) return [problem];
  }
  return [];
};

/** The report of a swap that changed nothing. */
export const refusal = (
  program: Program,
  problems: readonly Problem[],
  dryRun: boolean,
): Omit<SwapReport, "timings"> => ({
  ok: false,
  dryRun,
  turn: program.parts.loop.turn,
  modules: [],
  stale: [],
  problems,
});

const checkAvailable = (staging: Staging, linkage: Linkage): Problem[] =>
  linkage.targets.flatMap((target, request) => {
    const at = linkage.source.compiled.requests[request];
    if (target.kind !== "module" || staging.view(target.id) || !at) return [];
    const message = `${target.id}, which ${linkage.source.id} imports, is not loaded: mend it first, or swap both together.`;
    return [problemAt("dependency-failed", linkage.source, at, message)];
  });

const changesOf = (program: Program, staging: Staging): Change[] => {
  const { loop } = program.parts;
  const changed = [...staging.members.values()].map(({ module, generation }) =>
    changeOf(module, generation.linkage.source.text, loop.safeStateOf(module)),
  );
  const removed = [...staging.removals].map((id) => {
    const module = program.module(id);
    return changeOf(module, undefined, loop.safeStateOf(module));
  });
  return [...changed, ...removed];
};

/**
 * Importers outside of the transaction that computed something from it while they were evaluated; and whoever computed
 * something from those (S8).
 */
const staleAfter = (program: Program, staging: Staging): string[] => {
  const reached = new Set(
    [...staging.members.values()].filter(({ module }) => module.live).map(({ module }) => module.id),
  );
  for (const id of reached) for (const reader of program.readers.of(id)) reached.add(reader);
  return [...reached].filter((id) => !staging.members.has(id)).sort(byCodeUnits);
};

const describeSwap = (
  program: Program,
  staging: Staging,
  { module, generation, handlers, migration }: Staged,
  before: Linkage | undefined,
  isDryRun: boolean,
): SwappedModule => ({
  id: module.id,
  from: module.generation?.number ?? 0,
  to: generation.number,
  exports: compareExports(before, staging.tableBefore(module), generation.linkage, module.bindings.table.getters),
  state: { kept: migration?.kept ?? [], added: migration?.added ?? [], dropped: migration?.dropped ?? [] },
  handlers: handlers.map(({ slot }) => slot),
  variables: before ? generation.linkage.source.compiled.variables : [],
  followers: before ? followersOf(program, staging, module) : [],
  ...(isDryRun
    ? { preview: { before: program.parts.loop.safeStateOf(module), after: migration?.state ?? (null as Plain) } }
    : {}),
});

const describeRemoval = (module: Module): SwappedModule => ({
  id: module.id,
  from: module.generation?.number ?? 0,
  to: 0,
  exports: { added: [], removed: [...module.bindings.table.getters.keys()], changed: [], same: [] },
  state: { kept: [], added: [], dropped: module.state === null ? [] : [""] },
  handlers: [],
  variables: [],
  followers: [],
});

const followersOf = (program: Program, staging: Staging, module: Module): string[] =>
  [...program.ledger.importersOf(module.id)].filter((id) => !staging.members.has(id)).sort(byCodeUnits);

/** *Changed* means that the export's own compiled text differs (S9). */
const compareExports = (
  before: Linkage | undefined,
  old: ReadonlyMap<string, Getter>,
  after: Linkage,
  now: ReadonlyMap<string, Getter>,
): SwappedModule["exports"] => {
  const changed: string[] = [];
  const same: string[] = [];
  for (const name of now.keys())
    if (old.has(name)) (before && textOf(before, name) === textOf(after, name) ? same : changed).push(name);
  return {
    added: [...now.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !now.has(name)),
    changed,
    same,
  };
};

/** What an export is, as text: a declaration's hash, where a re-export comes from, or `*`. */
const textOf = (linkage: Linkage, name: string): string => {
  const local = linkage.locals.get(name);
  if (local) return local.textHash;
  const indirect = linkage.indirects.get(name);
  return indirect ? `${linkage.source.compiled.requests[indirect.request]?.specifier} ${indirect.importName}` : "*";
};

type Step = Exclude<keyof SwapTimings, "total" | "compile">;

const stopwatch = ({ compileMs, now }: SwapOptions) => {
  const spent: Record<Step, number> = { link: 0, evaluate: 0, migrate: 0, commit: 0 };
  const start = now();
  return {
    time<T>(step: Step, work: () => T): T {
      const from = now();
      const result = work();
      spent[step] = now() - from;
      return result;
    },
    timings: (): SwapTimings => ({ compile: compileMs, ...spent, total: compileMs + now() - start }),
  };
};
