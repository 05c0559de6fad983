import type { Shell } from "./window.ts";

/** Between two keys of somebody who thinks about a word. */
const restMs = 700;

/** Whether a person types into the window: this process hears of a key before the page does. */
export const typingIn = ({ window }: Shell): (() => boolean) => {
  let lastAt = Number.NEGATIVE_INFINITY;
  window.webContents.on("before-input-event", () => {
    lastAt = performance.now();
  });
  return () => performance.now() - lastAt < restMs;
};
