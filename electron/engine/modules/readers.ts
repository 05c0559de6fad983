/** Who computed something from whom while it was evaluated, of all that runs; so that a swap need not ask everybody (S8). */
import type { Generation } from "./generation.ts";

const nobody: ReadonlySet<string> = new Set();

export class Readers {
  readonly #readers = new Map<string, Set<string>>();

  /** A generation runs from now on. */
  add({ id, reads }: Generation): void {
    for (const read of reads.keys()) {
      const readers = this.#readers.get(read);
      if (readers) readers.add(id);
      else this.#readers.set(read, new Set([id]));
    }
  }

  /** It runs no more. */
  remove({ id, reads }: Generation): void {
    for (const read of reads.keys()) {
      const readers = this.#readers.get(read);
      readers?.delete(id);
      if (readers?.size === 0) this.#readers.delete(read);
    }
  }

  of(id: string): ReadonlySet<string> {
    return this.#readers.get(id) ?? nobody;
  }
}
