/** The running program: its modules, how they are linked, and what of them the loop calls. */
import type { History } from "../history/history.ts";
import type { CallInFlight, Effects } from "../loop/effects.ts";
import type { Loop } from "../loop/loop.ts";
import type { SlotTable } from "../loop/slot.ts";
import type { Certifier } from "../references/certificate.ts";
import { Ledger } from "../references/ledger.ts";
import { Records } from "../references/records.ts";
import type { Moment, Problem, ProblemCode } from "../summary.ts";
import type { ExportTable, Getter } from "./bindings.ts";
import type { Generation, GenerationHost } from "./generation.ts";
import { type Found, type Source, type View, resolveExports } from "./linkage.ts";
import { Module } from "./module.ts";
import { problemOfLive, problemOfThrown } from "./problem.ts";
import { Readers } from "./readers.ts";
import type { Version } from "./version.ts";

/** How many generations of a module are listed function by function; older ones that are reclaimed are summed up. */
const detailedVersions = 200;
/** How many superseded generations of a module keep their source maps, for stack traces of calls still in flight. */
const rememberedSources = 8;
/** How many keep theirs until it is proved whether somebody holds them. */
const awaitedSources = 64;

export interface ProgramParts {
  readonly now: () => number;
  readonly loop: Pick<Loop, "safeStateOf" | "atSafePoint" | "emit" | "turn">;
  readonly slots: SlotTable;
  readonly effects: Effects;
  readonly history: Pick<History, "last" | "mark">;
  readonly certifier: Pick<Certifier, "watch" | "expect">;
  readonly host: GenerationHost;
  readonly callTimeoutMs: number;
  readonly onProblem: (problem: Problem) => void;
  /** Where records of generations go that are listed no more; absent: nowhere, they are summed up. */
  readonly records?: Records;
}

export class Program {
  readonly modules = new Map<string, Module>();
  /** Modules with a problem; also some that were forgotten meanwhile. */
  readonly troubled = new Set<Module>();
  readonly ledger = new Ledger();
  readonly readers = new Readers();
  readonly parts: ProgramParts;
  readonly records: Records;
  /** Resolves when no load is going on: what is imported dynamically meanwhile may be a part of it (L9). */
  settled: Promise<void> = Promise.resolve();

  constructor(parts: ProgramParts) {
    this.parts = parts;
    this.records = parts.records ?? new Records({ file: () => undefined, onFailed: () => undefined });
  }

  /** The linkages of what runs. */
  readonly view: View = (id) => this.modules.get(id)?.live?.generation.linkage;

  /** The module of that id; made when it is not known yet. */
  module(id: string): Module {
    let module = this.modules.get(id);
    if (!module) this.modules.set(id, (module = new Module(id, this.troubled)));
    return module;
  }

  /** The text of a generation, as long as it is remembered. */
  readonly sourceOf = (id: string, generation: number): Source | undefined => {
    const module = this.modules.get(id);
    return module?.versions.findLast((version) => version.number === generation)?.source;
  };

  /** Books calls of performers that have begun or settled (R16). */
  callsChanged({ module, generation, name, count }: CallInFlight): void {
    const version = this.modules.get(module)?.versions.findLast(({ number }) => number === generation);
    version?.callsChanged(name, count, this.moment());
  }

  /** Now, as the books have it. */
  moment(): Moment {
    return { at: Date.now(), turn: this.parts.history.last };
  }

  problemOf(code: ProblemCode, error: unknown, file: string, message: string, staged?: Source): Problem {
    if (staged)
      return problemOfThrown(code, error, file, message, (id, number) =>
        staged.id === id ? staged : this.sourceOf(id, number),
      );
    return problemOfLive(code, error, file, message, this.sourceOf, (id) => this.modules.get(id)?.generation?.number);
  }

  /** What a module exports under a view, its re-exports by the face of their origin (L5). */
  exportsOf(view: View, id: string, generation: Generation): Omit<ExportTable, "namespace"> {
    const getters = new Map<string, Getter>();
    const { names, stars } = resolveExports(view, id);
    for (const [name, found] of names)
      getters.set(
        name,
        found.path.length === 0 && found.origin.kind === "module"
          ? (generation.locals.get(name) as Getter)
          : this.#getterOf(found),
      );
    return { getters, stars };
  }

  /** Straight to the origin: from module to module it could go round in a circle of `export *`. */
  #getterOf({ origin, name, path }: Found): Getter {
    if (origin.kind === "external") {
      const { namespace } = origin;
      return Object.assign(name === "*" ? () => namespace : () => namespace[name], { path });
    }
    const { bindings } = this.module(origin.id);
    const { record, holder } = bindings;
    if (name === "*") return Object.assign(() => holder.namespace, { path, whole: { id: origin.id, bindings } });
    return Object.assign(() => record[name], { path });
  }

  /**
   * Running modules whose exports may resolve differently when those of the given ones do: whoever re-exports from them,
   * and so on; the given ones included. Also one that names what it re-exports: a barrel further on may find two
   * bindings where there was one.
   */
  withReexporters(ids: Iterable<string>): Set<string> {
    const found = new Set<string>(ids);
    for (const id of found) for (const other of this.ledger.reexportersOf(id)) found.add(other);
    return found;
  }

  /** Forgets texts and source maps that no stack trace will ask for, and sums up what was proved gone, where there is much. */
  trim(): void {
    for (const module of this.modules.values())
      if (module.versions.length > rememberedSources) this.#trimVersions(module);
  }

  #trimVersions(module: Module): void {
    const { versions, archive } = module;
    const waits = versions.length - awaitedSources;
    for (const [at, version] of versions.slice(0, -rememberedSources).entries()) {
      // Whoever holds an old generation may still call it.
      const isHeld = version.status === "retained" || (version.status === "draining" && at >= waits);
      if (!isHeld) version.forgetSource();
    }
    for (let at = versions.length - detailedVersions - 1; at >= 0; at--)
      if (versions[at]?.status === "reclaimed") archive.add(versions.splice(at, 1)[0] as Version, this.records);
  }
}
