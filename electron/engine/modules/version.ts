/** The record of one generation: it outlives the code, and holds none of it. */
import type { GenerationStatus, GenerationSummary, Holder } from "../summary.ts";
import type { Generation } from "./generation.ts";
import type { Source } from "./linkage.ts";

export class Version {
  readonly number: number;
  /** What it was compiled from; dropped for old generations to bound memory, while `text` stays for undo. */
  source: Source | undefined;
  readonly text: string;
  /** Turn after which it was spliced in. */
  readonly sinceTurn: number;
  readonly #generation: WeakRef<Generation>;
  readonly #functions: readonly { readonly name: string; readonly code: WeakRef<object> }[];
  #isCurrent = true;

  constructor(generation: Generation, functions: ReadonlyMap<string, object>, sinceTurn: number) {
    this.number = generation.number;
    this.source = generation.linkage.source;
    this.text = generation.linkage.source.text;
    this.sinceTurn = sinceTurn;
    this.#generation = new WeakRef(generation);
    this.#functions = [...functions].map(([name, code]) => ({ name, code: new WeakRef(code) }));
  }

  /** Another generation took its place. */
  supersede(): void {
    this.#isCurrent = false;
  }

  summary(holders: readonly Holder[]): GenerationSummary {
    const functions = this.#functions.map(({ name, code }) => ({ name, status: this.#statusOf(code) }));
    const isGone = this.#generation.deref() === undefined && functions.every(({ status }) => status === "reclaimed");
    const status: GenerationStatus = this.#isCurrent ? "current" : isGone ? "reclaimed" : "draining";
    return { generation: this.number, status, functions, holders };
  }

  /** What the collector took is proved gone; of what it has not taken yet nothing is proved. */
  #statusOf(code: WeakRef<object>): GenerationStatus {
    if (this.#isCurrent) return "current";
    return code.deref() === undefined ? "reclaimed" : "draining";
  }
}
