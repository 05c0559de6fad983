/**
 * Records of generations that are gone, without what made them interesting: a thousand of them take 56 kB. That is what
 * keeps them in memory however many swaps there were.
 */
import type { Version } from "../modules/version.ts";
import type { GenerationSummary } from "../summary.ts";

/** Numbers of one record: number, turns from and to, and the proof's turn, time, collections and whether it was forced. */
const width = 7;

export class Archive {
  #records = new Float64Array(0);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  /** Takes the record of a generation that was reclaimed. */
  add({ number, fromTurn, toTurn, proof, revoked: how }: Version): void {
    if (!proof) throw new Error(`generation #${number} is not reclaimed`);
    if ((this.#count + 1) * width > this.#records.length) {
      const wider = new Float64Array(Math.max(64 * width, this.#records.length * 2));
      wider.set(this.#records);
      this.#records = wider;
    }
    const flags =
      (proof.by === "collection" ? 0 : forced) +
      (how === undefined ? 0 : how === "forward" ? revoked + forwarding : revoked);
    this.#records.set(
      [number, fromTurn, toTurn ?? fromTurn, proof.atTurn, proof.at, proof.collections, flags],
      this.#count++ * width,
    );
  }

  /** In the order in which they were taken. */
  *[Symbol.iterator](): Generator<GenerationSummary, void, void> {
    for (let index = 0; index < this.#count; index++) yield this.#summary(index);
  }

  find(generation: number): GenerationSummary | undefined {
    for (let index = 0; index < this.#count; index++)
      if (this.#records[index * width] === generation) return this.#summary(index);
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
