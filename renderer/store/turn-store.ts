/** Turns of the history as they are looked at: fetched in ranges, kept in bounds. Knows neither React nor the bridge. */
import type { TurnSummary } from "../../electron/engine/summary.ts";

export type FetchTurns = (from: number, limit: number) => Promise<readonly TurnSummary[]>;

/** As many are kept; a look at another place lets go of those that are farthest from it. */
const mostKept = 6000;
/** Fetched beyond what is looked at, so that scrolling on finds them there. */
const margin = 60;
/** No more than so many at once, so that what is looked at comes soon. */
const longestStretch = 256;

export class TurnStore {
  readonly #fetch: FetchTurns;
  #turns = new Map<number, TurnSummary>();
  #listeners = new Set<() => void>();
  /** Ascending, by who looks at them. */
  readonly #wanted = new Map<string, readonly number[]>();
  #fetching = false;
  /** Before it nothing is kept any more. */
  #first = 1;
  /** Of those that were told. */
  #newest = 0;
  #age = 0;

  constructor(fetch: FetchTurns) {
    this.#fetch = fetch;
  }

  /** What is known of some turns: another text when there is more of them to see, or something else. */
  knownOf(turns: readonly number[]): string {
    return `${this.#age} ${turns.filter((turn) => this.#turns.has(turn)).length}`;
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

  /**
   * Asks for what is missing of some turns.
   * @param who of each who looks the newest wish counts
   * @param turns ascending
   */
  want(who: string, turns: readonly number[]): void {
    this.#wanted.set(who, turns);
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
    if (this.#fetching) return;
    const missing = this.#missing();
    if (missing === undefined) return;
    this.#fetching = true;
    const { from, to, who } = missing;
    const age = this.#age;
    try {
      const turns = await this.#fetch(from, to - from + 1);
      if (age === this.#age) {
        const [first] = turns;
        // What begins later than it was asked for is all that there is.
        if (first === undefined) this.#wanted.delete(who);
        else if (first.turn > from) this.#first = Math.max(this.#first, first.turn);
        this.#add(turns);
      }
    } catch {
      // The workspace may have gone meanwhile; who still looks asks again.
      this.#wanted.delete(who);
    } finally {
      this.#fetching = false;
    }
    void this.#fill();
  }

  /** The next stretch to fetch, of whoever wants one; who has everything is forgotten. */
  #missing(): { readonly from: number; readonly to: number; readonly who: string } | undefined {
    for (const [who, turns] of this.#wanted) {
      const missing = turns.filter((turn) => turn >= this.#first && !this.#turns.has(turn));
      const [from] = missing;
      if (from === undefined) {
        this.#wanted.delete(who);
        continue;
      }
      const to = missing.findLast((turn) => turn < from + longestStretch) ?? from;
      // Where every turn is wanted, those beyond will be next.
      const isWhole = (turns.at(-1) ?? 0) - (turns[0] ?? 0) === turns.length - 1 && turns.length > 1;
      if (!isWhole) return { from, to, who };
      return {
        from: from === turns[0] ? Math.max(this.#first, from - margin) : from,
        to: to === turns.at(-1) ? to + margin : to,
        who,
      };
    }
    return undefined;
  }

  #changed(near: number): void {
    if (this.#turns.size > mostKept) {
      const byDistance = [...this.#turns.keys()].sort((a, b) => Math.abs(a - near) - Math.abs(b - near));
      for (const turn of byDistance.slice(mostKept / 2)) this.#turns.delete(turn);
    }
    for (const listener of this.#listeners) listener();
  }
}
