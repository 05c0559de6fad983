/**
 * Who keeps a generation that the ledger knows no holder of: asked of a heap snapshot (R10). Taking one stops the
 * process, reading it does not.
 */
import { getHeapSnapshot } from "node:v8";
import { Worker } from "node:worker_threads";
import { nextJob } from "./collector.ts";
import type { HeapReply, HeapRequest } from "./heap.worker.ts";
import type { Search } from "./path.ts";
import { SnapshotCost, heapBytesNow, heapShape } from "./snapshot-cost.ts";
import type { RawStep } from "./words.ts";

export interface BlameEstimate {
  readonly heapBytes: number;
  /** How long the process will stand still, and how long it takes in all. */
  readonly blockedMs: number;
  readonly totalMs: number;
  /** Why it is not begun: one sentence. */
  readonly refused?: string;
}

/** How large each generation is that was there, in bytes, by the numbers of their tokens; empty where nobody asked. */
type Sizes = ReadonlyMap<number, number>;

export type BlameOutcome =
  | { readonly kind: "found"; readonly steps: readonly RawStep[]; readonly sizes: Sizes }
  /** Nothing keeps it: the next collection takes it. */
  | { readonly kind: "free"; readonly sizes: Sizes }
  | { readonly kind: "cancelled" }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "failed"; readonly message: string };

/** Taking a snapshot wants some times the heap's size besides: of a larger one the process might not survive it. */
const mostHeapBytes = 1_000_000_000;
/** Sizes come with a path, without being asked for, while the heap is smaller than this. */
const mostSizedBytes = 100_000_000;

export class Blamer {
  readonly #worker: string | URL;
  readonly #now: () => number;
  readonly #mostBytes: number;
  readonly #cost = new SnapshotCost();
  #running: AbortController | undefined;
  /** One snapshot at a time. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(worker: string | URL, now: () => number, mostBytes = mostHeapBytes) {
    this.#worker = worker;
    this.#now = now;
    this.#mostBytes = mostBytes;
  }

  estimate(): BlameEstimate {
    const heapBytes = heapBytesNow();
    const { blockedMs, totalMs } = this.#cost.estimate(heapShape());
    if (heapBytes <= this.#mostBytes) return { heapBytes, blockedMs, totalMs };
    const refused = `The heap is ${megabytes(heapBytes)} MB; one of more than ${megabytes(this.#mostBytes)} MB is not looked through, because the program might run out of memory over it.`;
    return { heapBytes, blockedMs, totalMs, refused };
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** @param search names the generation; asked when the snapshot is due, `undefined` when nobody wants it any more */
  explain(search: () => Search | undefined): Promise<BlameOutcome> {
    return this.#inTurn((signal) => this.#explain(search, signal));
  }

  /** Only the sizes of what is there; `free`. */
  measure(): Promise<BlameOutcome> {
    return this.#inTurn((signal) => this.#look(undefined, true, signal));
  }

  #inTurn(look: (signal: AbortSignal) => Promise<BlameOutcome>): Promise<BlameOutcome> {
    const explained = this.#last.then(async (): Promise<BlameOutcome> => {
      const { refused } = this.estimate();
      if (refused !== undefined) return { kind: "refused", message: refused };
      const aborting = (this.#running = new AbortController());
      try {
        return await look(aborting.signal);
      } catch (error) {
        if (aborting.signal.aborted) return { kind: "cancelled" };
        return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
      } finally {
        this.#running = undefined;
      }
    });
    this.#last = explained;
    return explained;
  }

  /** Gives up what is under way; V8 cannot be stopped while it takes the snapshot. */
  cancel(): void {
    this.#running?.abort();
  }

  async #explain(search: () => Search | undefined, signal: AbortSignal): Promise<BlameOutcome> {
    // A job of its own: what this one looked at is kept until it ends.
    await nextJob();
    const wanted = signal.aborted ? undefined : search();
    return wanted ? this.#look(wanted, this.estimate().heapBytes < mostSizedBytes, signal) : { kind: "cancelled" };
  }

  async #look(search: Search | undefined, wantsSizes: boolean, signal: AbortSignal): Promise<BlameOutcome> {
    const worker = new Worker(this.#worker, { name: "graft-heap", resourceLimits: { maxOldGenerationSizeMb: 4096 } });
    // Not awaited while the snapshot comes: what goes wrong meanwhile must not go unheard.
    const reply = replyOf(worker, signal);
    reply.catch(() => undefined);
    try {
      await nextJob();
      if (signal.aborted) return { kind: "cancelled" };
      const shape = heapShape();
      const start = this.#now();
      await send(worker, signal);
      const blockedMs = this.#now() - start;
      worker.postMessage({ kind: "end", search, wantsSizes } satisfies HeapRequest);
      const { steps, sizes } = await reply;
      this.#cost.learn(shape, blockedMs, this.#now() - start - blockedMs);
      return steps ? { kind: "found", steps, sizes } : { kind: "free", sizes };
    } finally {
      await worker.terminate();
    }
  }
}

/** By events and not by iteration, which waits for the stream to close: in Electron it ends and never closes. */
const send = (worker: Worker, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const snapshot = getHeapSnapshot();
    snapshot.on("data", (bytes: Uint8Array) => {
      if (signal.aborted) snapshot.destroy(new Error("cancelled"));
      else worker.postMessage({ kind: "piece", bytes } satisfies HeapRequest);
    });
    snapshot.once("end", resolve);
    snapshot.once("error", reject);
  });

const replyOf = (worker: Worker, signal: AbortSignal): Promise<HeapReply> =>
  new Promise((resolve, reject) => {
    worker.on("message", resolve);
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("The thread that reads heap snapshots stopped.")));
    signal.addEventListener("abort", () => reject(new Error("cancelled")));
  });

const megabytes = (bytes: number): string => Math.round(bytes / 1_000_000).toLocaleString("en-US");
