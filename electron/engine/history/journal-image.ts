/**
 * What a journal says when it has been read to its end: pieces by key, each block's over the ones before it. The thread
 * that writes folds the same way as whoever reads, so that a snapshot needs nothing of the thread that runs the loop.
 */
import { strict as assert } from "node:assert";
import { deserialize, serialize } from "node:v8";
import type { KeptEvent } from "../loop/inbox.ts";
import type { Plain } from "../plain.ts";
import type { TurnSummary } from "../summary.ts";

/**
 * Keys: `meta`, `program`, `queue`, `afters`, `turns`, `gone`, `state:<module>`, `text:<hash>`. What has another key is
 * kept as it was written last. Texts are UTF-8; all else is what `v8.serialize` yields, which keeps what JSON loses:
 * −0, and parts that are shared.
 */
export type Piece = readonly [key: string, value: Uint8Array];

/** In every block. */
export interface Meta {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Number of the last turn that ended. */
  readonly turn: number;
  readonly mode: "running" | "paused";
  readonly clock: { readonly timeMs: number; readonly hz: number; readonly ticks: number };
  /** How many events wait. */
  readonly queued: number;
  /** The workspace was closed after this block. */
  readonly isClean: boolean;
}

/** What runs, by module. Its text is the piece `text:<hash>`. */
export type ProgramTable = Readonly<
  Record<string, { readonly generation: number; readonly hash: string; readonly isQuarantined: boolean }>
>;

/** First so many events leave the head, then these come to the tail. */
export interface QueueChange {
  readonly drop: number;
  readonly push: readonly KeptEvent[];
}

/** Turns, in brief, that a journal keeps to explain the states by. */
export const tailTurns = 256;

export const statePrefix = "state:";
export const textPrefix = "text:";

export class Image {
  meta: Meta | undefined;
  program: ProgramTable = {};
  readonly states = new Map<string, Uint8Array>();
  readonly #texts = new Map<string, Uint8Array>();
  readonly #others = new Map<string, Uint8Array>();
  #queue: KeptEvent[] = [];
  #turns: TurnSummary[] = [];

  /** @throws where a block does not follow from those before it. */
  apply(pieces: readonly Piece[]): void {
    for (const [key, value] of pieces) this.#applyOne(key, value);
    assert(this.meta?.queued === this.#queue.length, "the queue is not as long as the block says");
    for (const { hash } of Object.values(this.program)) assert(this.#texts.has(hash), "a text is missing");
  }

  #applyOne(key: string, value: Uint8Array): void {
    if (key.startsWith(statePrefix)) this.states.set(key.slice(statePrefix.length), value);
    else if (key.startsWith(textPrefix)) this.#texts.set(key.slice(textPrefix.length), value);
    else if (key === "meta") this.meta = deserialize(value) as Meta;
    else if (key === "program") this.program = deserialize(value) as ProgramTable;
    else if (key === "gone") for (const id of deserialize(value) as string[]) this.states.delete(id);
    else if (key === "turns") {
      const news = deserialize(value) as TurnSummary[];
      // After a way back in time turns that were told before are taken anew.
      const before = this.#turns.filter(({ turn }) => turn < (news[0]?.turn ?? 0));
      this.#turns = [...before, ...news].slice(-tailTurns);
    } else if (key === "queue") {
      const { drop, push } = deserialize(value) as QueueChange;
      this.#queue = [...this.#queue.slice(drop), ...push];
    } else this.#others.set(key, value);
  }

  get queue(): readonly KeptEvent[] {
    return this.#queue;
  }

  get turns(): readonly TurnSummary[] {
    return this.#turns;
  }

  textOf(hash: string): string {
    return Buffer.from(this.#texts.get(hash) ?? new Uint8Array()).toString("utf8");
  }

  /** What was written last under a key that is not folded. */
  other(key: string): Plain | undefined {
    const value = this.#others.get(key);
    return value && (deserialize(value) as Plain);
  }

  /** One block that says the same as all so far. */
  pieces(): Piece[] {
    const used = new Set(Object.values(this.program).map(({ hash }) => hash));
    for (const hash of this.#texts.keys()) if (!used.has(hash)) this.#texts.delete(hash);
    return [
      ["meta", serialize(this.meta)],
      ["program", serialize(this.program)],
      ["queue", serialize({ drop: 0, push: this.#queue } satisfies QueueChange)],
      ["turns", serialize(this.#turns)],
      ...[...this.#others].map(([key, value]): Piece => [key, value]),
      ...[...this.states].map(([id, value]): Piece => [statePrefix + id, value]),
      ...[...this.#texts].map(([hash, value]): Piece => [textPrefix + hash, value]),
    ];
  }
}
