import type { Event } from "../plain.ts";
import type { Cause, Problem } from "../summary.ts";
import type { Clock } from "./clock.ts";
import { problemWithoutPlace } from "./problem.ts";
import { Queue, type Queued } from "./queue.ts";
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

/** What is known of an event that waited at another time. */
export type KeptEvent = Pick<Queued, "event" | "cause" | "queuedAfter">;

export const keptEvent = ({ event, cause, queuedAfter }: KeptEvent): KeptEvent => ({ event, cause, queuedAfter });

const TELL_EVERY_MS = 1000;
const host: Cause = { by: "host" };

/** In which order the clock gave what it was asked for: a person may have put the events into another since. */
const arrivals = new WeakMap<Cause, number>();
let arrived = 0;

/** Of two `after`s that came at the same time, the one that was asked for first has the smaller number. */
export const arrivalOf = (cause: Cause): number => arrivals.get(cause) ?? 0;

/** What waits for its turn, and how it comes there: with a bound (T22), and from the clock (T16–T18). */
export class Inbox {
  readonly queue = new Queue();
  readonly #parts: InboxParts;
  #dropped = 0;
  #droppedUntold = 0;
  #toldAt = -Infinity;
  #tellTimer: NodeJS.Timeout | undefined;
  /** Number of the newest tick, and whether it still waits in the queue. */
  #tick = 0;
  #tickWaits = false;
  /** Of sources and performers, while these are held back; oldest first. */
  #held: KeptEvent[] | undefined;

  constructor(parts: InboxParts) {
    this.#parts = parts;
  }

  /** Events that found the queue full. */
  get dropped(): number {
    return this.#dropped;
  }

  /** From now on events of sources and performers wait apart, with the same bound, until they are let in or taken. */
  hold(): void {
    this.#held ??= [];
  }

  /** How many are held back. */
  get held(): number {
    return this.#held?.length ?? 0;
  }

  /** They join the queue's end, and nothing is held back any more. @param after the turn that ended last */
  letIn(after: number): void {
    for (const { event, cause } of this.takeHeld()) this.queue.push(event, this.#parts.now(), cause, after);
  }

  /** What was held back; nothing is any more. */
  takeHeld(): readonly KeptEvent[] {
    const held = this.#held ?? [];
    this.#held = undefined;
    return held;
  }

  /** Events of sources and performers: those that find the queue full are counted. `tellDropped` tells of them. */
  addOrDrop(events: readonly Event[], cause: Cause, after: number): void {
    const room = Math.max(0, this.#parts.bound - this.queue.length - this.held);
    const taken = events.length <= room ? events : events.slice(0, room);
    if (this.#held) for (const event of taken) this.#held.push({ event, cause, queuedAfter: after });
    else this.queue.pushAll(taken, this.#parts.now(), cause, after);
    this.#dropped += events.length - taken.length;
    this.#droppedUntold += events.length - taken.length;
  }

  /** Adds what the clock says is due. @param after the turn that ended last */
  addWhatIsDue(after: number): void {
    const { clock } = this.#parts;
    const now = this.#parts.now();
    for (let due = clock.takeAfter(); due !== undefined; due = clock.takeAfter()) {
      const cause: Cause = { by: "after", ...due.by, dueMs: due.dueMs };
      arrivals.set(cause, ++arrived);
      this.queue.push(due.event, now, cause, after);
    }
    this.listen();
    if (this.#tickWaits) return;
    const tick = clock.takeTick();
    if (tick === undefined) return;
    this.queue.push(tick, now, host, after);
    this.#tick = this.queue.lastNumber;
    this.#tickWaits = true;
  }

  /** Tells the clock whether anybody handles ticks. */
  listen(): void {
    this.#parts.clock.listen(this.#parts.slots.listensFor("tick"));
  }

  /** Its turn is about to begin. Should a cut fall before, another tick may come to wait beside this one. */
  taking(number: number): void {
    if (number === this.#tick) this.#tickWaits = false;
  }

  /** An event whose turn was rolled back. What came in meanwhile counts as come in before that turn. */
  putBack(queued: Queued, after: number): void {
    this.queue.unshift(queued);
    this.queue.limitAfters(after);
    if (queued.number === this.#tick) this.#tickWaits = true;
  }

  /** What waited at another time, in place of what waits. */
  restore(kept: readonly KeptEvent[]): void {
    this.queue.clear();
    this.#tickWaits = false;
    for (const { event, cause, queuedAfter } of kept) {
      this.queue.push(event, this.#parts.now(), cause, queuedAfter);
      if (event.type !== "tick") continue;
      this.#tick = this.queue.lastNumber;
      this.#tickWaits = true;
    }
  }

  /** Takes out what a person does not want. @param indexes ascending: how many wait before each */
  drop(indexes: readonly number[]): void {
    this.queue.remove(indexes);
    this.#tickWaits &&= this.queue.indexOf(this.#tick) >= 0;
  }

  clear(): void {
    this.queue.clear();
    this.#held = undefined;
    this.#dropped = 0;
    this.#droppedUntold = 0;
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
