/** What each notification does to the mirror. Pure; `connect.ts` applies them, at most once a frame. */
import type { Certificate, LogEntry, LoopStatus, Problem, SwapReport } from "../../electron/engine/summary.ts";
import type { EngineNotifications, LoopNews } from "../../electron/engine/notifications.ts";
import type { LogRecord, ProblemRecord, State } from "./state.ts";
import { functionKey } from "./state.ts";

/** Turns, log lines, problems and swaps that the window keeps; the engine keeps more. */
export const keptTurns = 2000;
export const keptLines = 2000;
export const keptProblems = 200;
export const keptSwaps = 100;

export type Delta = (state: State) => Partial<State>;

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const modulesChanged =
  ({ modules: changed, removed }: EngineNotifications["modules.changed"]): Delta =>
  (state) => {
    const modules = { ...state.modules };
    for (const id of removed) delete modules[id];
    let sameIds = removed.length === 0;
    for (const module of changed) {
      if (!(module.id in modules)) sameIds = false;
      modules[module.id] = module;
    }
    return { modules, moduleIds: sameIds ? state.moduleIds : Object.keys(modules).sort(byCodeUnit) };
  };

export const turnsEnded =
  ({ turns: fresh, status: news }: Pick<EngineNotifications["loop.turn"], "turns" | "status">): Delta =>
  ({ turns, status: before }) => {
    const status = statusTold(before, news);
    const [first] = fresh;
    if (first === undefined) return { status };
    // A swap may roll a turn back: its event is then handled again under the same number.
    const kept = (turns.at(-1)?.turn ?? 0) < first.turn ? turns : turns.filter((turn) => turn.turn < first.turn);
    const all = [...kept, ...fresh];
    return { status, turns: all.length > keptTurns ? all.slice(-keptTurns) : all };
  };

export const loopChanged =
  (news: LoopNews): Delta =>
  ({ status }) => ({ status: statusTold(status, news) });

/** Slots are told when they changed only. */
const statusTold = (before: LoopStatus | null, news: LoopNews): LoopStatus => ({
  ...news,
  slots: news.slots ?? before?.slots ?? [],
});

const problemKey = ({ code, file, line, column, message }: Problem): string =>
  [code, file, line, column, message].join("\n");

const withProblem = (records: readonly ProblemRecord[], problem: Problem): readonly ProblemRecord[] => {
  const key = problemKey(problem);
  const others = records.filter((record) => record.key !== key);
  return [...others, { key, problem }].slice(-keptProblems);
};

export const problemTold =
  (problem: Problem): Delta =>
  ({ problems }) => ({ problems: withProblem(problems, problem) });

/** The engine's own list, which knows what was mended. */
export const problemsListed =
  (listed: readonly Problem[]): Delta =>
  () => ({ problems: listed.reduce<readonly ProblemRecord[]>(withProblem, []) });

export const logged =
  ({ entries }: { readonly entries: readonly LogEntry[] }): Delta =>
  ({ log }) => {
    const next = (log.at(-1)?.number ?? 0) + 1;
    const fresh = entries.map((entry, index): LogRecord => ({ ...entry, number: next + index }));
    return { log: [...log, ...fresh].slice(-keptLines) };
  };

export const swapped =
  (report: SwapReport, at: number): Delta =>
  (state) => {
    if (report.dryRun) return {};
    const number = (state.swaps.at(-1)?.number ?? 0) + 1;
    const lit = new Set(state.lit);
    if (report.ok) for (const key of changedFunctions(report)) lit.add(key);
    return {
      swaps: [...state.swaps, { number, report, asked: state.askedSwap, at }].slice(-keptSwaps),
      toldSwap: number,
      lit,
    };
  };

/** Keys of the functions that a swap brought in or changed. A first load changes nothing: all of it is new. */
export const changedFunctions = (report: SwapReport): readonly string[] =>
  report.modules
    .filter((module) => module.from > 0)
    .flatMap(({ id, exports }) => [...exports.changed, ...exports.added].map((name) => functionKey(id, name)));

/** How long a generation that has just gone is still to be seen. */
export const fadeMs = 900;

/** What is alive of some modules' old generations; one that was alive a moment ago and is gone fades. */
export const ghostsTold =
  (ids: readonly string[], told: readonly Certificate[]): Delta =>
  ({ ghosts }) => {
    const living = told.filter(({ status }) => status === "draining" || status === "retained");
    const before = ghosts.filter(({ id }) => ids.includes(id));
    const gone = before.filter((ghost) => !living.some((one) => isSame(one, ghost)));
    return {
      ghosts: [
        ...ghosts.filter(({ id }) => !ids.includes(id)),
        ...gone.map((ghost): Certificate => ({ ...ghost, status: "reclaimed" })),
        ...living,
      ],
    };
  };

const isSame = (a: Certificate, b: Certificate): boolean => a.id === b.id && a.generation === b.generation;

export const ghostsFaded: Delta = ({ ghosts }) =>
  ghosts.some(({ status }) => status === "reclaimed")
    ? { ghosts: ghosts.filter(({ status }) => status !== "reclaimed") }
    : {};

export const progressed =
  (progress: EngineNotifications["workspace.progress"]): Delta =>
  () => ({ progress: progress.done >= progress.of && progress.doing === "evaluate" ? null : progress });
