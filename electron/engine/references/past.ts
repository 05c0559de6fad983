/** Who held a generation and does not any more (R16); it outlives both, and holds neither. */
import type { Holder, Moment, PastHolder } from "../summary.ts";

/** Entries of one generation; the one that ended first is forgotten for the next. */
export const mostEntries = 32;

export class PastHolders {
  /** By kind and words; the one that ended last is last. */
  readonly #entries = new Map<string, PastHolder>();
  #forgotten = 0;

  /** Entries that are forgotten. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /**
   * Books one that let go; whoever is spelled alike becomes one entry.
   * @param times how often it held the generation between the two moments
   */
  add(holder: Holder, since: Moment, until: Moment, times = 1): void {
    // A commit replaces one by the other in no time.
    if (since === until) return;
    const key = `${holder.kind} ${holder.label}`;
    const before = this.#entries.get(key);
    const count = (before?.times ?? (before ? 1 : 0)) + times;
    this.#entries.delete(key);
    this.#entries.set(key, { ...holder, since: before?.since ?? since, until, ...(count > 1 ? { times: count } : {}) });
    if (this.#entries.size <= mostEntries) return;
    for (const first of this.#entries.keys()) {
      this.#entries.delete(first);
      return this.forget(1);
    }
  }

  forget(entries: number): void {
    this.#forgotten += entries;
  }

  /** By when they began. */
  list(): readonly PastHolder[] {
    return [...this.#entries.values()].sort((a, b) => a.since.at - b.since.at || a.since.turn - b.since.turn);
  }
}
