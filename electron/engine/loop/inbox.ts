import type { Event } from "../plain.ts";
import type { Problem } from "../summary.ts";
import type { Clock } from "./clock.ts";
import { problemWithoutPlace } from "./problem.ts";
import { Queue } from "./queue.ts";
import type { SlotTable } from "./slot.ts";

export interface InboxParts {
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  readonly clock: Clock;
  readonly slots: SlotTable;
  /** How many events may wait before those of sources are dropped. */
  readonly bound: number;
  readonly onProblem: (problem: Problem) => void;
}

const TELL_EVERY_MS = 1000;

/** What waits for its turn, and how it comes there: with a bound (T22), and from the clock (T16–T18). */
export class Inbox {
  readonly queue = new Queue();
  readonly #parts: InboxParts;
  #dropped = 0;
  #droppedUntold = 0;
  #toldAt = -Infinity;
  #tellTimer: NodeJS.Timeout | undefined;
  /** The newest tick, and whether it still waits in the queue. */
  #tick: Event | undefined;
  #tickWaits = false;

  constructor(parts: InboxParts) {
    this.#parts = parts;
  }

  /** Events that found the queue full. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Events of sources and performers: those that find the queue full are counted. `tellDropped` tells of them. */
  addOrDrop(events: readonly Event[]): void {
    const room = Math.max(0, this.#parts.bound - this.queue.length);
    if (events.length <= room) {
      this.queue.pushAll(events, this.#parts.now());
      return;
    }
    this.queue.pushAll(events.slice(0, room), this.#parts.now());
    this.#dropped += events.length - room;
    this.#droppedUntold += events.length - room;
  }

  /** Adds what the clock says is due. */
  addWhatIsDue(): void {
    const { clock } = this.#parts;
    const now = this.#parts.now();
    for (let event = clock.takeAfter(); event !== undefined; event = clock.takeAfter()) this.queue.push(event, now);
    this.listen();
    if (this.#tickWaits) return;
    const tick = clock.takeTick();
    if (tick === undefined) return;
    this.#tick = tick;
    this.#tickWaits = true;
    this.queue.push(tick, now);
  }

  /** Tells the clock whether anybody handles ticks. */
  listen(): void {
    this.#parts.clock.listen(this.#parts.slots.listensFor("tick"));
  }

  /** Its turn begins: it is in one place or in the other, wherever a cut falls. */
  taken(event: Event): void {
    if (event === this.#tick) this.#tickWaits = false;
  }

  /** An event whose turn was rolled back. */
  putBack(event: Event, queuedAt: number): void {
    this.queue.unshift(event, queuedAt);
    if (event === this.#tick) this.#tickWaits = true;
  }

  /** What waited in another run. */
  restore(events: readonly Event[]): void {
    this.queue.pushAll(events, this.#parts.now());
    this.#tick = events.findLast(({ type }) => type === "tick");
    this.#tickWaits = this.#tick !== undefined;
  }

  clear(): void {
    this.queue.clear();
    this.#dropped = 0;
    this.#droppedUntold = 0;
    this.#tick = undefined;
    this.#tickWaits = false;
    this.listen();
  }

  dispose(): void {
    clearTimeout(this.#tellTimer);
  }

  /** Tells of what was dropped, once a second at most. Not to be called inside the guard. */
  tellDropped(): void {
    if (this.#droppedUntold === 0 || this.#tellTimer !== undefined) return;
    const waitMs = this.#toldAt + TELL_EVERY_MS - this.#parts.now();
    if (waitMs <= 0) this.#tell();
    else this.#tellTimer = setTimeout(this.#tell, waitMs).unref();
  }

  readonly #tell = (): void => {
    this.#tellTimer = undefined;
    if (this.#droppedUntold === 0) return;
    const dropped = this.#droppedUntold;
    this.#droppedUntold = 0;
    this.#toldAt = this.#parts.now();
    this.#parts.onProblem(
      problemWithoutPlace(
        "queue-full",
        `${this.queue.length.toLocaleString("en")} events wait, so ${dropped.toLocaleString("en")} from sources were dropped: handle them faster, or let the source emit less.`,
      ),
    );
  };
}
