/** From ids to linkages: reads, compiles and resolves the modules of a transaction, and what they import. */
import type { Problem } from "../summary.ts";
import type { Compiler } from "../source/compile.ts";
import { type FileState, type Files, problemOfState } from "../source/files.ts";
import { isModulePath } from "../source/workspace.ts";
import type { Linkage, Source } from "./linkage.ts";
import { problemOfFile } from "./problem.ts";
import type { Program } from "./program.ts";
import { type Externals, isLocal, linkageOfSource, resolveLocal } from "./resolve.ts";

export interface Collected {
  readonly linkages: readonly Linkage[];
  /** Modules that could not be compiled or resolved, with the reasons. */
  readonly refused: ReadonlyMap<string, readonly Problem[]>;
}

export interface CollectOptions {
  /** Text to use in place of a module's file. */
  readonly sources?: Readonly<Record<string, string>>;
  /** Read each file again, in case it changed and nobody told yet. */
  readonly isFresh: boolean;
  /** Modules that are there although nothing of them runs: on a copy. */
  readonly isThere?: (id: string) => boolean;
}

export class Collector {
  readonly #files: Files;
  readonly #compiler: Compiler;
  readonly #program: Program;
  readonly #externals: Externals;

  constructor(files: Files, compiler: Compiler, program: Program, externals: Externals) {
    this.#files = files;
    this.#compiler = compiler;
    this.#program = program;
    this.#externals = externals;
  }

  /** The named modules and, however far, those they import that do not run yet. */
  async collect(ids: Iterable<string>, { sources = {}, isFresh, isThere }: CollectOptions): Promise<Collected> {
    const refused = new Map<string, readonly Problem[]>();
    const texts = new Map<string, Source>();
    const wanted = new Set(ids);
    const runs = (id: string): boolean => this.#program.view(id) !== undefined || isThere?.(id) === true;
    const exists = (id: string): boolean => this.#files.has(id) || wanted.has(id) || runs(id);
    for (const id of wanted) {
      const source = await this.#sourceOf(id, sources[id], isFresh);
      if ("code" in source) {
        refused.set(id, [source]);
        continue;
      }
      texts.set(id, source);
      for (const { specifier } of source.compiled.requests) {
        // A file that was written this moment may not have been told yet: only then the disk is asked.
        const target = isLocal(specifier)
          ? (resolveLocal(id, specifier, exists) ?? resolveLocal(id, specifier, this.#files.isOnDisk))
          : undefined;
        if (target !== undefined && !runs(target)) wanted.add(target);
      }
    }
    await this.#externals.load([...texts.values()]);
    const linkages: Linkage[] = [];
    for (const source of texts.values()) {
      const outcome = linkageOfSource(source, exists, this.#externals);
      if (outcome.ok) linkages.push(outcome.linkage);
      else refused.set(source.id, outcome.problems);
    }
    return { linkages, refused };
  }

  async #sourceOf(id: string, given: string | undefined, isFresh: boolean): Promise<Source | Problem> {
    if (given !== undefined) {
      const outcome = await this.#compiler.compile(id, given);
      return outcome.ok ? { id, text: given, compiled: outcome.compiled } : { ...outcome.problem, file: id };
    }
    if (!isModulePath(id)) return unknownModule(id);
    const known = isFresh ? undefined : this.#files.stateOf(id);
    const state = known ?? (await this.#files.refresh(id));
    if (this.#files.has(id)) return sourceOfState(state);
    return this.#program.view(id)
      ? problemOfFile(
          "file-unreadable",
          id,
          `The file of ${id} was deleted: the module runs on, and only a text can take its place.`,
        )
      : unknownModule(id);
  }
}

const unknownModule = (id: string): Problem =>
  problemOfFile("unknown-module", id, `There is no module ${id} in this workspace.`);

/** What a file's text compiled to, or why it did not. */
export const sourceOfState = (state: FileState): Source | Problem => {
  const problem = problemOfState(state);
  if (problem) return problem;
  const { id, content, outcome } = state;
  if (!content.ok || !outcome?.ok) throw new Error(`${id} has neither a problem nor a compiled text`);
  return { id, text: content.text, compiled: outcome.compiled };
};
