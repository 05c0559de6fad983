/** The workspace's files as they are on disk, each compiled ahead as soon as it changes. */
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../summary.ts";
import type { CompileOutcome } from "./compiled.ts";
import type { Compiler } from "./compile.ts";
import { type FileText, isModulePath, isSettings, readModule } from "./workspace.ts";

/** What is known of one file. */
export interface FileState {
  readonly id: string;
  readonly content: FileText;
  /** Absent where there is no text. */
  readonly outcome: CompileOutcome | undefined;
}

export class Files {
  readonly folder: string;
  readonly #compiler: Compiler;
  readonly #listed = new Set<string>();
  /** Listed ids by what they are where case does not count. */
  readonly #caseless = new Map<string, Set<string>>();
  readonly #states = new Map<string, FileState>();
  /** Number of the look at a file that what is known of it comes from: an earlier look that ends later tells nothing (W8). */
  readonly #looked = new Map<string, number>();
  #looks = 0;

  constructor(folder: string, compiler: Compiler, ids: Iterable<string>) {
    this.folder = folder;
    this.#compiler = compiler;
    for (const id of ids) this.#list(id);
  }

  /** Ids of files that exist, in no order; settings among them. */
  ids(): Iterable<string> {
    return this.#listed;
  }

  readonly has = (id: string): boolean => this.#listed.has(id);

  /** Asks the disk itself, for files of which nothing was told. */
  readonly isOnDisk = (id: string): boolean =>
    isModulePath(id) && (statSync(join(this.folder, id), { throwIfNoEntry: false })?.isFile() ?? false);

  stateOf(id: string): FileState | undefined {
    return this.#states.get(id);
  }

  /** Reads and compiles a file as it is now. What is known already is not compiled again. */
  async refresh(id: string): Promise<FileState> {
    const look = ++this.#looks;
    const content = readModule(this.folder, id);
    const known = this.#states.get(id);
    if (known && isSame(known.content, content) && !isToBeTriedAgain(known)) return known;
    const outcome = content.ok ? await this.#compiler.compile(id, content.text) : undefined;
    const state: FileState = { id, content, outcome };
    if (look < (this.#looked.get(id) ?? 0)) return state;
    this.#looked.set(id, look);
    this.#states.set(id, state);
    if (content.ok || !content.isGone) this.#list(id);
    return state;
  }

  remove(id: string): void {
    this.#looked.set(id, ++this.#looks);
    this.#listed.delete(id);
    this.#caseless.get(id.toLowerCase())?.delete(id);
    this.#states.delete(id);
  }

  /** A listed file whose name differs from that of a file in case only. */
  clashOf(id: string): string | undefined {
    return [...(this.#caseless.get(id.toLowerCase()) ?? [])].find((other) => other !== id);
  }

  #list(id: string): void {
    this.#listed.add(id);
    const key = id.toLowerCase();
    this.#caseless.set(key, (this.#caseless.get(key) ?? new Set()).add(id));
  }

  /** Whether a file is a module by itself, not only when it is imported. */
  isModule(id: string): boolean {
    return this.#listed.has(id) && !isSettings(id.slice(id.lastIndexOf("/") + 1));
  }
}

const isSame = (a: FileText, b: FileText): boolean =>
  a.ok ? b.ok && a.text === b.text : !b.ok && a.message === b.message;

/** The compiler failed, not the text. */
const isToBeTriedAgain = ({ outcome }: FileState): boolean =>
  outcome?.ok === false && outcome.problem.code === "compiler-stopped";

/** Why a file cannot become a generation; nothing where it can. */
export const problemOfState = (state: FileState): Problem | undefined => {
  const { id, content, outcome } = state;
  if (!content.ok) return { code: content.code, message: content.message, file: id, line: 0, column: 0 };
  return outcome && !outcome.ok ? { ...outcome.problem, file: id } : undefined;
};
