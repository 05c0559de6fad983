import { strict as assert } from "node:assert";
import type { Plain } from "../plain.ts";
import type { TurnSummary } from "../summary.ts";

/** A state that was set outside of a turn: by a load, a migration, an undo. */
interface Setting {
  /** The last turn before it. */
  readonly afterTurn: number;
  readonly module: string;
  readonly state: Plain;
}

/**
 * The last turns, each with its event and the outcomes of its calls. These are frozen and kept by reference, so a turn
 * costs no copy, and every module's state after any turn that is still there can be told.
 */
export class History {
  readonly #capacity: number;
  readonly #mostBytes: number;
  readonly #turns: (TurnSummary | undefined)[] = [];
  /** By place: what a turn added to memory. */
  readonly #weights: number[] = [];
  #bytes = 0;
  #last = 0;
  #count = 0;
  /** States as they were before the first turn that is still there. */
  readonly #base = new Map<string, Plain>();
  /** Oldest first. */
  #settings: Setting[] = [];
  /** Turns before a restart, in brief: they are told, and no state can be told by them. */
  #earlier: readonly TurnSummary[] = [];
  /** The first turn after it. */
  #begin = 1;

  /**
   * @param capacity how many turns are kept; older ones are forgotten.
   * @param mostBytes and how much memory they may take, roughly.
   */
  constructor(capacity = 65_536, mostBytes = 256 * 1024 * 1024) {
    this.#capacity = capacity;
    this.#mostBytes = mostBytes;
  }

  /** Number of the oldest turn that is still there; 0 while there is none. */
  get first(): number {
    return this.#count === 0 ? 0 : this.#last - this.#count + 1;
  }

  /** Number of the newest turn; 0 while there is none. */
  get last(): number {
    return this.#last;
  }

  /** @param bytes what the turn's event and outcomes take in memory, roughly, beside what was there before. */
  push(turn: TurnSummary, bytes = 0): void {
    assert(turn.turn === this.#last + 1, `turn ${turn.turn} does not follow turn ${this.#last}`);
    const weight = bytes + TURN_BYTES;
    this.#bytes += weight;
    while (this.#count > 0 && (this.#count === this.#capacity || this.#bytes > this.#mostBytes)) this.#forgetFirst();
    const place = turn.turn % this.#capacity;
    this.#turns[place] = turn;
    this.#weights[place] = weight;
    this.#count++;
    this.#last = turn.turn;
  }

  get(turn: number): TurnSummary | undefined {
    return turn < this.first || turn > this.#last || this.#count === 0 ? undefined : this.#turns[turn % this.#capacity];
  }

  /**
   * @param options.from number of the first turn wanted; absent: the last `limit` turns.
   * @returns at most `limit` (100) turns, ascending.
   */
  list(options: { readonly from?: number; readonly limit?: number } = {}): readonly TurnSummary[] {
    const limit = options.limit ?? 100;
    const wanted = options.from ?? this.#last - limit + 1;
    const earlier = this.#earlier.filter(({ turn }) => turn >= wanted).slice(0, limit);
    if (earlier.length > 0)
      return [
        ...earlier,
        ...(earlier.length < limit ? this.list({ from: this.#begin, limit: limit - earlier.length }) : []),
      ];
    const from = Math.max(this.first, wanted);
    const count = this.#count === 0 ? 0 : Math.max(0, Math.min(limit, this.#last - from + 1));
    return Array.from({ length: count }, (_, index) => this.#turns[(from + index) % this.#capacity]!);
  }

  /** Notes a state that a module was given outside of a turn, after the last one. */
  setState(module: string, state: Plain): void {
    if (this.#count === 0) this.#base.set(module, state);
    else this.#settings.push({ afterTurn: this.#last, module, state });
  }

  /**
   * Every module's state as it was after a turn, before anything was set outside of turns after it; of modules that were
   * ever given one, also of those that are gone.
   *
   * @returns undefined when that turn, or the one after it, is no longer there.
   */
  statesAfter(turn: number): ReadonlyMap<string, Plain> | undefined {
    if (turn < this.first - 1 || turn > this.#last || turn < this.#begin - 1) return undefined;
    const states = new Map(this.#base);
    let next = 0;
    for (let at = this.first; at <= turn && at > 0; at++) {
      while (next < this.#settings.length && this.#settings[next]!.afterTurn < at) {
        const { module, state } = this.#settings[next++]!;
        states.set(module, state);
      }
      applyTo(states, this.#turns[at % this.#capacity]!);
    }
    return states;
  }

  /** Goes on behind a turn of an earlier run. @param earlier its last turns, in brief */
  restore(turn: number, earlier: readonly TurnSummary[]): void {
    assert(this.#last === 0, "a history that has begun cannot be given a past");
    this.#last = turn;
    this.#begin = turn + 1;
    this.#earlier = earlier;
  }

  clear(): void {
    this.#earlier = [];
    this.#begin = 1;
    this.#turns.length = 0;
    this.#weights.length = 0;
    this.#bytes = 0;
    this.#last = 0;
    this.#count = 0;
    this.#base.clear();
    this.#settings = [];
  }

  #forgetFirst(): void {
    const place = this.first % this.#capacity;
    const turn = this.#turns[place]!;
    this.#bytes -= this.#weights[place]!;
    this.#turns[place] = undefined;
    this.#count--;
    while (this.#settings.length > 0 && this.#settings[0]!.afterTurn < turn.turn) {
      const { module, state } = this.#settings.shift()!;
      this.#base.set(module, state);
    }
    applyTo(this.#base, turn);
  }
}

/** A turn's own records, with one call. */
const TURN_BYTES = 400;

const applyTo = (states: Map<string, Plain>, turn: TurnSummary): void => {
  for (const { module, outcome } of turn.calls) {
    if (outcome?.state !== undefined) states.set(module, outcome.state);
  }
};
