import type { Event } from "../plain.ts";

const SMALLEST = 1024;

/** How far a queue has come, so that what changed since can be told: events are numbered in the order of queueing. */
export interface QueueMark {
  /** Number of the first event that waits, and of the first that will. */
  readonly head: number;
  readonly tail: number;
  /** How often something else than taking from the head and adding to the tail was done: then numbers tell nothing. */
  readonly rewrites: number;
}

/**
 * The events that wait, oldest first, each with the time it was queued at (ms of `host.now`).
 *
 * A ring whose ends count on and on: an event's place is its number modulo the size, so growing moves neither end, and
 * every change becomes true with one store to `#head` or `#tail`. A cut by the guard leaves either the old or the new
 * queue (SPEC.md T9).
 */
export class Queue {
  #events: (Event | undefined)[] = Array.from({ length: SMALLEST });
  #times = new Float64Array(SMALLEST);
  #head = 0;
  #tail = 0;
  #rewrites = 0;

  get length(): number {
    return this.#tail - this.#head;
  }

  push(event: Event, at: number): void {
    if (this.#tail - this.#head === this.#events.length) this.#resize(this.#events.length * 2);
    const place = this.#tail & (this.#events.length - 1);
    this.#events[place] = event;
    this.#times[place] = at;
    this.#tail++;
  }

  /** All of them or, if the guard cuts meanwhile, none. */
  pushAll(events: readonly Event[], at: number): void {
    const count = events.length;
    while (this.#tail - this.#head + count > this.#events.length) this.#resize(this.#events.length * 2);
    const mask = this.#events.length - 1;
    for (let index = 0; index < count; index++) {
      const place = (this.#tail + index) & mask;
      this.#events[place] = events[index];
      this.#times[place] = at;
    }
    this.#tail += count;
  }

  /** Puts an event back to the head. */
  unshift(event: Event, at: number): void {
    if (this.#tail - this.#head === this.#events.length) this.#resize(this.#events.length * 2);
    const place = (this.#head - 1) & (this.#events.length - 1);
    this.#events[place] = event;
    this.#times[place] = at;
    this.#rewrites++;
    this.#head--;
  }

  first(): Event | undefined {
    return this.#head === this.#tail ? undefined : this.#events[this.#head & (this.#events.length - 1)];
  }

  /** When the first event was queued. */
  firstAt(): number {
    return this.#times[this.#head & (this.#events.length - 1)]!;
  }

  shift(): Event | undefined {
    if (this.#head === this.#tail) return undefined;
    const place = this.#head & (this.#events.length - 1);
    const event = this.#events[place];
    this.#events[place] = undefined;
    this.#head++;
    return event;
  }

  /** Gives back the room that a flood took, once it has ebbed. Not to be called inside the guard. */
  trim(): void {
    if (this.length < SMALLEST / 2 && this.#events.length > 64 * SMALLEST) this.#resize(SMALLEST);
  }

  clear(): void {
    this.#rewrites++;
    this.#head = this.#tail;
    this.#resize(SMALLEST);
  }

  toArray(): readonly Event[] {
    return this.from(this.#head);
  }

  mark(): QueueMark {
    return { head: this.#head, tail: this.#tail, rewrites: this.#rewrites };
  }

  /** What waits, from the event of that number on. */
  from(number: number): readonly Event[] {
    const mask = this.#events.length - 1;
    return Array.from({ length: this.#tail - number }, (_, index) => this.#events[(number + index) & mask]!);
  }

  #resize(size: number): void {
    const events: (Event | undefined)[] = Array.from({ length: size });
    const times = new Float64Array(size);
    const mask = this.#events.length - 1;
    for (let at = this.#head; at < this.#tail; at++) {
      events[at & (size - 1)] = this.#events[at & mask];
      times[at & (size - 1)] = this.#times[at & mask]!;
    }
    // No call between these two: the guard cuts only where a function is entered or a loop jumps back.
    this.#times = times;
    this.#events = events;
  }
}
