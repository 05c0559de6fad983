const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Calls the loop when there is something for it to do: at the end of the code that runs, by one immediate, by one timer, or
 * not at all (SPEC.md T12, T24).
 */
export class Waker {
  readonly #onWake: () => void;
  readonly #atEnd: ((call: () => void) => void) | undefined;
  #immediate: NodeJS.Immediate | undefined;
  /** Comes when the process has had its turn since the loop was called last; only where somebody calls `atEnd`. */
  #processTurn: NodeJS.Immediate | undefined;
  #isAtEnd = false;
  #timer: NodeJS.Timeout | undefined;
  /** What the timer waits for, on whatever clock the caller counts. */
  #dueMs = Infinity;

  /** @param atEnd calls something when the code that runs now is done, before the process has its turn */
  constructor(onWake: () => void, atEnd?: (call: () => void) => void) {
    this.#onWake = onWake;
    this.#atEnd = atEnd;
  }

  /** As soon as the process has had its turn. */
  soon(): void {
    this.#immediate ??= setImmediate(this.#wake);
  }

  /**
   * At the end of the code that runs, where the process has had its turn since the loop was called last: who answers at once
   * to each event with the next would else keep the process for himself. Otherwise `soon`.
   */
  next(): void {
    if (this.#isAtEnd || this.#immediate !== undefined) return;
    if (this.#atEnd === undefined || this.#processTurn !== undefined) return this.soon();
    this.#isAtEnd = true;
    this.#atEnd(this.#wakeAtEnd);
  }

  /**
   * At a time of the caller's clock, in place of any other.
   *
   * @param dueMs infinity: not at all
   * @param waitMs how long that is from now
   */
  at(dueMs: number, waitMs: number): void {
    if (this.#timer !== undefined && this.#dueMs === dueMs) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dueMs = dueMs;
    if (dueMs === Infinity) return;
    this.#timer = setTimeout(this.#wakeByTimer, Math.min(Math.ceil(waitMs), LONGEST_TIMEOUT_MS));
  }

  never(): void {
    clearImmediate(this.#immediate);
    clearTimeout(this.#timer);
    this.#immediate = undefined;
    this.#timer = undefined;
    this.#isAtEnd = false;
  }

  readonly #wakeAtEnd = (): void => {
    if (this.#isAtEnd) this.#wake();
  };

  readonly #wakeByTimer = (): void => {
    this.#timer = undefined;
    this.#wake();
  };

  readonly #wake = (): void => {
    this.#immediate = undefined;
    this.#isAtEnd = false;
    if (this.#atEnd !== undefined) this.#processTurn ??= setImmediate(this.#processHadTurn);
    this.#onWake();
  };

  readonly #processHadTurn = (): void => void (this.#processTurn = undefined);
}
