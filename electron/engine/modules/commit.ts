/**
 * The one indivisible step of a swap (S5): old sources stop, handlers and performers change places, importers follow,
 * states are set, new sources start; then the old generations' resources are disposed of (S6).
 */
import type { Changed } from "../history/history.ts";
import type { MarkKind } from "../history/summary.ts";
import { importHolder, slotHolders } from "../references/holders.ts";
import { mostEntries } from "../references/past.ts";
import type { Moment, Problem } from "../summary.ts";
import { noExports } from "./bindings.ts";
import { valueOf } from "./exports.ts";
import type { Generation } from "./generation.ts";
import type { Target } from "./linkage.ts";
import type { Module } from "./module.ts";
import { problemOfDisposal } from "./problem.ts";
import type { Program } from "./program.ts";
import type { Staging } from "./staging.ts";
import { startSource } from "./sources.ts";
import { Version } from "./version.ts";

export interface CommitOptions {
  /** What the history calls it. */
  readonly kind: MarkKind;
  /** The last turn before it. */
  readonly turn: number;
  /** Importers that keep what they computed from an old generation (S8). */
  readonly stale?: readonly string[];
  /** Called when the handlers are in their slots and before sources start. */
  readonly onSpliced?: () => void;
}

/** @returns what went wrong without stopping the swap */
export const commit = (
  program: Program,
  staging: Staging,
  { kind, turn, stale = [], onSpliced }: CommitOptions,
): Problem[] => {
  program.parts.history.mark(kind, changesOf(program, staging), stale);
  const now: Moment = { at: Date.now(), turn };
  const problems = takeOut(program, staging.removals, now);
  const members = [...staging.members.values()];
  const before = members.flatMap(({ module }) => module.live ?? []);
  for (const { generation } of before) problems.push(...closeResources(generation, "source"));
  program.parts.slots.splice(
    before.flatMap(({ handlers }) => handlers),
    members.flatMap(({ handlers }) => handlers),
  );
  program.parts.effects.splice(
    before.flatMap(({ performers }) => performers),
    members.flatMap(({ performers }) => performers),
  );
  for (const { module, generation, handlers, performers, first, migration } of members) {
    if (module.live) unlink(program, module.live.generation, now);
    program.ledger.add(generation.linkage, now);
    program.readers.add(generation);
    endVersion(program, module, now);
    beginVersion(program, module, generation, now);
    module.live = { generation, handlers, performers, first };
    module.lastNumber = generation.number;
    module.state = migration?.state ?? null;
    module.problem = undefined;
    module.isQuarantined = false;
  }
  forgetFunctions(
    program,
    members.map(({ module }) => module),
  );
  onSpliced?.();
  for (const { generation } of members)
    for (const { name, call } of staging.sourcesOf(generation))
      problems.push(...startSource(program, generation, name, call));
  for (const { generation } of before) problems.push(...closeResources(generation));
  return problems;
};

const changesOf = (program: Program, staging: Staging): Changed[] => [
  ...[...staging.removals].flatMap((id) => {
    const { generation } = program.module(id);
    return generation ? [{ id, from: generation.number, to: 0, state: null }] : [];
  }),
  ...[...staging.members.values()].map(({ module, generation, migration }) => ({
    id: module.id,
    from: module.generation?.number ?? 0,
    to: generation.number,
    text: generation.linkage.source.text,
    state: migration?.state ?? null,
  })),
];

/** Takes modules out of the loop: nobody imports them any more (S17). */
const takeOut = (program: Program, ids: ReadonlySet<string>, now: Moment): Problem[] => {
  const problems: Problem[] = [];
  for (const id of ids) {
    const module = program.module(id);
    const { live } = module;
    if (!live) continue;
    program.parts.slots.splice(live.handlers, []);
    program.parts.effects.splice(live.performers, []);
    unlink(program, live.generation, now);
    endVersion(program, module, now);
    module.live = undefined;
    module.state = null;
    module.bindings.restore(noExports);
    program.parts.effects.stage.clear(id);
    problems.push(...closeResources(live.generation));
  }
  return problems;
};

const beginVersion = (program: Program, module: Module, generation: Generation, now: Moment): void => {
  const version = new Version(generation, callablesOf(generation), now);
  module.versions.push(version);
  const token = generation.token.deref();
  if (token) program.parts.certifier.watch(version, token);
};

/** Slots and importers let go of it at once (R16); what it owns, when that is disposed of. */
const endVersion = (program: Program, module: Module, now: Moment): void => {
  const version = currentVersion(module);
  if (!version) return;
  const importers = program.ledger.importersOf(module.id);
  // A swap must not take longer because thousands import the module: no more are remembered anyway.
  version.past.forget(Math.max(0, importers.size - mostEntries));
  const imports = firstOf(importers, mostEntries).map((id) => importHolder(program, version, id));
  for (const holder of [...imports, ...slotHolders(module, version)])
    version.past.add(holder, holder.since ?? version.begun, now);
  version.supersede(now);
  program.parts.certifier.expect([version]);
};

const firstOf = (ids: Iterable<string>, most: number): string[] => {
  const first: string[] = [];
  for (const id of ids) {
    if (first.length === most) break;
    first.push(id);
  }
  return first;
};

/** Strikes off what a generation imports, and books that it held that until now. */
const unlink = (program: Program, generation: Generation, now: Moment): void => {
  const { linkage } = generation;
  for (const target of new Set([...linkage.targets, ...linkage.dynamicTargets].map(moduleOf))) {
    const imported = target === undefined ? undefined : program.modules.get(target);
    const version = imported && currentVersion(imported);
    if (!version) continue;
    const holder = importHolder(program, version, linkage.source.id);
    version.past.add(holder, holder.since ?? version.begun, now);
  }
  program.ledger.remove(linkage);
  program.readers.remove(generation);
};

const moduleOf = (target: Target | undefined): string | undefined =>
  target?.kind === "module" ? target.id : undefined;

const currentVersion = ({ versions }: Module): Version | undefined => {
  const version = versions.at(-1);
  return version?.status === "current" ? version : undefined;
};

const closeResources = (generation: Generation, kind?: "source"): Problem[] =>
  (kind === undefined ? generation.end() : generation.resources.close(kind)).map((failure) =>
    problemOfDisposal(generation.resources, failure),
  );

const callablesOf = (generation: Generation): Map<string, object> => {
  const callables = new Map<string, object>();
  for (const [name, get] of generation.locals) {
    const value = valueOf(get);
    if (typeof value === "function") callables.set(name, value);
  }
  return callables;
};

/** Which exports are functions may have changed, here and for whoever re-exports them. */
const forgetFunctions = (program: Program, modules: readonly Module[]): void => {
  const reached = new Set(modules);
  for (const module of reached) {
    module.functions = undefined;
    for (const id of program.ledger.reexportersOf(module.id)) {
      const other = program.modules.get(id);
      if (other) reached.add(other);
    }
  }
};
