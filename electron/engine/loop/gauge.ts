/** Measures how much memory one guarded call takes; in the thread that watches. */
import { cellsIn, vital } from "./vitals.ts";

const megabyte = 2 ** 20;
/** Part of what the program may still have that a single call may take. */
const share = 0.5;
/** So many times as much cannot wait. */
const urgency = 1.5;
/** What other threads may take meanwhile. */
const leastMb = 64;
/** As quick as memory can be filled. */
const mbPerMs = 8;
/** Asking the system what is left takes 0.1 ms. */
const availableForMs = 1000;

export class MemoryGauge {
  readonly #cells: Int32Array;
  readonly #heapLimitMb: number;
  /** At the last look, and at the last one before the call that is under way. */
  #seenMb = residentMb();
  #restMb = this.#seenMb;
  #allowedMb = Infinity;
  #availableMb = Infinity;
  #availableAt = -Infinity;

  /** @param heapLimit in bytes: V8 ends the process when the heap needs more */
  constructor(vitals: SharedArrayBuffer, heapLimit: number) {
    this.#cells = cellsIn(vitals);
    this.#heapLimitMb = heapLimit / megabyte;
    this.rest();
  }

  /** How often one has to look, in ms, so that nothing is filled between two looks. */
  get everyMs(): number {
    return Math.min(50, Math.max(5, this.#allowedMb / mbPerMs / 2));
  }

  /** Another call is under way than at the last look, or none. */
  rest(): void {
    this.#restMb = this.#seenMb;
    this.#seenMb = residentMb();
    if (performance.now() - this.#availableAt > availableForMs) {
      this.#availableAt = performance.now();
      this.#availableMb = availableMb();
    }
    const left = Math.min(this.#heapLimitMb - (this.#cells[vital.heapMb] ?? 0), this.#availableMb);
    this.#allowedMb = Math.max(leastMb, share * left);
  }

  /** What the call has taken: whether that is too much, and whether it cannot wait. */
  look(): { readonly grownMb: number; readonly isTooMuch: boolean; readonly isUrgent: boolean } {
    this.#seenMb = residentMb();
    const grownMb = Math.round(this.#seenMb - this.#restMb);
    return { grownMb, isTooMuch: grownMb > this.#allowedMb, isUrgent: grownMb > urgency * this.#allowedMb };
  }
}

const residentMb = (): number => process.memoryUsage.rss() / megabyte;
const availableMb = (): number => process.availableMemory() / megabyte;
