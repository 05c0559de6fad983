import type { Event } from "../plain.ts";
import type { Cause, Waiting } from "../summary.ts";

const SMALLEST = 1024;

/** An event that waits, with all that is known of it. */
export interface Queued extends Waiting {
  /** In ms of `host.now`. */
  readonly queuedAt: number;
}

/** How far a queue has come, so that what changed since can be told: places are counted on and on. */
export interface QueueMark {
  /** Place of the first event that waits, and of the first that will. */
  readonly head: number;
  readonly tail: number;
  /** How often something else than taking from the head and adding to the tail was done: then numbers tell nothing. */
  readonly rewrites: number;
}

/**
 * The events that wait, oldest first, each with a number of its own and with when and why it was queued.
 *
 * A ring whose ends count on and on: an event's place is counted modulo the size, so growing moves neither end, and
 * every change becomes true with one store to `#head` or `#tail`. A cut by the guard leaves either the old or the new
 * queue (SPEC.md T9).
 */
export class Queue {
  #events = Array<Event | undefined>(SMALLEST).fill(undefined);
  #causes = Array<Cause | undefined>(SMALLEST).fill(undefined);
  #times = new Float64Array(SMALLEST);
  // No typed arrays: small integers from these go into objects without becoming objects themselves.
  #afters = zeros(SMALLEST);
  #numbers = zeros(SMALLEST);
  #head = 0;
  #tail = 0;
  #rewrites = 0;
  #last = 0;

  get length(): number {
    return this.#tail - this.#head;
  }

  /** @param after what `Waiting` calls `queuedAfter` */
  push(event: Event, at: number, cause: Cause, after: number): void {
    if (this.#tail - this.#head === this.#events.length) this.#resize(this.#events.length * 2);
    this.#put(this.#tail, event, at, cause, after, ++this.#last);
    this.#tail++;
  }

  /** All of them or, if the guard cuts meanwhile, none. */
  pushAll(events: readonly Event[], at: number, cause: Cause, after: number): void {
    const count = events.length;
    while (this.#tail - this.#head + count > this.#events.length) this.#resize(this.#events.length * 2);
    for (let index = 0; index < count; index++) {
      this.#put(this.#tail + index, events[index]!, at, cause, after, ++this.#last);
    }
    this.#tail += count;
  }

  /** Puts an event back to the head. */
  unshift({ event, queuedAt, cause, queuedAfter, number }: Queued): void {
    if (this.#tail - this.#head === this.#events.length) this.#resize(this.#events.length * 2);
    this.#put(this.#head - 1, event, queuedAt, cause, queuedAfter, number);
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

  firstCause(): Cause {
    return this.#causes[this.#head & (this.#events.length - 1)]!;
  }

  firstAfter(): number {
    return this.#afters[this.#head & (this.#events.length - 1)]!;
  }

  firstNumber(): number {
    return this.#numbers[this.#head & (this.#events.length - 1)]!;
  }

  shift(): Event | undefined {
    if (this.#head === this.#tail) return undefined;
    const place = this.#head & (this.#events.length - 1);
    const event = this.#events[place];
    this.#events[place] = undefined;
    this.#head++;
    return event;
  }

  /** What was queued after a later turn than that counts as queued after it. */
  limitAfters(after: number): void {
    const mask = this.#events.length - 1;
    for (let at = this.#head; at < this.#tail; at++)
      if (this.#afters[at & mask]! > after) this.#afters[at & mask] = after;
  }

  /** How many wait before the event with that number; -1 where it does not wait. */
  indexOf(number: number): number {
    const mask = this.#events.length - 1;
    for (let at = this.#head; at < this.#tail; at++) if (this.#numbers[at & mask] === number) return at - this.#head;
    return -1;
  }

  /** The same of several, in the order in which they wait; those that do not wait are left out. */
  indexesOf(numbers: ReadonlySet<number>): ReadonlyMap<number, number> {
    const mask = this.#events.length - 1;
    const found = new Map<number, number>();
    for (let at = this.#head; at < this.#tail && found.size < numbers.size; at++) {
      const number = this.#numbers[at & mask]!;
      if (numbers.has(number)) found.set(number, at - this.#head);
    }
    return found;
  }

  /** Takes out those that so many wait before. Not to be called inside the guard. @param indexes ascending */
  remove(indexes: readonly number[]): void {
    let taken = 0;
    for (let index = indexes[0] ?? this.length; index < this.length; index++) {
      if (index === indexes[taken]) taken++;
      else this.#copy(this.#head + index, this.#head + index - taken);
    }
    for (let at = this.#tail - taken; at < this.#tail; at++) this.#events[at & (this.#events.length - 1)] = undefined;
    this.#tail -= taken;
    this.#rewrites++;
  }

  /** Not to be called inside the guard. @param to how many wait before it when it has been taken out */
  move(from: number, to: number): void {
    const [moved] = this.from(this.#head + from, 1);
    if (moved === undefined) return;
    const by = to < from ? -1 : 1;
    for (let index = from; index !== to; index += by) this.#copy(this.#head + index + by, this.#head + index);
    const { event, queuedAt, cause, queuedAfter, number } = moved;
    this.#put(this.#head + to, event, queuedAt, cause, queuedAfter, number);
    this.#rewrites++;
  }

  /** Puts another event in the place of one that waits; it keeps its number. */
  replace(index: number, event: Event, cause: Cause): void {
    const place = (this.#head + index) & (this.#events.length - 1);
    this.#events[place] = event;
    this.#causes[place] = cause;
    this.#rewrites++;
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
    const mask = this.#events.length - 1;
    return Array.from({ length: this.length }, (_, index) => this.#events[(this.#head + index) & mask]!);
  }

  mark(): QueueMark {
    return { head: this.#head, tail: this.#tail, rewrites: this.#rewrites };
  }

  /** Number of the event that was queued last. */
  get lastNumber(): number {
    return this.#last;
  }

  /** What waits, from that place on (as `mark` counts) or from the head; at most so many. */
  from(place = this.#head, limit = Infinity): Queued[] {
    const mask = this.#events.length - 1;
    return Array.from({ length: Math.max(0, Math.min(limit, this.#tail - place)) }, (_, index) => {
      const at = (place + index) & mask;
      return {
        number: this.#numbers[at]!,
        event: this.#events[at]!,
        cause: this.#causes[at]!,
        queuedAfter: this.#afters[at]!,
        queuedAt: this.#times[at]!,
      };
    });
  }

  #copy(from: number, to: number): void {
    const place = from & (this.#events.length - 1);
    this.#put(
      to,
      this.#events[place]!,
      this.#times[place]!,
      this.#causes[place]!,
      this.#afters[place]!,
      this.#numbers[place]!,
    );
  }

  #put(at: number, event: Event, time: number, cause: Cause, after: number, number: number): void {
    const place = at & (this.#events.length - 1);
    this.#events[place] = event;
    this.#causes[place] = cause;
    this.#times[place] = time;
    this.#afters[place] = after;
    this.#numbers[place] = number;
  }

  #resize(size: number): void {
    const events = Array<Event | undefined>(size).fill(undefined);
    const causes = Array<Cause | undefined>(size).fill(undefined);
    const times = new Float64Array(size);
    const afters = zeros(size);
    const numbers = zeros(size);
    const mask = this.#events.length - 1;
    for (let at = this.#head; at < this.#tail; at++) {
      events[at & (size - 1)] = this.#events[at & mask];
      causes[at & (size - 1)] = this.#causes[at & mask];
      times[at & (size - 1)] = this.#times[at & mask]!;
      afters[at & (size - 1)] = this.#afters[at & mask]!;
      numbers[at & (size - 1)] = this.#numbers[at & mask]!;
    }
    // No call between these: the guard cuts only where a function is entered or a loop jumps back.
    this.#times = times;
    this.#afters = afters;
    this.#numbers = numbers;
    this.#causes = causes;
    this.#events = events;
  }
}

const zeros = (size: number): number[] => Array<number>(size).fill(0);
