/** Full garbage collections on demand, with an account of what they cost. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { forgetConsole } from "../loop/guard.ts";

let collectNow: (() => void) | undefined;

/** V8's own collector, which no program sees unless it asks for it. */
const gc = (): void => {
  if (!collectNow) {
    setFlagsFromString("--expose-gc");
    collectNow = runInNewContext("gc") as () => void;
    // Code of another time in the cache would not be taken by a V8 that has this set.
    setFlagsFromString("--no-expose-gc");
  }
  collectNow();
};

export interface Collection {
  readonly ms: number;
}

/** What is done directly before and after a collection: nothing runs between. */
export interface Around {
  readonly before: () => void;
  readonly after: () => void;
}

const nothing: Around = { before: () => undefined, after: () => undefined };

/**
 * Collects everything that nothing refers to, and resolves in a later macrotask: a `WeakRef` that was made or read
 * keeps its object until the job ends, so both the collection and whoever looks afterwards need a job of their own.
 */
export const collect = async (now: () => number, around: Around = nothing): Promise<Collection> => {
  await nextJob();
  const start = now();
  try {
    around.before();
    forgetConsole();
    gc();
  } finally {
    around.after();
  }
  const ms = now() - start;
  await nextJob();
  return { ms };
};

export const nextJob = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
