/** Asks the worker, so that the window goes on meanwhile. */
// oxlint-disable-next-line import/default -- the address of the built worker
import graphWorkerUrl from "./graph.worker.ts?worker&url";
import type { WorkerReply, WorkerRequest } from "./graph.worker.ts";
import type { Drawn } from "./model.ts";
import type { Places } from "./places.ts";
import type { Sight } from "./scene.ts";
import { trustedWorker } from "./trusted-worker.ts";

let worker: Worker | undefined;
let requests = 0;
const waiting = new Map<number, (reply: WorkerReply) => void>();

/** Of places that came from the worker: which layout gave them. The worker has them still, so they need not go back. */
const numbers = new WeakMap<Places, number>();

const ask = (request: WorkerRequest): Promise<WorkerReply> => {
  if (worker === undefined) {
    worker = trustedWorker(graphWorkerUrl);
    worker.addEventListener("message", ({ data }: MessageEvent<WorkerReply>) => {
      waiting.get(data.number)?.(data);
      waiting.delete(data.number);
    });
  }
  worker.postMessage(request);
  return new Promise((resolve) => waiting.set(request.number, resolve));
};

export const layOutElsewhere = async (drawn: Drawn, before: Places | undefined): Promise<Places> => {
  const number = ++requests;
  const reply = await ask({ kind: "layout", number, drawn, before: before && (numbers.get(before) ?? before) });
  const places = reply.kind === "layout" ? (reply.places ?? before) : undefined;
  if (places === undefined) throw new Error("The worker that lays out has given no places.");
  if (places !== before) numbers.set(places, number);
  return places;
};

/** @returns the ground of the picture that has these places; undefined where the worker knows nothing of it */
export const paintElsewhere = async (places: Places, sight: Sight): Promise<ImageBitmap | undefined> => {
  const layout = numbers.get(places);
  if (layout === undefined) return undefined;
  const reply = await ask({ kind: "paint", number: ++requests, layout, sight });
  return reply.kind === "paint" ? reply.image : undefined;
};
