/**
 * How long it takes to look through a heap, told beforehand (R11). V8 takes its time for each object and each field, not for
 * bytes: a megabyte of small objects takes a hundred times as long as one of numbers in a large array. What it tells for
 * nothing is which bytes are large objects; the rest is learned from each snapshot that is taken.
 */
import { getHeapSpaceStatistics, getHeapStatistics } from "node:v8";

/** What a heap is made of, in megabytes. */
export interface HeapShape {
  /** Objects that are small: many to the megabyte. */
  readonly small: number;
  /** Objects of more than about half a megabyte. */
  readonly large: number;
}

export const heapShape = (): HeapShape => {
  let [small, large] = [0, 0];
  for (const { space_name: name, space_used_size: bytes } of getHeapSpaceStatistics())
    if (name.includes("large_object")) large += bytes;
    else small += bytes;
  return { small: small / 1_000_000, large: large / 1_000_000 };
};

export const heapBytesNow = (): number => getHeapStatistics().used_heap_size;

/** V8 needs some time for its own objects, however small the heap is. */
const leastMs = 300;
/** No heap is looked through faster, whatever one that was odd has taught; in ms a megabyte. */
const leastRates: HeapShape = { small: 30, large: 1 };

export class SnapshotCost {
  /** Milliseconds a megabyte. Measured; that of large objects lies between that of numbers, 1, and that of references, 130. */
  #rates: HeapShape = { small: 120, large: 60 };
  /** To read it, in proportion to the time that taking it takes. */
  #restShare = 0.2;

  estimate(shape: HeapShape): { readonly blockedMs: number; readonly totalMs: number } {
    const blockedMs = leastMs + shape.small * this.#rates.small + shape.large * this.#rates.large;
    return { blockedMs, totalMs: blockedMs * (1 + this.#restShare) };
  }

  /**
   * A snapshot was taken. The next estimate for a heap of that shape is what this one took, and that for another shape
   * differs as little as possible from what it was: a heap of large arrays teaches next to nothing of small objects.
   */
  learn(shape: HeapShape, blockedMs: number, restMs: number): void {
    const step = (blockedMs - this.estimate(shape).blockedMs) / Math.max(1, shape.small ** 2 + shape.large ** 2);
    const learned = (kind: keyof HeapShape): number =>
      Math.max(leastRates[kind], this.#rates[kind] + step * shape[kind]);
    this.#rates = { small: learned("small"), large: learned("large") };
    this.#restShare = restMs / Math.max(1, blockedMs);
  }
}
