const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** Calls the loop when there is something for it to do: by one immediate, by one timer, or not at all (SPEC.md T24). */
export class Waker {
  readonly #onWake: () => void;
  #immediate: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** What the timer waits for, on whatever clock the caller counts. */
  #dueMs = Infinity;

  constructor(onWake: () => void) {
    this.#onWake = onWake;
  }

  /** As soon as the process has had its turn. */
  soon(): void {
    this.#immediate ??= setImmediate(this.#wake);
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
    this.#timer = setTimeout(this.#wake, Math.min(Math.ceil(waitMs), LONGEST_TIMEOUT_MS));
  }

  never(): void {
    clearImmediate(this.#immediate);
    clearTimeout(this.#timer);
    this.#immediate = undefined;
    this.#timer = undefined;
  }

  readonly #wake = (): void => {
    this.#immediate = undefined;
    this.#timer = undefined;
    this.#onWake();
  };
}
