/** The thread that reads heap snapshots: pieces of one in; the way that keeps a generation out, and how large each is. */
import { parentPort } from "node:worker_threads";
import { type Search, Territory, findPath } from "./path.ts";
import { retainedSizes } from "./retained.ts";
import { SnapshotReader } from "./snapshot.ts";
import { type RawStep, inWords } from "./words.ts";

export type HeapRequest =
  | { readonly kind: "piece"; readonly bytes: Uint8Array }
  | { readonly kind: "end"; readonly search: Search | undefined; readonly wantsSizes: boolean };

export interface HeapReply {
  /** Absent where nothing in the heap keeps what was searched for, or nothing was. */
  readonly steps: readonly RawStep[] | undefined;
  /** Bytes by the numbers of the generations' tokens. */
  readonly sizes: ReadonlyMap<number, number>;
}

const reader = new SnapshotReader();

const stepsOf = (territory: Territory, search: Search): readonly RawStep[] | undefined => {
  const found = findPath(territory, search);
  return found && inWords(territory, found, new Set(search.current));
};

parentPort?.on("message", (request: HeapRequest) => {
  if (request.kind === "piece") return reader.push(request.bytes);
  const territory = new Territory(reader.end());
  const steps = request.search && stepsOf(territory, request.search);
  const sizes = request.wantsSizes ? retainedSizes(territory) : new Map<number, number>();
  return parentPort?.postMessage({ steps, sizes } satisfies HeapReply);
});
