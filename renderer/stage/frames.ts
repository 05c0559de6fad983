/** The newest frame of the stage. It does not go through the store: nothing but the canvas needs it. */
import type { Drawing } from "../../electron/engine/summary.ts";
import { useWorkbench } from "../store/store.ts";
import { call, frameDrawn, on } from "../workbench-api.ts";

let newest: readonly Drawing[] = [];
let drawn = 0;
const listeners = new Set<() => void>();

const changed = (): void => {
  for (const listener of listeners) listener();
};
const receive = (drawings: readonly Drawing[]): void => {
  newest = drawings;
  changed();
};

/** What was drawn by the turn that is looked at takes the place of what is drawn now. */
const past = (): readonly Drawing[] | undefined => useWorkbench.getState().past?.drawings;
useWorkbench.subscribe((state, before) => {
  if (state.past !== before.past) changed();
});

on("stage.frame", ({ drawings }) => receive(drawings));
on("app.workspace", () => receive([]));

/** What is to be seen: the newest frame, or that of the turn that is looked at. */
export const shownFrame = (): readonly Drawing[] => past() ?? newest;

/** Listens for frames; while nobody does none is acknowledged, so none is sent. */
export const listenForFrames = (listener: () => void): (() => void) => {
  listeners.add(listener);
  // What was drawn while nobody looked, and the word that frames may come again.
  call("stage.get").then(
    (drawings) => {
      receive(drawings);
      frameDrawn();
    },
    () => frameDrawn(),
  );
  return () => void listeners.delete(listener);
};

/** Tells the sender that the newest frame is on the screen. */
export const acknowledgeFrame = (): void => {
  drawn++;
  frameDrawn();
};

/** Frames drawn since the window was opened. */
export const framesDrawn = (): number => drawn;
