/** Brings a program back to where it stood: from what an earlier run left, or from a saved session; and saves one. */
import type { Debugger } from "./debugger.ts";
import type { History } from "./history/history.ts";
import type { Kept } from "./history/journal-folder.ts";
import type { Rewinder } from "./history/rewind.ts";
import { readSession, saveSession } from "./history/session-file.ts";
import type { Keeper } from "./keeper.ts";
import type { Loader } from "./loader.ts";
import type { Loop } from "./loop/loop.ts";
import type { Stage } from "./loop/stage.ts";
import type { Program } from "./modules/program.ts";
import type { Plain } from "./plain.ts";
import { emptyReport } from "./replay/replay.ts";
import type { Replayer } from "./replay/replayer.ts";
import type { Files } from "./source/files.ts";
import { keptStopsOf } from "./stops-kept.ts";
import type { ReplayReport, SavedSummary } from "./summary.ts";

export interface RestorerParts {
  /** Real path. */
  readonly folder: string;
  readonly files: Files;
  readonly program: Program;
  readonly loader: Loader;
  readonly loop: Loop;
  readonly history: History;
  readonly stage: Stage;
  readonly rewinder: Rewinder;
  readonly replayer: Replayer;
  readonly keeper: Keeper;
  readonly debugger: Debugger;
}

export class Restorer {
  readonly #parts: RestorerParts;

  constructor(parts: RestorerParts) {
    this.#parts = parts;
  }

  /** Code, states, queue and pending `after`s as they were. */
  async goOnFrom({ meta, modules, queue, afters, turns, drawings }: Kept): Promise<void> {
    const { loop, history, program, loader, stage, keeper } = this.#parts;
    loop.stand({ turn: meta.turn, clock: meta.clock, queue, afters });
    history.restore(meta.turn, turns);
    for (const { id, generation } of modules) program.module(id).lastNumber = generation - 1;
    const failed = await loader.load(
      modules.map(({ id }) => id),
      {
        sources: Object.fromEntries(modules.map(({ id, text }) => [id, text])),
        states: new Map(modules.flatMap(({ id, state }) => (state === undefined ? [] : [[id, state] as const]))),
      },
    );
    for (const { id, isQuarantined } of modules) if (program.view(id)) program.module(id).isQuarantined = isQuarantined;
    stage.restore(drawings.filter(({ module }) => program.view(module)));
    keeper.failed(failed);
  }

  /** Where a saved session ended, with its history. */
  async goOnFromFile(file: string): Promise<void> {
    const { loop, history, program, loader, stage } = this.#parts;
    const { end } = await readSession(file, history);
    const sources: Record<string, string> = {};
    for (const [id, generation] of Object.entries(end.program)) {
      program.module(id).lastNumber = generation - 1;
      sources[id] = history.marks.textOf(id, generation) ?? "";
    }
    loop.stand(end.standing);
    await loader.load(Object.keys(sources), { sources, states: new Map(Object.entries(end.states)) });
    for (const id of end.quarantined) if (program.view(id)) program.module(id).isQuarantined = true;
    stage.restore(end.drawings.filter(({ module }) => program.view(module)));
    const { breakpoints } = keptStopsOf({ breakpoints: end.breakpoints });
    await this.#parts.debugger.setBreakpoints(breakpoints).catch(() => undefined);
  }

  /**
   * Writes the whole session to one file: history, states, texts, what waits, breakpoints.
   * @throws Refusal where it cannot be written
   */
  async save(file: string): Promise<SavedSummary> {
    const { folder, history, program, rewinder, keeper } = this.#parts;
    const { loop, states, drawings } = rewinder.end();
    const running = [...program.modules.values()].filter(({ live }) => live);
    const turns = history.last - history.begin + 1;
    const bytes = await saveSession(file, folder, history, {
      standing: loop,
      states: Object.fromEntries(states),
      drawings,
      program: Object.fromEntries(running.map(({ id, lastNumber }) => [id, lastNumber])),
      quarantined: running.filter(({ isQuarantined }) => isQuarantined).map(({ id }) => id),
      breakpoints: keeper.stops.breakpoints.map((one) => one as Plain),
    });
    return { file, bytes, turns };
  }

  /**
   * Replays a saved session, of which nothing runs here: under its own code, or under this folder's files.
   * @throws Refusal where the file is no session
   */
  async replaySaved(file: string, under: "recorded" | "files"): Promise<ReplayReport> {
    const { files, history, replayer } = this.#parts;
    const { head } = await readSession(file, history);
    if (head.to < head.from) return emptyReport;
    if (under === "recorded") return replayer.replay({ from: head.from, under: { kind: "recorded" } });
    const texts = new Map<string, string>();
    for (const id of files.ids()) {
      const content = files.isModule(id) ? files.stateOf(id)?.content : undefined;
      if (content?.ok) texts.set(id, content.text);
    }
    return replayer.replay({ from: head.from, under: { kind: "program", texts } });
  }
}
