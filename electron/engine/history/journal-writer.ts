/** The loop's side of the thread that writes: sends blocks, knows which have arrived. */
import { Worker } from "node:worker_threads";
import type { Piece } from "./journal-image.ts";
import type { JournalReply, JournalRequest, JournalWorkerData } from "./journal.worker.ts";

export interface JournalWriterHooks {
  /** A block is in the file. */
  readonly onWritten: () => void;
  /** `message` is the system's own. Writing is tried again by itself. */
  readonly onFailed: (message: string) => void;
}

export class JournalWriter {
  readonly #worker: Worker;
  readonly #hooks: JournalWriterHooks;
  readonly #waiting = new Map<number, () => void>();
  #sent = 0;
  #arrived = 0;
  #hasEnded = false;

  constructor(worker: string | URL, file: string, hooks: JournalWriterHooks) {
    this.#hooks = hooks;
    this.#worker = new Worker(worker, { name: "graft-journal", workerData: { file } satisfies JournalWorkerData });
    // It must not keep the process from ending: who ends it waits for `close`.
    this.#worker.unref();
    this.#worker.on("message", (reply: JournalReply) => this.#take(reply));
    this.#worker.on("error", (error) => this.#end(error instanceof Error ? error.message : String(error)));
    this.#worker.on("exit", () => this.#end("its thread ended"));
  }

  /** Number of the last block that was sent, and of the last one that is in the file. */
  get sent(): number {
    return this.#sent;
  }

  get arrived(): number {
    return this.#hasEnded ? this.#sent : this.#arrived;
  }

  /** Blocks that were sent and are not in the file yet. */
  get underWay(): number {
    return this.#hasEnded ? 0 : this.#sent - this.#arrived;
  }

  send(pieces: readonly Piece[]): void {
    this.#post(pieces, false);
  }

  /** @returns when it is on the disk, or when that failed. */
  async sendAndWait(pieces: readonly Piece[]): Promise<void> {
    if (this.#hasEnded) return;
    const arrived = new Promise<void>((resolve) => void this.#waiting.set(this.#sent + 1, resolve));
    // What is waited for keeps the process alive.
    this.#worker.ref();
    this.#post(pieces, true);
    await arrived;
    this.#worker.unref();
  }

  async close(): Promise<void> {
    this.#hasEnded = true;
    await this.#worker.terminate();
  }

  #post(pieces: readonly Piece[], waits: boolean): void {
    if (this.#hasEnded) return;
    this.#sent++;
    this.#worker.postMessage({ number: this.#sent, pieces, waits } satisfies JournalRequest);
  }

  #take(reply: JournalReply): void {
    this.#arrived = Math.max(this.#arrived, reply.number);
    switch (reply.kind) {
      case "written":
        return this.#hooks.onWritten();
      case "synced":
        return this.#settle(reply.number);
      case "failed":
        this.#settle(reply.number);
        return this.#hooks.onFailed(reply.message);
      default:
        return reply satisfies never;
    }
  }

  #settle(number: number): void {
    this.#waiting.get(number)?.();
    this.#waiting.delete(number);
  }

  #end(message: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    for (const number of this.#waiting.keys()) this.#settle(number);
    this.#hooks.onFailed(message);
  }
}
