/** Lays out, and paints, in a thread of its own what would hold the window up. */
import { paintGround } from "./ground.ts";
import type { Drawn } from "./model.ts";
import { type Picture, pictureOf } from "./picture.ts";
import { type Places, placesOf } from "./places.ts";
import { cleared, type Sight } from "./scene.ts";

export type WorkerRequest =
  | {
      readonly kind: "layout";
      readonly number: number;
      readonly drawn: Drawn;
      /** Of the same picture: the number of the layout that gave them, or the places themselves where it was none of these. */
      readonly before: number | Places | undefined;
    }
  | { readonly kind: "paint"; readonly number: number; readonly layout: number; readonly sight: Sight };

export type WorkerReply =
  /** `undefined`: all stands where it stood before. */
  | { readonly kind: "layout"; readonly number: number; readonly places: Places | undefined }
  /** `undefined`: that layout is not kept any more. */
  | { readonly kind: "paint"; readonly number: number; readonly image: ImageBitmap | undefined };

interface LaidOut {
  /** Of the request that gave the places. */
  readonly number: number;
  readonly drawn: Drawn;
  readonly places: Places;
  picture?: Picture;
}

/** The newest layout of each picture, by its key. */
const laidOut = new Map<string, LaidOut>();
const mostKept = 12;

const layOut = ({ number, drawn, before }: Extract<WorkerRequest, { kind: "layout" }>): WorkerReply => {
  const last = laidOut.get(drawn.key);
  const placesBefore = typeof before === "number" ? last?.places : before;
  const places = placesOf(drawn, placesBefore);
  const isSame = last !== undefined && places === last.places && before === last.number;
  laidOut.delete(drawn.key);
  laidOut.set(drawn.key, { number: isSame ? last.number : number, drawn, places });
  for (const key of laidOut.keys()) if (laidOut.size > mostKept) laidOut.delete(key);
  return { kind: "layout", number, places: isSame ? undefined : places };
};

let canvas: OffscreenCanvas | undefined;

const paint = ({ layout, sight }: Extract<WorkerRequest, { kind: "paint" }>): ImageBitmap | undefined => {
  const found = [...laidOut.values()].find(({ number }) => number === layout);
  if (found === undefined) return undefined;
  found.picture ??= pictureOf(found.drawn, found.places, { nodes: [], edges: [] });
  canvas ??= new OffscreenCanvas(1, 1);
  const width = Math.max(1, Math.round(sight.size.width * sight.ratio));
  const height = Math.max(1, Math.round(sight.size.height * sight.ratio));
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const pen = canvas.getContext("2d");
  if (pen === null) return undefined;
  paintGround(cleared(pen), { ...sight, picture: found.picture });
  return canvas.transferToImageBitmap();
};

/** Of a worker, whose messages name no origin. */
const reply = (message: WorkerReply, transfer: Transferable[] = []): void => postMessage(message, { transfer });

addEventListener("message", ({ data }: MessageEvent<WorkerRequest>) => {
  if (data.kind === "layout") reply(layOut(data));
  else {
    const image = paint(data);
    reply({ kind: "paint", number: data.number, image }, image === undefined ? [] : [image]);
  }
});
