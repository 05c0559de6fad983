import type { Event, Plain } from "../plain.ts";
import type { Asker } from "../summary.ts";
import { force } from "./force.ts";

/** An `after` effect whose time has not come. */
export interface PendingAfter {
  /** Who asked for it. */
  readonly by: Asker;
  readonly event: Event;
  /** On the loop's clock, in ms. */
  readonly dueMs: number;
}

/** How a clock stands, without what it has to wake. */
export interface ClockState {
  readonly timeMs: number;
  readonly hz: number;
  /** How many ticks there were. */
  readonly ticks: number;
}

interface Entry extends PendingAfter {
  /** Equal times keep the order in which they were asked for. */
  readonly order: number;
}

/** Rounding must not make a tick that is due wait for one more wake-up. */
const SLACK_MS = 1e-6;

/**
 * The loop's own clock: goes while the loop runs, stands still while it is paused, begins at 0. Says which `tick` and
 * which `after` events are due; waits for nothing itself.
 *
 * Ticks lie on a grid that begins where the frequency was set. Those that could not be made in time are skipped: the
 * next one tells by its `dt` how much time it stands for.
 */
export class Clock {
  readonly #now: () => number;
  #hz = 60;
  /** Time on the clock when it last stood still. */
  #stoodAtMs = 0;
  #startedAt: number | undefined;
  #gridFromMs = 0;
  /** Number on the grid of the last tick that was made or skipped. */
  #lastOnGrid = 0;
  #ticks = 0;
  #listening = false;
  /** A heap: no entry is due after the two at twice its place. */
  #afters: Entry[] = [];
  #asked = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get hz(): number {
    return this.#hz;
  }

  /** Time on the clock, in ms. @param now a reading of the host's clock that was just taken */
  time(now = this.#now()): number {
    return this.#stoodAtMs + (this.#startedAt === undefined ? 0 : now - this.#startedAt);
  }

  start(): void {
    this.#startedAt ??= this.#now();
  }

  /** @param atMs the time at which it stands then, if that was passed already */
  stop(atMs = Infinity): void {
    this.#stoodAtMs = Math.max(this.#stoodAtMs, Math.min(this.time(), atMs));
    this.#startedAt = undefined;
  }

  setHz(hz: number): void {
    this.#hz = hz;
    this.#gridFromMs = this.time();
    this.#lastOnGrid = 0;
  }

  reset(): void {
    this.#hz = 60;
    this.#stoodAtMs = 0;
    if (this.#startedAt !== undefined) this.#startedAt = this.#now();
    this.#gridFromMs = 0;
    this.#lastOnGrid = 0;
    this.#ticks = 0;
    this.#listening = false;
    this.#afters = [];
  }

  state(): ClockState {
    return { timeMs: this.time(), hz: this.#hz, ticks: this.#ticks };
  }

  /** Goes on from where another clock stood. */
  restore({ timeMs, hz, ticks }: ClockState, afters: readonly PendingAfter[]): void {
    this.reset();
    this.#asked++;
    this.#stoodAtMs = timeMs;
    this.setHz(hz);
    this.#ticks = ticks;
    for (const after of afters) this.addAfter(after);
  }

  /** Another text whenever other `after` events are pending. */
  aftersStamp(): string {
    return `${this.#asked} ${this.#afters.length}`;
  }

  /** Whether anybody handles ticks. Time that passed unheard is in no tick's `dt`. */
  listen(listening: boolean): void {
    if (listening && !this.#listening) this.#lastOnGrid = this.#onGrid();
    this.#listening = listening;
  }

  /** @returns the tick that is due, of those that are the newest; undefined when none is, or nobody listens. */
  takeTick(): Event | undefined {
    const onGrid = this.#onGrid();
    if (!this.#listening || onGrid <= this.#lastOnGrid) return undefined;
    const periodMs = 1000 / this.#hz;
    const time = (this.#gridFromMs + onGrid * periodMs) / 1000;
    const dt = ((onGrid - this.#lastOnGrid) * periodMs) / 1000;
    this.#lastOnGrid = onGrid;
    this.#ticks++;
    return frozen({ type: "tick", time, dt, n: this.#ticks });
  }

  addAfter(after: PendingAfter): void {
    const entry: Entry = { ...after, order: this.#asked++ };
    const heap = this.#afters;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!isBefore(entry, heap[up]!)) break;
      heap[at] = heap[up]!;
      at = up;
    }
    heap[at] = entry;
  }

  /** @returns the next `after` event that is due, undefined when none is. */
  takeAfter(): PendingAfter | undefined {
    const heap = this.#afters;
    const [first] = heap;
    if (first === undefined || first.dueMs > this.time() + SLACK_MS) return undefined;
    const last = heap.pop()!;
    if (last !== first) sink(heap, last);
    return first;
  }

  /** In the order in which they will come. */
  pendingAfters(): readonly PendingAfter[] {
    return this.#afters
      .toSorted((a, b) => (isBefore(a, b) ? -1 : 1))
      .map(({ by, event, dueMs }) => ({ by, event, dueMs }));
  }

  /** When the next event is due, on the clock; infinity when none will be. */
  nextDueMs(): number {
    const tickMs = this.#listening ? this.#gridFromMs + ((this.#lastOnGrid + 1) * 1000) / this.#hz : Infinity;
    return Math.min(tickMs, this.#afters[0]?.dueMs ?? Infinity);
  }

  /** Puts a clock that stands still forward to when the next event is due. */
  advance(): void {
    const dueMs = this.nextDueMs();
    if (dueMs !== Infinity) this.#stoodAtMs = Math.max(this.#stoodAtMs, dueMs);
  }

  #onGrid(): number {
    return Math.floor(((this.time() - this.#gridFromMs + SLACK_MS) * this.#hz) / 1000);
  }
}

const isBefore = (a: Entry, b: Entry): boolean => a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);

/** Puts an entry in at the root. */
const sink = (heap: Entry[], entry: Entry): void => {
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below++;
    if (!isBefore(heap[below]!, entry)) break;
    heap[at] = heap[below]!;
    at = below;
  }
  heap[at] = entry;
};

const frozen = (event: { readonly type: string; readonly [key: string]: Plain }): Event => {
  force(event);
  return event;
};
