/** Lays out in a thread of its own what would hold the window up. */
import type { Drawn } from "./model.ts";
import { type Places, placesOf } from "./places.ts";

export interface LayoutRequest {
  readonly number: number;
  readonly drawn: Drawn;
  readonly before: Places | undefined;
}

export interface LayoutReply {
  readonly number: number;
  readonly places: Places;
}

addEventListener("message", ({ data: { number, drawn, before } }: MessageEvent<LayoutRequest>) => {
  const reply: LayoutReply = { number, places: placesOf(drawn, before) };
  postMessage(reply);
});
