/**
 * Records of generations that are gone, in memory: without what made them interesting, and where the rest of it lies on the
 * disk. A thousand of them take 72 kB, however many swaps there were.
 */
import type { Version } from "../modules/version.ts";
import type { GenerationSummary } from "../summary.ts";
import type { RecordPlace, Records } from "./records.ts";

/**
 * Numbers of one record: number, turns from and to, the proof's turn, time, collections and whether it was forced; and the
 * place of the record on the disk, of 0 bytes where it has none.
 */
const width = 9;
const placeAt = 7;

export class Archive {
  #records = new Float64Array(0);
  #count = 0;
  /** On their way to the disk. */
  readonly #waiting = new Map<number, Version>();

  get size(): number {
    return this.#count;
  }

  /** Takes the record of a generation that was reclaimed. @param disk has a place for all of it, perhaps */
  add(version: Version, disk: Records): void {
    const { id, number, fromTurn, toTurn, proof, revoked: how } = version;
    if (!proof) throw new Error(`generation #${number} is not reclaimed`);
    if ((this.#count + 1) * width > this.#records.length) {
      const wider = new Float64Array(Math.max(64 * width, this.#records.length * 2));
      wider.set(this.#records);
      this.#records = wider;
    }
    const flags =
      (proof.by === "collection" ? 0 : forced) +
      (how === undefined ? 0 : how === "forward" ? revoked + forwarding : revoked);
    const at = this.#count++ * width;
    this.#records.set(
      [number, fromTurn, toTurn ?? fromTurn, proof.atTurn, proof.at, proof.collections, flags, 0, 0],
      at,
    );
    const isTaken = disk.add(
      id,
      () => version.summary([]),
      (place) => {
        this.#waiting.delete(number);
        if (place) this.#records.set([place.at, place.bytes], at + placeAt);
      },
    );
    if (isTaken) this.#waiting.set(number, version);
  }

  /** In the order in which they were taken. */
  *[Symbol.iterator](): Generator<GenerationSummary, void, void> {
    for (let index = 0; index < this.#count; index++) yield this.#summary(index);
  }

  /** Summed up. */
  find(generation: number): GenerationSummary | undefined {
    const index = this.#indexOf(generation);
    return index === undefined ? undefined : this.#summary(index);
  }

  /** All that is to be had of it: from the disk, where it is there. */
  async detailed(module: string, generation: number, disk: Records): Promise<GenerationSummary | undefined> {
    const waiting = this.#waiting.get(generation);
    if (waiting) return waiting.summary([]);
    const place = this.#placeOf(generation);
    return (place && (await disk.read(module, generation, place))) ?? this.find(generation);
  }

  #placeOf(generation: number): RecordPlace | undefined {
    const index = this.#indexOf(generation);
    if (index === undefined) return undefined;
    const [at = 0, bytes = 0] = this.#records.subarray(index * width + placeAt);
    return bytes > 0 ? { at, bytes } : undefined;
  }

  #indexOf(generation: number): number | undefined {
    for (let index = 0; index < this.#count; index++) if (this.#records[index * width] === generation) return index;
    return undefined;
  }

  #summary(index: number): GenerationSummary {
    const [generation, fromTurn, toTurn, atTurn, at, collections, flags] = this.#records.subarray(
      index * width,
      (index + 1) * width,
    ) as unknown as [number, number, number, number, number, number, number];
    return {
      generation,
      status: "reclaimed",
      functions: [],
      holders: [],
      fromTurn,
      toTurn,
      ...(flags & revoked ? { revoked: true, revokedHow: flags & forwarding ? "forward" : "throw" } : {}),
      proof: { by: flags & forced ? "forced collection" : "collection", atTurn, at, collections },
    };
  }
}

const forced = 1;
const revoked = 2;
const forwarding = 4;
