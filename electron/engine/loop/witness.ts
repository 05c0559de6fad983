/** The thread that watches this one: it sees where a call hangs, and that the program does. */
import { getHeapStatistics } from "node:v8";
import { Worker } from "node:worker_threads";
import type { WitnessPlace } from "../host.ts";
import { followBooks } from "../modules/books.ts";
import { cellsIn, sayNewest, vital, vitals } from "./vitals.ts";

export interface WitnessData extends Pick<WitnessPlace, "note"> {
  readonly vitals: SharedArrayBuffer;
  readonly callTimeoutMs: number;
  /** That V8 may have for the main thread, in bytes. */
  readonly heapLimit: number;
  /** 0: nobody watches for it. */
  readonly hangMs: number;
  readonly folder: string;
}

/** Which generation a number stands for. */
export interface Announcement {
  readonly number: number;
  readonly id: string;
  readonly generation: number;
}

const beatMs = 1000;

/** Starts it for one workspace. @returns what ends it. */
export const startWitness = (
  { worker: file, note, hangMs = 5000 }: WitnessPlace,
  callTimeoutMs: number,
  folder: string,
): (() => void) => {
  const workerData: WitnessData = {
    vitals,
    callTimeoutMs,
    heapLimit: getHeapStatistics().heap_size_limit,
    hangMs: note === undefined ? 0 : hangMs,
    folder,
    ...(note === undefined ? {} : { note }),
  };
  const worker = new Worker(file, { name: "graft-witness", workerData });
  // Without it a cut names the function in place of the line: no reason to end.
  worker.on("error", () => undefined);
  worker.unref();
  const cells = cellsIn(vitals);
  let unsent: Announcement[] = [];
  const send = (): void => {
    if (unsent.length > 0) worker.postMessage(unsent);
    unsent = [];
  };
  const beat = setInterval(
    () => {
      Atomics.add(cells, vital.beat, 1);
      send();
    },
    Math.min(beatMs, hangMs / 4),
  ).unref();
  const unfollow = followBooks((books) => {
    unsent.push(...books.map(({ number, id, generation }) => ({ number, id, generation })));
    // A message takes a tenth of a swap. It need come before neither the code nor the first turn through it: what is in
    // shared memory is there at once.
    if (books.length !== 1 || !sayNewest(JSON.stringify(unsent))) send();
  });
  return () => {
    clearInterval(beat);
    Atomics.store(cells, vital.isWatched, 0);
    unfollow();
    void worker.terminate();
  };
};
