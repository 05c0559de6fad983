/** Brings modules in that do not run yet: when a folder is opened, after a repair, after a restart. */
import type { Catalog } from "./catalog.ts";
import type { Logbook } from "./logbook.ts";
import type { Collector } from "./modules/collect.ts";
import { type Breathe, load } from "./modules/load.ts";
import type { Program } from "./modules/program.ts";
import type { Notifier } from "./notify.ts";
import type { Plain } from "./plain.ts";
import { type Files, problemOfState } from "./source/files.ts";
import type { Problem, ProblemCode } from "./summary.ts";

/** Opening tells of its progress when it takes longer than this, in ms. */
export const quietMs = 500;
/** Loading yields to the rest of the process after so many ms. */
const breathMs = 12;
/** Files read and compiled at the same time while a folder is opened: more than all threads of the compiler take. */
const inFlight = 64;

/** What modules are to be brought back from. */
export interface Restart {
  readonly sources: Readonly<Record<string, string>>;
  readonly states: ReadonlyMap<string, Plain>;
}

export interface LoaderParts {
  readonly now: () => number;
  readonly notifier: Notifier;
  readonly logbook: Logbook;
  readonly files: Files;
  readonly program: Program;
  readonly catalog: Catalog;
  readonly collector: Collector;
  readonly onProblem: (problem: Problem) => void;
  /** What is to be told of these modules has changed. */
  readonly onChanged: (ids: readonly string[]) => void;
  /** Fresh handlers are in their slots, no source has started. */
  readonly onSpliced: () => void;
}

export class Loader {
  readonly #parts: LoaderParts;

  constructor(parts: LoaderParts) {
    this.#parts = parts;
  }

  /** After a repair: loads what waited for it. */
  async loadWaiting(): Promise<void> {
    const { program, catalog } = this.#parts;
    const waiting: string[] = [];
    for (const module of program.troubled) {
      const { id, problem, live } = module;
      // Its file was deleted.
      if (program.modules.get(id) !== module) program.troubled.delete(module);
      else if (problem && !live && (problem.file !== id || mayBeMendedElsewhere.has(problem.code)) && catalog.lists(id))
        waiting.push(id);
    }
    if (waiting.length > 0) await this.load(waiting, "fresh");
  }

  /** @returns why some did not load */
  async load(ids: readonly string[], from: "fresh" | Restart): Promise<Problem[]> {
    const { logbook } = this.#parts;
    const { sources = {}, states } = from === "fresh" ? {} : from;
    const { linkages, refused: broken } = await this.#parts.collector.collect(ids, { sources, isFresh: false });
    for (const [id, problems] of broken) {
      if (!this.#parts.catalog.has(id)) continue;
      this.#parts.program.module(id).problem = problems[0];
      if (!this.#isToldOfFile(id)) for (const problem of problems) logbook.problem(problem);
    }
    const { loaded, refused, problems } = await load(this.#parts.program, linkages, new Set(broken.keys()), {
      breathe: this.#breathe(),
      onSpliced: () => {
        if (from === "fresh") this.#parts.onSpliced();
      },
      states,
    });
    for (const id of loaded) logbook.settle(id);
    for (const problem of [...refused.values(), ...problems]) this.#parts.onProblem(problem);
    this.#parts.onChanged([...loaded, ...refused.keys(), ...broken.keys()]);
    return [...[...broken.values()].flat(), ...refused.values()];
  }

  /** What is wrong with a module's file was told when the file was read. */
  #isToldOfFile(id: string): boolean {
    const state = this.#parts.files.stateOf(id);
    return this.#parts.files.isModule(id) && state !== undefined && problemOfState(state) !== undefined;
  }

  #breathe(): Breathe {
    const { now } = this.#parts;
    const start = now();
    let last = start;
    return async (done, of) => {
      if (now() - last < breathMs) return;
      if (now() - start > quietMs)
        this.#parts.notifier.tellSoon("workspace.progress", () => ({ doing: "evaluate", done, of }));
      await new Promise((resolve) => setImmediate(resolve));
      last = now();
    };
  }

  /** Reads and compiles files, several at a time. */
  async compileAll(ids: readonly string[], onDone: (done: number) => void): Promise<void> {
    const { now } = this.#parts;
    let done = 0;
    let breathed = now();
    const pending = [...ids].reverse();
    const work = async (): Promise<void> => {
      for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
        await this.#parts.files.refresh(id);
        onDone(++done);
        // What the cache knows is there at once, without a wait in which others get their turn.
        if (now() - breathed < breathMs) continue;
        await new Promise((resolve) => setImmediate(resolve));
        breathed = now();
      }
    };
    await Promise.all(Array.from({ length: inFlight }, work));
  }
}

/** Problems that a repair of another module may end. */
const mayBeMendedElsewhere: ReadonlySet<ProblemCode> = new Set([
  "dependency-failed",
  "missing-export",
  "unresolved-import",
  "ambiguous-export",
  "circular-export",
]);
