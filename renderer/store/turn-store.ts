/** Turns of the history as they are looked at: fetched in ranges, kept in bounds. Knows neither React nor the bridge. */
import type { TurnSummary } from "../../electron/engine/summary.ts";

export type FetchTurns = (from: number, limit: number) => Promise<readonly TurnSummary[]>;

/** As many are kept; a look at another place lets go of those that are farthest from it. */
const mostKept = 6000;
/** Fetched beyond what is looked at, so that scrolling on finds them there. */
const margin = 60;

export class TurnStore {
  readonly #fetch: FetchTurns;
  #turns = new Map<number, TurnSummary>();
  #listeners = new Set<() => void>();
  #version = 0;
  #wanted: readonly [from: number, to: number] | undefined;
  #fetching = false;
  /** Before it nothing is kept any more. */
  #first = 1;
  /** Of those that were told. */
  #newest = 0;
  #age = 0;

  constructor(fetch: FetchTurns) {
    this.#fetch = fetch;
  }

  /** Another number each time there is more to see. */
  get version(): number {
    return this.#version;
  }

  get(turn: number): TurnSummary | undefined {
    return this.#turns.get(turn);
  }

  /** @returns a function that takes the listener out again. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What ended just now. A number that was told before means that the line goes another way from there. */
  told(turns: readonly TurnSummary[]): void {
    const [first] = turns;
    if (first === undefined) return;
    if (first.turn <= this.#newest) this.#forget(first.turn);
    this.#newest = turns.at(-1)?.turn ?? 0;
    this.#add(turns);
  }

  /** Asks for what is missing of a range. The newest range that was asked for counts. */
  want(from: number, to: number): void {
    this.#wanted = [from, to];
    void this.#fill();
  }

  /** It is another line, or another program. */
  clear(): void {
    this.#forget(0);
    this.#first = 1;
    this.#newest = 0;
    this.#changed(0);
    void this.#fill();
  }

  #forget(from: number): void {
    this.#age++;
    for (const known of this.#turns.keys()) if (known >= from) this.#turns.delete(known);
  }

  #add(turns: readonly TurnSummary[]): void {
    for (const turn of turns) this.#turns.set(turn.turn, turn);
    if (turns.length > 0) this.#changed(turns.at(-1)?.turn ?? 0);
  }

  async #fill(): Promise<void> {
    if (this.#fetching || this.#wanted === undefined) return;
    const missing = this.#missing(...this.#wanted);
    if (missing === undefined) return;
    this.#fetching = true;
    const [from, to] = missing;
    const age = this.#age;
    try {
      const turns = await this.#fetch(from, to - from + 1);
      if (age === this.#age) {
        const [first] = turns;
        // What begins later than it was asked for is all that there is.
        if (first === undefined) this.#wanted = undefined;
        else if (first.turn > from) this.#first = Math.max(this.#first, first.turn);
        this.#add(turns);
      }
    } catch {
      // The workspace may have gone meanwhile; who still looks asks again.
      this.#wanted = undefined;
    } finally {
      this.#fetching = false;
    }
    void this.#fill();
  }

  #missing(from: number, to: number): readonly [number, number] | undefined {
    const lowest = Math.max(from, this.#first);
    let [start, end] = [lowest, to];
    while (start <= end && this.#turns.has(start)) start++;
    if (start > end) return undefined;
    while (end > start && this.#turns.has(end)) end--;
    // The margin lies on the side where something is missing.
    if (start === lowest) start = Math.max(this.#first, start - margin);
    return [start, end === to ? end + margin : end];
  }

  #changed(near: number): void {
    if (this.#turns.size > mostKept) {
      const [from, to] = this.#wanted ?? [near, near];
      const centre = (from + to) / 2;
      const byDistance = [...this.#turns.keys()].sort((a, b) => Math.abs(a - centre) - Math.abs(b - centre));
      for (const turn of byDistance.slice(mostKept / 2)) this.#turns.delete(turn);
    }
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}
