/** Follows the files of a workspace: what is written, added and deleted on disk becomes news of its modules. */
import type { Catalog } from "./catalog.ts";
import type { Logbook } from "./logbook.ts";
import { nameOf } from "./modules/books.ts";
import { compileAhead } from "./modules/maker.ts";
import { problemOfFile } from "./modules/problem.ts";
import type { Program } from "./modules/program.ts";
import type { Newscaster } from "./newscaster.ts";
import { OnSave } from "./on-save.ts";
import { type Files, problemOfState } from "./source/files.ts";
import { Watch } from "./source/watch.ts";
import { type FileSet, clashesOf } from "./source/workspace.ts";
import type { Problem, ProblemCode, SwapReport } from "./summary.ts";

export interface FileFollowerParts {
  /** Real path. */
  readonly folder: string;
  readonly files: Files;
  readonly program: Program;
  readonly catalog: Catalog;
  readonly logbook: Logbook;
  readonly news: Newscaster;
  /** Nothing is swapped before the folder is trusted and its modules were loaded. */
  readonly isLoaded: () => boolean;
  readonly swap: (ids: readonly string[]) => Promise<SwapReport>;
  readonly onProblem: (problem: Problem) => void;
}

export class FileFollower {
  readonly #parts: FileFollowerParts;
  readonly #onSave: OnSave;
  #watch: Watch | undefined;
  #isClosed = false;
  #isFolderGone = false;

  constructor(parts: FileFollowerParts) {
    this.#parts = parts;
    this.#onSave = new OnSave({ swap: parts.swap, differs: (id) => this.#isToBeSwapped(id) });
  }

  /** Whether a module is swapped when its file is saved. */
  set swapsOnSave(isOn: boolean) {
    this.#onSave.isOn = isOn;
  }

  /**
   * Tells what is wrong with the files that were found, and watches them from then on.
   * @param scannedAt when the scan began, in ms since 1970: what was written after it is news
   */
  follow(found: FileSet, scannedAt: number): void {
    const { folder, files, onProblem } = this.#parts;
    this.#report(found);
    this.#watch = new Watch(
      folder,
      {
        onWritten: (id) => this.#onWritten(id),
        onDeleted: (id) => this.#onDeleted(id),
        onFolderGone: () => this.#onFolderGone(),
        onBlind: (message) => onProblem(problemOfFile("folder-unreadable", "", message)),
      },
      { ids: files.ids(), at: scannedAt },
    );
  }

  /** From now on nothing that is still being read becomes news. */
  end(): void {
    this.#isClosed = true;
    this.#watch?.stop();
  }

  #report({ modules, unreadable }: FileSet): void {
    const { folder: workspace, files, logbook } = this.#parts;
    const report = (code: ProblemCode, file: string, message: string): void =>
      logbook.problem(problemOfFile(code, file, message));
    if (modules.length === 0)
      report("folder-empty", "", `There are no modules in ${workspace}: add a .ts file and it appears here.`);
    for (const { folder, message } of unreadable) report("folder-unreadable", folder, message);
    for (const { id, other } of clashesOf(modules)) logbook.problem(clashProblem(id, other));
    for (const id of modules) {
      const state = files.stateOf(id);
      const problem = state && problemOfState(state);
      if (problem) logbook.problem(problem);
    }
  }

  async #onWritten(id: string): Promise<void> {
    const { files, program, logbook, news, onProblem } = this.#parts;
    const before = files.stateOf(id);
    const state = await files.refresh(id);
    if (this.#isClosed || state === before) return;
    const module = program.modules.get(id);
    if (module) module.problem = undefined;
    if (!before) this.#onAdded(id);
    logbook.settle(id);
    const problem = problemOfState(state);
    if (problem) onProblem(problem);
    news.modulesChanged([id]);
    if (module?.live && state.outcome?.ok)
      compileAhead(state.outcome.compiled, nameOf({ id, generation: module.lastNumber + 1 }));
    await this.#onSave.saved(id);
  }

  /** An empty text is one that is being written: nobody saves a module to have it do nothing. */
  #isToBeSwapped(id: string): boolean {
    const { files, program, isLoaded } = this.#parts;
    const state = files.stateOf(id);
    if (!isLoaded() || this.#isClosed || !state?.content.ok || !state.outcome?.ok) return false;
    const { text } = state.content;
    const isWanted = program.view(id) !== undefined || files.isModule(id);
    return isWanted && text.trim() !== "" && text !== program.modules.get(id)?.source?.text;
  }

  #onAdded(id: string): void {
    const { files, logbook } = this.#parts;
    logbook.withdraw("folder-empty");
    const other = files.clashOf(id);
    if (other !== undefined) logbook.problem(clashProblem(id, other));
  }

  #onDeleted(id: string): void {
    const { files, program, logbook, news } = this.#parts;
    files.remove(id);
    logbook.withdraw("file-name-clash", id);
    if (program.view(id) === undefined) {
      program.modules.delete(id);
      logbook.settle(id);
    }
    news.modulesChanged([id]);
  }

  #onFolderGone(): void {
    const { folder, files, onProblem } = this.#parts;
    if (this.#isFolderGone || this.#isClosed) return;
    this.#isFolderGone = true;
    for (const id of files.ids()) this.#onDeleted(id);
    onProblem(problemOfFile("folder-gone", "", `The folder ${folder} was deleted: its modules run on from memory.`));
  }
}

const clashProblem = (id: string, other: string): Problem =>
  problemOfFile(
    "file-name-clash",
    id,
    `${id} and ${other} differ in case only: both run here, on other systems they are one file.`,
  );
