import { strict as assert } from "node:assert";
import { isRefused } from "../loop/refused.ts";
import type { Effect, Plain } from "../plain.ts";
import type { TurnSummary } from "../summary.ts";
import { type MarkedModule, Marks } from "./marks.ts";
import type { BranchSummary, HistoryMarks, Mark, MarkKind } from "./summary.ts";
import { isKeptWhole, type Items, listed, TurnLog, type Visit } from "./turn-log.ts";

/** A state that was set outside of a turn: by a load, a migration, an undo. */
export interface Setting {
  /** The last turn before it. */
  readonly afterTurn: number;
  readonly module: string;
  readonly state: Plain;
  /** The change that it was a part of. */
  readonly mark: Mark | undefined;
}

/** What was cut off at the end of a history. */
export interface Future {
  /** Turns after this one. */
  readonly from: number;
  readonly turns: TurnLog;
  readonly settings: readonly Setting[];
  readonly marks: readonly Mark[];
  /** What it began with, where it had all the turns: what is set before the next first turn takes its place. */
  readonly base: Base | undefined;
}

interface Base extends Standing {
  readonly by: ReadonlyMap<string, Setting>;
}

/** What the turns so far left behind. */
interface Standing {
  readonly states: Map<string, Plain>;
  /** What each module drew last. */
  readonly drawings: Map<string, Effect>;
}

/** What a mark of the history changes of a module's state and text. */
export interface Changed extends MarkedModule {
  readonly state?: Plain;
}

/**
 * The last turns, each with its event and the outcomes of its calls. These are frozen and kept by reference, so a turn
 * costs no copy, and every module's state after any turn that is still there can be told.
 *
 * The history is one line of turns. Everything stands after its newest one, or, after a rewind, after an earlier one:
 * then the next turn cuts off those that came later.
 */
export class History {
  readonly marks = new Marks();
  /** How far apart numbers may be that are computed again, and count as the same: see V6. */
  numbersWithin = 0;
  /** Told of what is cut off, before it is. */
  onFork: ((future: Future) => void) | undefined;
  readonly #capacity: number;
  readonly #mostBytes: number;
  readonly #turns = new TurnLog();
  #at = 0;
  /** As it was before the first turn that is still there. */
  readonly #base: Standing = { states: new Map(), drawings: new Map() };
  /** Who set a state that is in the base, where that was no turn. */
  readonly #baseBy = new Map<string, Setting>();
  /** Oldest first. */
  #settings: Setting[] = [];
  /** Standings after every so many turns, made when somebody looks. */
  readonly #checkpoints = new Map<number, Standing>();
  /** Turns before a restart, in brief: they are told, and no state can be told by them. */
  #earlier: readonly TurnSummary[] = [];
  /** The first turn after it. */
  #begin = 1;

  /**
   * @param capacity how many turns are kept; older ones are forgotten.
   * @param mostBytes and how much memory they may take, roughly.
   */
  constructor(capacity = 131_072, mostBytes = 256 * 1024 * 1024) {
    this.#capacity = capacity;
    this.#mostBytes = mostBytes;
  }

  /** Number of the oldest turn that is still there; 0 while there is none. */
  get first(): number {
    return this.#turns.count === 0 ? 0 : this.#turns.first;
  }

  /** Number of the newest turn; 0 while there is none. */
  get last(): number {
    return this.#turns.last;
  }

  /** The turn after which everything stands: the newest one, unless rewound. */
  get at(): number {
    return this.#at;
  }

  /** The first turn of which anything but a summary can be told; a standing can be told after the one before it, too. */
  get begin(): number {
    return this.#turns.first;
  }

  /** @param bytes what the turn's event and outcomes take in memory, roughly, beside what was there before. */
  push(turn: TurnSummary, bytes = 0): void {
    if (this.#at < this.#turns.last) this.fork();
    if (turn.turn !== this.#turns.last + 1) assert.fail(`turn ${turn.turn} does not follow turn ${this.#turns.last}`);
    this.#append(turn, bytes + TURN_BYTES + (isKeptWhole(turn.calls) ? turn.calls.length * CALL_BYTES : 0));
    this.#at = this.#turns.last;
  }

  get(turn: number): TurnSummary | undefined {
    return this.#turns.has(turn) ? this.#turns.get(turn) : undefined;
  }

  /**
   * @param options.from number of the first turn wanted; absent: the last `limit` turns.
   * @returns at most `limit` (100) turns, ascending.
   */
  list(options: { readonly from?: number; readonly limit?: number } = {}): readonly TurnSummary[] {
    const limit = options.limit ?? 100;
    const wanted = options.from ?? this.#turns.last - limit + 1;
    const earlier = this.#earlier.filter(({ turn }) => turn >= wanted).slice(0, limit);
    if (earlier.length > 0)
      return [
        ...earlier,
        ...(earlier.length < limit ? this.list({ from: this.#begin, limit: limit - earlier.length }) : []),
      ];
    const from = Math.max(this.first, wanted);
    const count = this.#turns.count === 0 ? 0 : Math.max(0, Math.min(limit, this.#turns.last - from + 1));
    return Array.from({ length: count }, (_, index) => this.#turns.get(from + index));
  }

  /** What the timeline shows. @param branches futures that were left */
  overview(branches: readonly BranchSummary[] = []): HistoryMarks {
    const { first, last, at } = this;
    return {
      first,
      last,
      at,
      marks: this.marks.list(),
      earlier: this.marks.earlier(),
      base: Object.fromEntries(this.marks.base),
      branches,
    };
  }

  /** Notes a change of code, and the states that it sets, after the last turn. */
  mark(kind: MarkKind, modules: readonly Changed[], stale: readonly string[] = []): void {
    if (this.#at < this.#turns.last) this.fork();
    const mark = this.marks.add(kind, this.#turns.last, modules, stale);
    for (const { id, state } of modules) if (state !== undefined) this.#set(id, state, mark);
  }

  /** Notes a state that a module was given outside of a turn, after the last one. */
  setState(module: string, state: Plain): void {
    if (this.#at < this.#turns.last) this.fork();
    this.#set(module, state, undefined);
  }

  /**
   * Every module's state as it was after a turn, before anything was set outside of turns after it; of modules that were
   * ever given one, also of those that are gone.
   *
   * @returns undefined when that turn, or the one after it, is no longer there.
   */
  statesAfter(turn: number): ReadonlyMap<string, Plain> | undefined {
    return this.#standingAfter(turn)?.states;
  }

  /** The same with what was set after that turn: what the next one met. */
  statesBefore(turn: number): ReadonlyMap<string, Plain> | undefined {
    const states = this.statesAfter(turn - 1);
    if (states === undefined) return undefined;
    const now = new Map(states);
    for (let at = this.#settingsFrom(turn - 1); at < this.#settings.length; at++) {
      const setting = this.#settings[at]!;
      if (setting.afterTurn >= turn) break;
      now.set(setting.module, setting.state);
    }
    return now;
  }

  /** What each module had drawn last after a turn. */
  drawingsAfter(turn: number): ReadonlyMap<string, Effect> | undefined {
    return this.#standingAfter(turn)?.drawings;
  }

  /** What a module's state was set to outside of turns, from after a turn on; ascending. */
  settingsOf(module: string, fromTurn = 0): readonly Setting[] {
    return this.#settings.slice(this.#settingsFrom(fromTurn)).filter((setting) => setting.module === module);
  }

  /** Who set the state that a module had when the history begins; absent where that was a turn, or is not known. */
  baseSetterOf(module: string): Setting | undefined {
    return this.#baseBy.get(module);
  }

  /** Everything stands after this turn from now on; the turns after it stay until the next one. */
  stand(turn: number): void {
    assert(turn >= this.begin - 1 && turn <= this.#turns.last, `turn ${turn} is not in the history`);
    this.#at = turn;
  }

  /** Whether code or states were changed from outside of turns since that turn. */
  isChangedAfter(turn: number): boolean {
    return (
      (this.#settings.at(-1)?.afterTurn ?? -1) >= turn || (this.marks.list().at(-1)?.turn ?? -1) >= Math.max(1, turn)
    );
  }

  /** Cuts off what came after the turn after which everything stands. */
  fork(): void {
    const from = this.#at;
    const turns = this.#turns.cutAfter(from);
    const settings = this.#settings.slice(this.#settingsFrom(from));
    this.#settings.length -= settings.length;
    this.#forgetCheckpoints((turn) => turn <= from);
    const marks = this.marks.cutAfter(from);
    const base = this.#turns.count === 0 ? { ...copyOf(this.#base), by: new Map(this.#baseBy) } : undefined;
    this.onFork?.({ from, turns, settings, marks, base });
  }

  /** Puts a future that was cut off here back in its place; everything stands at its end. */
  join({ from, turns, settings, marks, base }: Future): void {
    assert(this.#turns.last === from, "a future is joined where it was cut off");
    if (base && this.#turns.count === 0) {
      for (const [module, state] of base.states) this.#base.states.set(module, state);
      this.#baseBy.clear();
      for (const [module, setting] of base.by) this.#baseBy.set(module, setting);
    }
    this.marks.append(marks);
    this.#settings.push(...settings);
    for (let turn = turns.first; turn <= turns.last; turn++) this.#append(turns.get(turn), turns.bytesOf(turn));
    this.#at = this.#turns.last;
  }

  /** Goes on behind a turn of an earlier run. @param earlier its last turns, in brief */
  restore(turn: number, earlier: readonly TurnSummary[]): void {
    assert(this.#turns.last === 0, "a history that has begun cannot be given a past");
    this.#turns.clear(turn);
    this.#at = turn;
    this.#begin = turn + 1;
    this.#earlier = earlier;
  }

  /** What was drawn before the first turn, as effects. */
  restoreDrawings(drawings: readonly (readonly [module: string, effect: Effect])[]): void {
    for (const [module, effect] of drawings) this.#base.drawings.set(module, effect);
  }

  /** Begins behind a turn with the states after it; for a history that is read from a file. */
  restoreStates(turn: number, states: ReadonlyMap<string, Plain>): void {
    assert(this.#turns.count === 0, "a history that has begun cannot be given a past");
    this.#turns.clear(turn);
    this.#at = turn;
    this.#begin = turn + 1;
    for (const [module, state] of states) this.#base.states.set(module, state);
  }

  /** Settings as another history told them. */
  restoreSetting(setting: Setting): void {
    if (this.#turns.count === 0) {
      this.#base.states.set(setting.module, setting.state);
      this.#baseBy.set(setting.module, setting);
    } else this.#settings.push(setting);
  }

  /** All of them, ascending. */
  get settings(): readonly Setting[] {
    return this.#settings;
  }

  /** Bytes that may be taken beside it, until turns have to go for it. */
  get room(): number {
    return this.#mostBytes - this.#turns.bytes;
  }

  clear(): void {
    this.marks.clear();
    this.#earlier = [];
    this.#begin = 1;
    this.#turns.clear(0);
    this.#at = 0;
    this.#base.states.clear();
    this.#base.drawings.clear();
    this.#baseBy.clear();
    this.#settings = [];
    this.#checkpoints.clear();
  }

  #append(turn: TurnSummary, bytes: number): void {
    const turns = this.#turns;
    while (turns.count > 0 && (turns.count === this.#capacity || turns.bytes + bytes > this.#mostBytes))
      this.#forgetFirst();
    turns.append(turn, bytes);
  }

  #set(module: string, state: Plain, mark: Mark | undefined): void {
    const setting: Setting = { afterTurn: this.#turns.last, module, state, mark };
    if (this.#turns.count === 0) {
      this.#base.states.set(module, state);
      this.#baseBy.set(module, setting);
      return;
    }
    // Nobody met what was set here before: ten thousand swaps of a loop that stands are one.
    for (let at = this.#settings.length - 1; at >= 0 && this.#settings[at]!.afterTurn === this.#turns.last; at--)
      if (this.#settings[at]!.module === module) {
        this.#settings.splice(at, 1);
        break;
      }
    this.#settings.push(setting);
  }

  /** Place of the first setting after that turn, or a later one. */
  #settingsFrom(turn: number): number {
    let low = 0;
    let high = this.#settings.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#settings[middle]!.afterTurn < turn) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #standingAfter(turn: number): Standing | undefined {
    const oldest = this.begin - 1;
    if (turn < oldest || turn > this.#turns.last || turn < this.#begin - 1) return undefined;
    const spacing = this.#base.states.size > 2000 ? 8192 : 1024;
    let from = oldest;
    for (let at = turn - (turn % spacing); at > oldest; at -= spacing)
      if (this.#checkpoints.has(at)) {
        from = at;
        break;
      }
    const standing = copyOf(this.#checkpoints.get(from) ?? this.#base);
    let next = this.#settingsFrom(from);
    for (let at = from + 1; at <= turn; at++) {
      for (; next < this.#settings.length && this.#settings[next]!.afterTurn < at; next++) {
        const { module, state } = this.#settings[next]!;
        standing.states.set(module, state);
      }
      this.#turns.eachOutcome(at, (module, state, effects) => applyTo(standing, module, state, effects));
      if (at % spacing === 0) this.#checkpoints.set(at, copyOf(standing));
    }
    return standing;
  }

  #forgetFirst(): void {
    const first = this.first;
    while (this.#settings.length > 0 && this.#settings[0]!.afterTurn < first) {
      const setting = this.#settings.shift()!;
      this.#base.states.set(setting.module, setting.state);
      this.#baseBy.set(setting.module, setting);
    }
    this.#turns.eachOutcome(first, this.#foldIntoBase);
    this.#turns.removeFirst();
    if (this.#checkpoints.size > 0) this.#checkpoints.delete(first);
    this.marks.forgetTo(first);
  }

  readonly #foldIntoBase: Visit = (module, state, effects) => {
    applyTo(this.#base, module, state, effects);
    if (state !== undefined && this.#baseBy.size > 0) this.#baseBy.delete(module);
  };

  #forgetCheckpoints(isKept: (turn: number) => boolean): void {
    for (const turn of this.#checkpoints.keys()) if (!isKept(turn)) this.#checkpoints.delete(turn);
  }
}

/** A turn's own records, and those of a call that is kept whole. */
const TURN_BYTES = 150;
const CALL_BYTES = 250;

const copyOf = ({ states, drawings }: Standing): Standing => ({ states: new Map(states), drawings: new Map(drawings) });

const applyTo = (
  { states, drawings }: Standing,
  module: string,
  state: Plain | undefined,
  effects: Items<Effect> | undefined,
): void => {
  if (state !== undefined) states.set(module, state);
  if (effects === undefined) return;
  for (const effect of listed(effects)) if (effect.type === "draw" && !isRefused(effect)) drawings.set(module, effect);
};
