/** A running loop may be slow at what it does at once after a pause; more it does not make up for. */
const MOST_BEHIND_MS = 100;

/** Slow motion: so many turns a second (T31). */
export class Pace {
  #turnsPerSecond: number | undefined;
  /** When the next turn may begin. */
  #nextAt = -Infinity;

  get turnsPerSecond(): number | undefined {
    return this.#turnsPerSecond;
  }

  get nextAt(): number {
    return this.#nextAt;
  }

  set(turnsPerSecond: number | undefined, now: number): void {
    this.#turnsPerSecond = turnsPerSecond;
    this.#nextAt = turnsPerSecond === undefined ? -Infinity : Math.min(this.#nextAt, now + 1000 / turnsPerSecond);
  }

  /** Nothing waited until now: time that passed so is not made up for. */
  rested(now: number): void {
    this.#nextAt = Math.max(this.#nextAt, now);
  }

  /** How many of the turns that wait may begin now; they count as begun. */
  take(now: number, waiting: number): number {
    if (this.#turnsPerSecond === undefined) return Infinity;
    const periodMs = 1000 / this.#turnsPerSecond;
    const from = Math.max(this.#nextAt, now - MOST_BEHIND_MS);
    if (from > now) return 0;
    const count = Math.min(waiting, Math.floor((now - from) / periodMs) + 1);
    this.#nextAt = from + count * periodMs;
    return count;
  }
}
