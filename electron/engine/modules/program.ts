/** The running program: its modules, how they are linked, and what of them the loop calls. */
import type { History } from "../history/history.ts";
import type { Effects } from "../loop/effects.ts";
import type { Loop } from "../loop/loop.ts";
import type { SlotTable } from "../loop/slot.ts";
import { Ledger } from "../references/ledger.ts";
import type { Problem, ProblemCode } from "../summary.ts";
import type { ExportTable, Getter } from "./bindings.ts";
import type { Generation, GenerationHost } from "./generation.ts";
import { type Linkage, type Source, type View, exportSteps, targetOf } from "./linkage.ts";
import { Module } from "./module.ts";
import { problemOfThrown } from "./problem.ts";

/** How many superseded generations of a module keep their source maps, for stack traces of calls still in flight. */
const rememberedSources = 8;

export interface ProgramParts {
  readonly loop: Loop;
  readonly slots: SlotTable;
  readonly effects: Effects;
  readonly history: History;
  readonly host: GenerationHost;
  readonly callTimeoutMs: number;
  readonly onProblem: (problem: Problem) => void;
}

export class Program {
  readonly modules = new Map<string, Module>();
  readonly ledger = new Ledger();
  readonly parts: ProgramParts;

  constructor(parts: ProgramParts) {
    this.parts = parts;
  }

  /** The linkages of what runs. */
  readonly view: View = (id) => this.modules.get(id)?.live?.generation.linkage;

  /** The module of that id; made when it is not known yet. */
  module(id: string): Module {
    let module = this.modules.get(id);
    if (!module) this.modules.set(id, (module = new Module(id)));
    return module;
  }

  /** The text of a generation, as long as it is remembered. */
  readonly sourceOf = (id: string, generation: number): Source | undefined => {
    const module = this.modules.get(id);
    return module?.versions.findLast((version) => version.number === generation)?.source;
  };

  problemOf(code: ProblemCode, error: unknown, file: string, message: string, staged?: Source): Problem {
    return problemOfThrown(code, error, file, message, (id, number) =>
      staged?.id === id ? staged : this.sourceOf(id, number),
    );
  }

  /** Getters for everything that a module exports under a view, its re-exports by the face of their origin (L5). */
  gettersOf(view: View, id: string, generation: Generation): ReadonlyMap<string, Getter> {
    const linkage = generation.linkage;
    const getters = new Map<string, Getter>();
    for (const [name, step] of exportSteps(view, id)) {
      if (step.kind === "local") getters.set(name, generation.locals.get(name) as Getter);
      else getters.set(name, this.#getterThrough(linkage, step.request, step.name));
    }
    return getters;
  }

  #getterThrough(linkage: Linkage, request: number, name: string): Getter {
    const target = targetOf(linkage, request);
    if (target.kind === "external") return name === "*" ? () => target.namespace : () => target.namespace[name];
    const { record, holder } = this.module(target.id).bindings;
    return name === "*" ? () => holder.namespace : () => record[name];
  }

  /**
   * Modules whose set of exported names may follow from that of the given ones: they, and whoever does `export *` of
   * them, and so on.
   */
  withStarExporters(ids: Iterable<string>): Set<string> {
    const found = new Set<string>(ids);
    for (const id of found) for (const exporter of this.ledger.starExportersOf(id)) found.add(exporter);
    return found;
  }

  /** Forgets source maps that no stack trace will ask for. */
  trimVersions(module: Module): void {
    for (const version of module.versions.slice(0, -rememberedSources)) version.source = undefined;
  }
}

/** Tables as they were, so that a refused transaction can put them back. */
export type SavedTables = ReadonlyMap<Module, ExportTable>;
