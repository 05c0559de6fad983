import { History } from "../history/history.ts";
import type { Plain } from "../plain.ts";
import type { LogEntry, Problem, ProblemCode, TurnSummary } from "../summary.ts";
import { Effects, type Performer } from "./effects.ts";
import { Loop } from "./loop.ts";
import { describeThrown } from "./problem.ts";
import { ANY, type Handler, SlotTable, type StateCell } from "./slot.ts";

type Call = (state: never, event: never) => unknown;

/** Modules as a test writes them: id, then exports by name, in order of declaration. */
export type TestModules = Readonly<Record<string, Readonly<Record<string, Call | ((effect: never) => unknown)>>>>;

export interface LoopOptions {
  readonly states?: Readonly<Record<string, Plain>>;
  /** Absent: the process's own clock. */
  readonly now?: () => number;
  readonly callTimeoutMs?: number;
  readonly queueBound?: number;
  readonly isTyping?: () => boolean;
  readonly capacity?: number;
  /** Told of each turn, beside what the test keeps. */
  readonly onTurn?: (turn: TurnSummary) => void;
}

const slotOf = (name: string): string => name.charAt(2).toLowerCase() + name.slice(3);

/** A loop with modules in it and nothing else of the engine; what the host was told is kept. */
export const loopOf = (modules: TestModules, options: LoopOptions = {}) => {
  const told = {
    turns: [] as TurnSummary[],
    problems: [] as Problem[],
    logs: [] as LogEntry[],
    changes: 0,
    runaways: [] as string[],
  };
  const quarantined = new Set<string>();
  const waiting: { readonly isMet: () => boolean; readonly met: () => void }[] = [];
  const check = (): void => {
    for (const wait of waiting.filter(({ isMet }) => isMet())) {
      waiting.splice(waiting.indexOf(wait), 1);
      wait.met();
    }
  };

  const slots = new SlotTable();
  const history = new History(options.capacity);
  const effects = new Effects(check);
  const loop = new Loop(
    {
      now: options.now ?? (() => performance.now()),
      problemOf: (code: ProblemCode, error, at) => ({
        code,
        message: describeThrown(error),
        file: at.module,
        line: 1,
        column: 1,
      }),
      onTurn: (turn) => {
        options.onTurn?.(turn);
        told.turns.push(turn);
        check();
      },
      onProblem: (problem) => {
        told.problems.push(problem);
        check();
      },
      onLog: (entry) => told.logs.push(entry),
      onChange: () => {
        told.changes++;
        check();
      },
      onRunaway: ({ cell, name }) => {
        told.runaways.push(`${cell.id} ${name}`);
        quarantined.add(cell.id);
      },
      onRunawayPerformer: ({ module, name }) => {
        told.runaways.push(`${module} ${name}`);
        quarantined.add(module);
      },
      callTimeoutMs: options.callTimeoutMs ?? 1000,
      ...(options.queueBound === undefined ? {} : { queueBound: options.queueBound }),
      ...(options.isTyping === undefined ? {} : { isTyping: options.isTyping }),
    },
    slots,
    history,
    effects,
  );

  const cells = new Map<string, StateCell>();
  const loaded = new Map<
    string,
    { readonly handlers: readonly Handler[]; readonly performers: readonly Performer[] }
  >();

  const load = (id: string, exports: TestModules[string]): void => {
    const cell = cells.get(id) ?? { id, state: options.states?.[id] ?? null };
    const generation = (loaded.get(id)?.handlers[0]?.generation ?? 0) + 1;
    const names = Object.keys(exports);
    const handlers = names
      .filter((name) => name.startsWith("on"))
      .map((name): Handler => ({
        cell,
        name,
        slot: slotOf(name) === ANY ? ANY : slotOf(name),
        generation,
        order: names.indexOf(name),
        call: exports[name] as Handler["call"],
        quarantined: () => quarantined.has(id),
      }));
    const performers = names
      .filter((name) => name.startsWith("perform"))
      .map((name): Performer => ({
        module: id,
        name,
        effect: name.charAt(7).toLowerCase() + name.slice(8),
        generation,
        call: exports[name] as Performer["call"],
        quarantined: () => quarantined.has(id),
      }));
    loop.atSafePoint(() => {
      slots.splice(loaded.get(id)?.handlers ?? [], handlers);
      effects.splice(loaded.get(id)?.performers ?? [], performers);
    });
    cells.set(id, cell);
    loaded.set(id, { handlers, performers });
    quarantined.delete(id);
  };
  for (const [id, exports] of Object.entries(modules)) load(id, exports);

  return {
    loop,
    slots,
    history,
    effects,
    told,
    quarantined,
    load,
    state: (id: string): Plain => cells.get(id)!.state,
    states: (): Readonly<Record<string, Plain>> => Object.fromEntries([...cells].map(([id, { state }]) => [id, state])),
    emit: (...events: readonly unknown[]): void => {
      for (const event of events) loop.emit(event, "outside");
    },
    /** Resolves when what the host was told makes it true. */
    until: (isMet: () => boolean): Promise<void> =>
      isMet() ? Promise.resolve() : new Promise((met) => void waiting.push({ isMet, met })),
  };
};
