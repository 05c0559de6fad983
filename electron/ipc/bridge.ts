/** What the preload puts on `window.graft`; the renderer's `workbench-api.ts` is the only file that uses it. Types only. */
import type { ErrorReply, Notification } from "./contract.ts";

/** A reply as it crosses the process border: errors are values, so that their `code` survives. */
export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: ErrorReply };

export interface Bridge {
  readonly call: (method: string, params: unknown) => Promise<Reply>;
  /** The payload comes as JSON, see `electron.ts`. @returns a function that takes the listener out again. */
  readonly on: (name: Notification, listener: (json: string) => void) => () => void;
  /** Path of a file or folder that was dropped on the window. */
  readonly pathForFile: (file: File) => string;
  /** The stage drew the frame it was sent; the next one may come. */
  readonly frameDrawn: () => void;
}

/** Names of the channels between preload and main process. A type, so that the preload needs nothing from here at run time. */
export interface Channels {
  readonly call: "graft:call";
  readonly notify: "graft:notify";
  readonly frameDrawn: "graft:frame-drawn";
}
