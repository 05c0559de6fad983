import type { BreakpointSummary, PauseOn, Stop } from "../summary.ts";
import type { Delivery } from "./delivery.ts";
import { type Point, Watch, type WatchHost } from "./watch.ts";
import type { Work } from "./work.ts";

/** What stops the loop by itself: breakpoints, what a step goes on until, errors, swaps. Nothing set costs nothing. */
export class Stops {
  readonly #work: Work;
  readonly #delivery: Delivery;
  readonly #host: WatchHost;
  #points: readonly Point[] = [];
  #until: Point | undefined;
  #pauseOn: PauseOn = { error: false, swap: false };
  /** What was passed, also while nothing is set. */
  #last: Watch | undefined;
  /** Why it stopped, until it goes on. */
  stopped: Stop | undefined;

  constructor(work: Work, delivery: Delivery, host: WatchHost) {
    this.#work = work;
    this.#delivery = delivery;
    this.#host = host;
  }

  get points(): readonly BreakpointSummary[] {
    return this.#points.map(({ breakpoint, hits, problem }) => ({
      ...breakpoint,
      enabled: breakpoint.enabled ?? true,
      hits,
      ...(problem === undefined ? {} : { problem }),
    }));
  }

  setPoints(points: readonly Point[]): void {
    this.#points = points;
    this.#rebuild();
  }

  /** @param until what a step goes on until; undefined when it has ended */
  setUntil(until: Point | undefined): void {
    if (this.#until === until) return;
    this.#until = until;
    this.#rebuild();
  }

  get pauseOn(): PauseOn {
    return this.#pauseOn;
  }

  setPauseOn(pauseOn: PauseOn): void {
    this.#pauseOn = pauseOn;
    this.#work.stopsOnError = pauseOn.error;
    this.#delivery.failed = undefined;
  }

  /** The turn under way is rolled back for other code, and is looked at again. */
  forgetPassed(): void {
    this.#last?.forget();
  }

  /** To be called when the guard is off. @returns why the loop is to stop now, if it is */
  take(): Stop | undefined {
    this.#work.watch?.tell();
    const { stop } = this.#work;
    this.#work.stop = undefined;
    const { failed } = this.#delivery;
    this.#delivery.failed = undefined;
    if (stop !== undefined || failed === undefined || !this.#pauseOn.error) return stop;
    return { by: "error", problem: failed };
  }

  #rebuild(): void {
    const points = this.#until === undefined ? this.#points : [...this.#points, this.#until];
    const isAny = points.some(({ breakpoint }) => breakpoint.enabled !== false);
    if (isAny) this.#last = new Watch(points, this.#host, this.#last);
    this.#work.watch = isAny ? this.#last : undefined;
  }
}
