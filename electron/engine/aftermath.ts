/** What follows from the end of a swap: what it settles, who is told of what, the `swap` event, the undo by itself. */
import type { Catalog } from "./catalog.ts";
import type { Logbook } from "./logbook.ts";
import type { Loop } from "./loop/loop.ts";
import type { SlotTable } from "./loop/slot.ts";
import type { AutoUndo } from "./modules/auto-undo.ts";
import type { Program } from "./modules/program.ts";
import { isLocal, resolveLocal } from "./modules/resolve.ts";
import type { Newscaster } from "./newscaster.ts";
import type { Notifier } from "./notify.ts";
import type { Problem, SwapReport, SwappedModule } from "./summary.ts";

export interface AftermathParts {
  readonly program: Program;
  readonly catalog: Catalog;
  readonly loop: Loop;
  readonly slots: SlotTable;
  readonly notifier: Notifier;
  readonly logbook: Logbook;
  readonly news: Newscaster;
  readonly autoUndo: AutoUndo;
  readonly onProblem: (problem: Problem) => void;
}

export class Aftermath {
  readonly #parts: AftermathParts;

  constructor(parts: AftermathParts) {
    this.#parts = parts;
  }

  /** Tells everybody how a swap ended. */
  ended(ids: readonly string[], report: SwapReport): void {
    if (report.dryRun) return;
    if (report.ok) this.#accepted(report);
    else this.#refused(ids, report);
    this.#parts.notifier.tell("modules.swapped", report);
    this.#parts.news.loopChanged();
  }

  #accepted(report: SwapReport): void {
    const { logbook, autoUndo, loop, slots, onProblem } = this.#parts;
    const swapped = report.modules.map(({ id }) => id);
    logbook.withdraw("folder-empty");
    for (const id of swapped) logbook.settle(id);
    autoUndo.settled(swapped);
    for (const problem of report.problems) onProblem(problem);
    const seen = report.modules.filter(isSeenOutside).map(({ id }) => id);
    this.tellAround(swapped, seen);
    if (slots.listensFor("swap"))
      loop.emit({ type: "swap", modules: report.modules.map(({ id, from, to }) => ({ id, from, to })) }, "host");
  }

  #refused(ids: readonly string[], { problems }: SwapReport): void {
    const { program, catalog, logbook, news } = this.#parts;
    // That an unload was refused is told, and over: nothing is wrong with any module (S17).
    const lasting = problems.filter(({ code }) => code !== "still-imported");
    for (const problem of lasting) logbook.problem(problem);
    for (const id of ids) {
      const problem = lasting.find(({ file }) => file === id) ?? lasting[0];
      if (problem && catalog.has(id)) program.module(id).problem = problem;
    }
    news.modulesChanged(ids);
  }

  /**
   * Tells of the given modules, and of those whose counts follow from them: what they import, and imported before.
   * @param seen those of them of which importers see more than new code: all who import them are told of too
   */
  tellAround(ids: readonly string[], seen = ids): void {
    const { program, catalog, news } = this.#parts;
    // A function may have become none, which whoever re-exports it tells of itself.
    const around = program.withReexporters(ids);
    for (const id of seen) for (const importer of program.ledger.importersOf(id)) around.add(importer);
    for (const id of ids) {
      for (const version of program.modules.get(id)?.versions.slice(-2) ?? [])
        for (const { specifier } of version.source?.compiled.requests ?? []) {
          const target = isLocal(specifier) ? resolveLocal(id, specifier, (one) => catalog.has(one)) : undefined;
          if (target !== undefined) around.add(target);
        }
    }
    news.modulesChanged(around);
  }
}

const isSeenOutside = ({ from, to, exports: { added, removed } }: SwappedModule): boolean =>
  from === 0 || to === 0 || added.length + removed.length > 0;
