/**
 * Puts states, queue, pending `after`s, clock and stage to how they were after an earlier turn, and back (H6–H10). Code
 * stays as it is.
 */
import type { Loop } from "../loop/loop.ts";
import type { KeptEvent } from "../loop/inbox.ts";
import { type Standing, standingBefore } from "../loop/past.ts";
import type { Stage } from "../loop/stage.ts";
import type { Module } from "../modules/module.ts";
import type { Plain } from "../plain.ts";
import { Refusal } from "../source/workspace.ts";
import type { LoopStatus } from "../summary.ts";
import { type Branch, Branches, type Stand } from "./branches.ts";
import type { Changed, Future, History } from "./history.ts";
import { drawingsAfter } from "./drawings.ts";
import type { HistoryMarks, PastMoment } from "./summary.ts";

export interface RewindParts {
  readonly loop: Loop;
  readonly history: History;
  readonly stage: Stage;
  readonly modules: ReadonlyMap<string, Module>;
  /** Turns after this one have gone from the line. */
  readonly onForked: (turn: number) => void;
}

/** While everything stands after an earlier turn. */
interface Rewound {
  /** How everything stood at the newest turn. */
  readonly newest: Stand;
  /** States now, as they were set. */
  readonly states: ReadonlyMap<string, Plain>;
  /** What a person queued since; it is kept wherever one goes. */
  readonly arrived: readonly KeptEvent[];
  /** What is in the queue behind this number arrived since then. */
  readonly lastNumber: number;
}

/** Turns from one standing that is remembered to the next. */
const spacing = 1024;
/** Events of a queue that are told, or remembered. */
const mostQueued = 1000;

export class Rewinder {
  readonly #parts: RewindParts;
  readonly #branches = new Branches();
  #rewound: Rewound | undefined;
  /** Of the line, after every so many turns. */
  readonly #standings = new Map<number, Standing>();
  /** How the line ends that is being left for a branch. */
  #leaving: Stand | undefined;

  constructor(parts: RewindParts) {
    this.#parts = parts;
    parts.history.onFork = (future) => this.#forked(future);
  }

  /**
   * The newest turn goes back to where everything was before the first rewind.
   * @throws Refusal where the turn is not in the history
   */
  rewind(turn: number): LoopStatus {
    const { history, loop } = this.#parts;
    if (turn < history.begin - 1 || turn > history.last) throw this.#noSuchTurn(turn);
    this.#halt();
    if (turn !== history.at) this.#go(turn);
    return loop.status();
  }

  /** What the status tells while rewound. */
  status(): LoopStatus["rewound"] {
    if (!this.#rewound) return undefined;
    const { history, loop, modules } = this.#parts;
    const code = history.marks.codeIn(Math.max(1, history.at));
    const otherCode = [...modules.values()].filter(
      ({ id, generation }) => generation && code && code.get(id) !== undefined && code.get(id) !== generation.number,
    );
    return { newest: history.last, held: loop.held, otherCode: otherCode.map(({ id }) => id) };
  }

  /** How the loop stood after any turn, whether rewound or not. @returns undefined when that turn is no longer there */
  standingAfter(turn: number): Standing | undefined {
    const { history, loop } = this.#parts;
    const newest = this.#rewound?.newest.loop ?? loop.standing();
    if (turn > newest.turn || turn < history.begin - 1) return undefined;
    return this.#backTo(turn, newest);
  }

  /** From one remembered standing to the next: each way is gone once, and a hand on the timeline looks often. */
  #backTo(turn: number, newest: Standing): Standing {
    const { history } = this.#parts;
    let next = turn + ((spacing - (turn % spacing)) % spacing);
    while (next < newest.turn && !this.#standings.has(next)) next += spacing;
    let standing = (next < newest.turn && this.#standings.get(next)) || newest;
    while (standing.turn > turn) {
      const to = Math.max(turn, standing.turn - 1 - ((standing.turn - 1) % spacing));
      standing = standingBefore(history.list({ from: to + 1, limit: standing.turn - to }), standing);
      if (to % spacing === 0 && standing.queue.length <= mostQueued) this.#standings.set(to, standing);
    }
    return standing;
  }

  /**
   * How everything stood after a turn. Changes nothing.
   * @param modules whose states and generations are wanted; absent: all
   * @throws Refusal where the turn is not in the history
   */
  look(turn: number, modules?: readonly string[]): PastMoment {
    const { history } = this.#parts;
    const standing = this.standingAfter(turn);
    const states = turn === history.last ? this.#newest().states : history.statesAfter(turn);
    if (!standing || !states) throw this.#noSuchTurn(turn);
    const wanted = modules && new Set(modules);
    const onlyWanted = <T>(all: Iterable<readonly [string, T]>): Readonly<Record<string, T>> =>
      Object.fromEntries(wanted ? [...all].filter(([id]) => wanted.has(id)) : all);
    return {
      turn,
      states: onlyWanted(states),
      queue: standing.queue.slice(0, mostQueued).map(({ event }) => event),
      queued: standing.queue.length,
      afters: standing.afters.map(({ by, event, dueMs }) => ({
        module: by.module,
        event,
        inMs: Math.max(0, dueMs - standing.clock.timeMs),
      })),
      drawings: turn === history.last ? this.#newest().drawings : drawingsAfter(history, turn),
      generations: onlyWanted(history.marks.codeIn(Math.max(1, turn)) ?? []),
    };
  }

  /** How everything stands at the newest turn, whether rewound or not. */
  end(): Stand {
    return this.#newest();
  }

  /** The line, its marks, and the futures that were left. */
  overview(): HistoryMarks {
    for (const turn of this.#standings.keys()) if (turn < this.#parts.history.begin - 1) this.#standings.delete(turn);
    this.#branches.forgetBefore(this.#parts.history.begin - 1);
    return this.#parts.history.overview(this.#branches.list());
  }

  /**
   * Goes to the end of a future that was left; the one on the line is left then.
   * @throws Refusal where there is no such branch any more
   */
  goTo(number: number): LoopStatus {
    const { history, loop } = this.#parts;
    this.#branches.forgetBefore(history.begin - 1);
    const way: Branch[] = [];
    for (
      let at = this.#branches.get(number);
      at;
      at = at.parent === undefined ? undefined : this.#branches.get(at.parent)
    )
      way.unshift(at);
    if (way.length === 0)
      throw new Refusal("not-in-history", `There is no branch ${number}: the newest eight are kept.`);
    this.#halt();
    // As if it had never been rewound: what is at the newest turn is what becomes a branch.
    if (this.#rewound) this.#go(history.last);
    for (const branch of way) this.#switchTo(branch);
    return loop.status();
  }

  #switchTo(branch: Branch): void {
    const { history, loop } = this.#parts;
    const { from } = branch.future;
    if (from < history.last || history.isChangedAfter(from)) {
      this.#leaving = this.#now();
      history.stand(from);
      history.fork();
      this.#leaving = undefined;
    }
    this.#branches.take(branch);
    history.join(branch.future);
    this.#set(branch.end, []);
    loop.takeHeld();
    const changed = this.#otherCode(branch.end.states);
    if (changed.length > 0) history.mark("rewind", changed);
  }

  /** The loop stands between two turns, and goes on only when somebody says so. */
  #halt(): void {
    const { loop } = this.#parts;
    loop.pause();
    loop.atSafePoint(() => undefined);
  }

  #noSuchTurn(turn: number): Refusal {
    const { begin, last } = this.#parts.history;
    return new Refusal(
      "not-in-history",
      `Turn ${turn} is not in the history, which goes from turn ${begin - 1} to turn ${last}.`,
    );
  }

  #newest(): Stand {
    return this.#rewound?.newest ?? this.#now();
  }

  #go(turn: number): void {
    const { history, loop } = this.#parts;
    const { newest, arrived } = this.#present();
    if (turn === history.last) {
      const held = loop.takeHeld();
      history.stand(turn);
      this.#rewound = undefined;
      this.#set(newest, [...arrived, ...held]);
      return;
    }
    const stand: Stand = {
      loop: this.standingAfter(turn) ?? newest.loop,
      states: new Map([...newest.states, ...(history.statesAfter(turn) ?? [])]),
      drawings: drawingsAfter(history, turn),
    };
    loop.holdBack();
    history.stand(turn);
    this.#set(stand, arrived);
    const lastNumber = loop.waiting().at(-1)?.number ?? this.#rewound?.lastNumber ?? 0;
    this.#rewound = { newest, arrived, states: stand.states, lastNumber };
  }

  /** How it was at the newest turn, and what a person queued since. */
  #present(): { readonly newest: Stand; readonly arrived: readonly KeptEvent[] } {
    const before = this.#rewound;
    if (!before) return { newest: this.#now(), arrived: [] };
    const since = this.#parts.loop.waiting().filter(({ number }) => number > before.lastNumber);
    return { newest: before.newest, arrived: [...before.arrived, ...since] };
  }

  #now(): Stand {
    const { loop, modules, stage } = this.#parts;
    const running = [...modules.values()].filter(({ live }) => live);
    return {
      loop: loop.standing(),
      states: new Map(running.map((module) => [module.id, loop.safeStateOf(module)])),
      drawings: stage.drawings(),
    };
  }

  #set({ loop: standing, states, drawings }: Stand, arrived: readonly KeptEvent[]): void {
    const { loop, modules, stage } = this.#parts;
    const behind = arrived.map(({ event, cause }) => ({ event, cause, queuedAfter: standing.turn }));
    loop.stand({ ...standing, queue: [...standing.queue, ...behind] });
    for (const [id, state] of states) {
      const module = modules.get(id);
      if (module?.live) module.state = state;
    }
    stage.replaceAll(drawings.filter(({ module }) => modules.get(module)?.live));
  }

  /** The loop went on from an earlier turn: what came after it is a branch now. */
  #forked(future: Future): void {
    for (const turn of this.#standings.keys()) if (turn > future.from) this.#standings.delete(turn);
    const rewound = this.#rewound;
    const end = this.#leaving ?? rewound?.newest;
    if (!end) return;
    this.#rewound = undefined;
    const { history, loop, onForked } = this.#parts;
    this.#branches.add(future, end);
    loop.forgetAnswersAfter(future.from);
    onForked(future.from);
    if (rewound) history.mark("rewind", this.#otherCode(rewound.states));
  }

  /** What the line does not know of the code that runs now, and of these states. */
  #otherCode(states: ReadonlyMap<string, Plain>): readonly Changed[] {
    const { history, modules } = this.#parts;
    const code = history.marks.codeNow();
    const known = history.statesAfter(history.last);
    const changed: Changed[] = [];
    for (const { id, generation } of modules.values()) {
      const from = code.get(id) ?? 0;
      const to = generation?.number ?? 0;
      const state = states.get(id);
      const isSet = to > 0 && state !== undefined && known?.get(id) !== state;
      if (from !== to || isSet) changed.push({ id, from, to, ...(isSet ? { state } : {}) });
    }
    return changed;
  }
}
