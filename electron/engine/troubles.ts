/** What goes wrong while the program runs: whose fault it is, whom it is told, and what becomes of runaways. */
import type { Catalog } from "./catalog.ts";
import type { Keeper } from "./keeper.ts";
import type { Logbook } from "./logbook.ts";
import { Finding, type Place } from "./loop/problem.ts";
import type { AutoUndo } from "./modules/auto-undo.ts";
import { problemAtExport, problemOfFile, wordsOfThrown } from "./modules/problem.ts";
import type { Program } from "./modules/program.ts";
import { GenerationEnded } from "./modules/resources.ts";
import type { Newscaster } from "./newscaster.ts";
import type { ModuleSummary, Problem, ProblemCode } from "./summary.ts";

export interface TroublesParts {
  readonly program: Program;
  readonly catalog: Catalog;
  readonly keeper: Keeper;
  readonly logbook: Logbook;
  readonly news: Newscaster;
  readonly autoUndo: AutoUndo;
}

export class Troubles {
  readonly #parts: TroublesParts;

  constructor(parts: TroublesParts) {
    this.#parts = parts;
  }

  /** Tells a problem, and marks the module whose running code it is about. */
  report(problem: Problem): void {
    const { program, logbook, news, autoUndo } = this.#parts;
    logbook.problem(problem);
    // Nothing is wrong with what runs when old code of its module fails.
    if (problem.generation !== undefined) return;
    autoUndo.saw(problem);
    const module = program.modules.get(problem.file);
    if (!module?.live || module.problem) return;
    module.problem = problem;
    news.modulesChanged([module.id]);
  }

  /** Something was thrown, or a promise rejected, that nobody caught: told as a problem of the module it came from. */
  uncaught(error: unknown): void {
    if (error instanceof GenerationEnded) return;
    const { program } = this.#parts;
    const message = (from: string): string =>
      `Nobody caught what ${from} threw (${wordsOfThrown(error)}): catch it, or await the promise where it can be caught.`;
    const problem = program.problemOf("uncaught", error, "", message("a callback or a promise"));
    this.report(problem.file === "" ? problem : program.problemOf("uncaught", error, "", message(problem.file)));
  }

  /** What a call did wrong: thrown, or found by the loop, which has no stack and is placed at the function. */
  ofCall(code: ProblemCode, error: unknown, { module, function: name, generation }: Place): Problem {
    const { program } = this.#parts;
    if (!(error instanceof Finding))
      return program.problemOf(code, error, module, `\`${name}\` of ${module} threw ${wordsOfThrown(error)}.`);
    const seen = error.culprit && program.problemOf(code, error.culprit, module, error.message);
    if (seen && seen.line > 0) return seen;
    const source = program.sourceOf(module, generation);
    return source ? problemAtExport(code, source, name, error.message) : problemOfFile(code, module, error.message);
  }

  /** A runaway: its handlers, performers and callbacks are skipped until it is swapped or revived. */
  quarantine(id: string): void {
    this.#parts.program.module(id).isQuarantined = true;
    this.#parts.keeper.touch();
    this.#parts.news.modulesChanged([id]);
  }

  /** Lets a runaway go on: its handlers, performers and callbacks are called again. */
  revive(id: string): ModuleSummary {
    const { catalog, keeper, news } = this.#parts;
    const module = catalog.known(id);
    if (module.isQuarantined) module.problem = undefined;
    module.isQuarantined = false;
    keeper.touch();
    news.modulesChanged([id]);
    return catalog.summaryOf(id);
  }
}
