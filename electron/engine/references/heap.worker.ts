/** The thread that reads heap snapshots: pieces of one in, the way that keeps a generation out. */
import { parentPort } from "node:worker_threads";
import { type Search, Territory, findPath } from "./path.ts";
import { SnapshotReader } from "./snapshot.ts";
import { type RawStep, inWords } from "./words.ts";

export type HeapRequest =
  | { readonly kind: "piece"; readonly bytes: Uint8Array }
  | { readonly kind: "search"; readonly search: Search };

/** `undefined`: nothing in the heap keeps it. */
export type HeapReply = { readonly steps: readonly RawStep[] | undefined };

const reader = new SnapshotReader();

const search = (wanted: Search): HeapReply => {
  const territory = new Territory(reader.end());
  const found = findPath(territory, wanted);
  return { steps: found && inWords(territory, found, new Set(wanted.current)) };
};

parentPort?.on("message", (request: HeapRequest) => {
  if (request.kind === "piece") reader.push(request.bytes);
  else parentPort?.postMessage(search(request.search));
});
