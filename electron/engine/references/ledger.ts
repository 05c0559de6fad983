/**
 * The host's own book of who imports what. Kept up to date link by link, so that reading a count costs nothing.
 * @see SPEC.md R1–R4
 */
import type { Linkage } from "../modules/linkage.ts";
import { targetOf } from "../modules/linkage.ts";
import type { Moment } from "../summary.ts";

/** Who refers to one module, by ids. */
interface Entry {
  /** Name → modules that import or re-export that very name. */
  readonly byName: Map<string, Set<string>>;
  /** Modules that take it whole: `import * as`, `export *`, `import()`. */
  readonly whole: Set<string>;
  /** Of these, the ones that do `export *`. */
  readonly starExporters: Set<string>;
  /** Modules that export again what it exports, by name or by `export *`. */
  readonly reexporters: Set<string>;
  /** Everybody who names it in an import, also for its effects only; and since when. */
  readonly importers: Set<string>;
  readonly since: Map<string, Moment>;
}

const nobody: ReadonlySet<string> = new Set();

export class Ledger {
  readonly #entries = new Map<string, Entry>();

  /** Books everything that a linkage refers to. */
  add(linkage: Linkage, since: Moment): void {
    const by = linkage.source.id;
    for (const target of [...linkage.targets, ...linkage.dynamicTargets]) {
      if (target?.kind !== "module") continue;
      const entry = this.#entry(target.id);
      entry.importers.add(by);
      entry.since.set(by, since);
    }
    for (const { id, name } of namedReferences(linkage)) {
      const { byName } = this.#entry(id);
      const holders = byName.get(name);
      if (holders) holders.add(by);
      else byName.set(name, new Set([by]));
    }
    for (const id of wholeReferences(linkage)) this.#entry(id).whole.add(by);
    for (const id of starTargets(linkage)) this.#entry(id).starExporters.add(by);
    for (const id of reexportTargets(linkage)) this.#entry(id).reexporters.add(by);
  }

  /** Strikes off everything that `add` booked for it. */
  remove(linkage: Linkage): void {
    const by = linkage.source.id;
    for (const target of [...linkage.targets, ...linkage.dynamicTargets]) {
      if (target?.kind !== "module") continue;
      const entry = this.#entry(target.id);
      entry.importers.delete(by);
      entry.since.delete(by);
      entry.whole.delete(by);
      entry.starExporters.delete(by);
      entry.reexporters.delete(by);
    }
    for (const { id, name } of namedReferences(linkage)) {
      const { byName } = this.#entry(id);
      const holders = byName.get(name);
      holders?.delete(by);
      if (holders?.size === 0) byName.delete(name);
    }
  }

  importersOf(id: string): ReadonlySet<string> {
    return this.#entries.get(id)?.importers ?? nobody;
  }

  /** Since when a module imports another. */
  importedSince(id: string, by: string): Moment | undefined {
    return this.#entries.get(id)?.since.get(by);
  }

  importersOfName(id: string, name: string): ReadonlySet<string> {
    return this.#entries.get(id)?.byName.get(name) ?? nobody;
  }

  wholeImportersOf(id: string): ReadonlySet<string> {
    return this.#entries.get(id)?.whole ?? nobody;
  }

  starExportersOf(id: string): ReadonlySet<string> {
    return this.#entries.get(id)?.starExporters ?? nobody;
  }

  reexportersOf(id: string): ReadonlySet<string> {
    return this.#entries.get(id)?.reexporters ?? nobody;
  }

  /** References to one name: those who import it, and those who take the module whole. */
  countOfName(id: string, name: string): number {
    const entry = this.#entries.get(id);
    return entry ? (entry.byName.get(name)?.size ?? 0) + entry.whole.size : 0;
  }

  /** References to a module: one for each name and importer, one for each who takes it whole. */
  countOfModule(id: string): number {
    const entry = this.#entries.get(id);
    if (!entry) return 0;
    let count = entry.whole.size;
    for (const holders of entry.byName.values()) count += holders.size;
    return count;
  }

  #entry(id: string): Entry {
    let entry = this.#entries.get(id);
    if (!entry) {
      entry = {
        byName: new Map(),
        whole: new Set(),
        starExporters: new Set(),
        reexporters: new Set(),
        importers: new Set(),
        since: new Map(),
      };
      this.#entries.set(id, entry);
    }
    return entry;
  }
}

/** Names of modules that a linkage imports or re-exports one by one. */
export function* namedReferences(linkage: Linkage): Generator<{ readonly id: string; readonly name: string }> {
  for (const { request, name } of linkage.source.compiled.imports) {
    const target = targetOf(linkage, request);
    if (name !== "*" && target.kind === "module") yield { id: target.id, name };
  }
  for (const { request, importName } of linkage.source.compiled.indirectExports) {
    const target = targetOf(linkage, request);
    if (importName !== "*" && target.kind === "module") yield { id: target.id, name: importName };
  }
}

function* starTargets(linkage: Linkage): Generator<string> {
  for (const { request } of linkage.source.compiled.starExports) {
    const target = targetOf(linkage, request);
    if (target.kind === "module") yield target.id;
  }
}

function* reexportTargets(linkage: Linkage): Generator<string> {
  yield* starTargets(linkage);
  for (const { request } of linkage.source.compiled.indirectExports) {
    const target = targetOf(linkage, request);
    if (target.kind === "module") yield target.id;
  }
}

/** Modules that a linkage takes whole. */
export function* wholeReferences(linkage: Linkage): Generator<string> {
  yield* starTargets(linkage);
  for (const { request, name } of linkage.source.compiled.imports) {
    const target = targetOf(linkage, request);
    if (name === "*" && target.kind === "module") yield target.id;
  }
  for (const { request, importName } of linkage.source.compiled.indirectExports) {
    const target = targetOf(linkage, request);
    if (importName === "*" && target.kind === "module") yield target.id;
  }
  for (const target of linkage.dynamicTargets) if (target?.kind === "module") yield target.id;
}
