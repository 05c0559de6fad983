/** What is to be told of the modules of a workspace: those that run, and those that are only files. */
import { join } from "node:path";
import { sourceOfState } from "./modules/collect.ts";
import { functionsInText, functionsOf } from "./modules/exports.ts";
import type { Linkage } from "./modules/linkage.ts";
import type { Module } from "./modules/module.ts";
import type { Program } from "./modules/program.ts";
import { assumedLinkage } from "./modules/resolve.ts";
import { countsOfModule, functionSummaries } from "./references/counts.ts";
import { holdersOf } from "./references/holders.ts";
import { graphOf, type GraphModule } from "./references/graph.ts";
import { type Files, problemOfState } from "./source/files.ts";
import { Refusal } from "./source/workspace.ts";
import type {
  Certificate,
  Explanation,
  GenerationSummary,
  Graph,
  ModuleStatus,
  ModuleSummary,
  Problem,
  SourceSummary,
} from "./summary.ts";

export class Catalog {
  readonly #files: Files;
  readonly #program: Program;

  constructor(files: Files, program: Program) {
    this.#files = files;
    this.#program = program;
  }

  /** Every module's file, and whatever runs; sorted by code units. */
  ids(): string[] {
    const ids = new Set<string>();
    for (const id of this.#files.ids()) if (this.#files.isModule(id)) ids.add(id);
    for (const [id, { live }] of this.#program.modules) if (live) ids.add(id);
    return [...ids].sort();
  }

  /** Whether it is one of `ids`. */
  lists(id: string): boolean {
    return (this.#files.has(id) && this.#files.isModule(id)) || this.#program.modules.get(id)?.live !== undefined;
  }

  has(id: string): boolean {
    return this.#files.has(id) || this.#program.view(id) !== undefined;
  }

  /** @throws Refusal where there is no such module. */
  known(id: string): Module {
    if (!this.has(id)) throw new Refusal("unknown-module", `There is no module ${id} in this workspace.`);
    return this.#program.module(id);
  }

  summaryOf(id: string): ModuleSummary {
    const module = this.#program.module(id);
    const linkage = this.#linkageOf(id);
    const targets = linkage?.targets ?? [];
    const functions = module.live ? functionsOf(module) : linkage ? functionsInText(linkage) : [];
    const state = this.#files.stateOf(id);
    const problem = (state && problemOfState(state)) ?? module.problem;
    return {
      id,
      status: this.#statusOf(id),
      generation: module.generation?.number ?? 0,
      functions: functionSummaries(this.#program, module, functions),
      references: countsOfModule(this.#program, module),
      imports: [...new Set(targets.map((target) => (target.kind === "module" ? target.id : target.specifier)))],
      importers: [...this.#program.ledger.importersOf(id)].sort(),
      ...(problem ? { problem } : {}),
    };
  }

  /** @param ids of the modules that are asked for; of all where left out */
  graph(level: "module" | "function", ids: readonly string[] = this.ids()): Graph {
    const known = ids.filter((id) => this.lists(id)).map((id) => this.#graphModule(id));
    return graphOf(this.#program, known, level, (id) => this.#graphModule(id));
  }

  #graphModule(id: string): GraphModule {
    return {
      id,
      status: this.#statusOf(id),
      generation: this.#program.modules.get(id)?.generation?.number ?? 0,
      linkage: this.#linkageOf(id),
    };
  }

  /** @throws Refusal where there is no such module. */
  generationsOf(id: string, living = false): GenerationSummary[] {
    const module = this.known(id);
    const newest = module.versions
      .filter(({ status }) => !living || status !== "reclaimed")
      .map((version) => version.summary(holdersOf(this.#program, module, version)));
    return module.archive.size === 0 || living
      ? newest
      : [...module.archive, ...newest].sort((a, b) => a.generation - b.generation);
  }

  /**
   * One generation; of one that is summed up what was written down of it.
   * @throws Refusal where there is no such module or generation.
   */
  async generationOf(id: string, generation: number): Promise<GenerationSummary> {
    const module = this.known(id);
    const version = module.versions.find(({ number }) => number === generation);
    if (version) return version.summary(holdersOf(this.#program, module, version));
    const found = await module.archive.detailed(id, generation, this.#program.records);
    if (!found) throw new Refusal("unknown-module", `${id} has no generation #${generation}.`);
    return found;
  }

  /** The same as a certificate. */
  async recordedCertificateOf(id: string, generation: number): Promise<Certificate> {
    const found = await this.generationOf(id, generation);
    const version = this.known(id).versions.find(({ number }) => number === generation);
    return certificateFrom(id, found, version?.explanation);
  }

  /** Of one that is gone, perhaps summed up. @throws Refusal where there is no such module or generation. */
  certificateOf(id: string, generation: number): Certificate {
    const module = this.known(id);
    const version = module.versions.find(({ number }) => number === generation);
    const found = version
      ? version.summary(holdersOf(this.#program, module, version))
      : module.archive.find(generation);
    if (!found) throw new Refusal("unknown-module", `${id} has no generation #${generation}.`);
    return certificateFrom(id, found, version?.explanation);
  }

  /** @throws Refusal where there is no such module. */
  certificatesOf(id: string, living = false): Certificate[] {
    const explanations = new Map(this.known(id).versions.map(({ number, explanation }) => [number, explanation]));
    return this.generationsOf(id, living).map((one) => certificateFrom(id, one, explanations.get(one.generation)));
  }

  /**
   * @param generation one whose text is asked for, in place of the file's
   * @throws Refusal where there is no such module, or the text of that generation is not kept any more.
   */
  sourceOf(id: string, generation?: number): SourceSummary {
    const running = this.known(id).source?.text;
    if (generation !== undefined) {
      this.certificateOf(id, generation);
      const text = this.#program.sourceOf(id, generation)?.text;
      if (text === undefined)
        throw new Refusal("unknown-module", `The text of ${id} #${generation} is not kept any more: it is long gone.`);
      return { id, file: join(this.#files.folder, id), text, ...(running === undefined ? {} : { running }) };
    }
    const content = this.#files.stateOf(id)?.content;
    return {
      id,
      file: join(this.#files.folder, id),
      text: content?.ok ? content.text : (running ?? ""),
      ...(running === undefined ? {} : { running }),
    };
  }

  #statusOf(id: string): ModuleStatus {
    const module = this.#program.modules.get(id);
    if (module?.isQuarantined) return "quarantined";
    if (!this.#files.has(id)) return "deleted";
    const state = this.#files.stateOf(id);
    const isBroken = state !== undefined && problemOfState(state) !== undefined;
    if (!module?.live) return isBroken || module?.problem ? "failed" : "new";
    if (state?.content.ok && state.content.text === module.source?.text) return "running";
    return isBroken || (module.problem && !isOfRunning(module.problem)) ? "failed" : "changed";
  }

  /** Of what runs; of the text on disk where nothing does. */
  #linkageOf(id: string): Linkage | undefined {
    const running = this.#program.view(id);
    if (running) return running;
    const state = this.#files.stateOf(id);
    const source = state && sourceOfState(state);
    return source && !("code" in source) ? assumedLinkage(source, this.#files.has) : undefined;
  }
}

const certificateFrom = (
  id: string,
  { proof, ...rest }: GenerationSummary,
  explanation: Explanation | undefined,
): Certificate => ({
  id,
  ...rest,
  ...explanation,
  ...(proof
    ? { provedBy: proof.by, provedAtTurn: proof.atTurn, provedAt: proof.at, collections: proof.collections }
    : {}),
});

/** Problems of what runs, as opposed to reasons why something does not. */
const isOfRunning = ({ code }: Problem): boolean =>
  /^(?:handler|outcome|performer|source|resource|disposer|effect|unknown-effect|queue|uncaught)/.test(code);
