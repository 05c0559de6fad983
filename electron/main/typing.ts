import type { Shell } from "./window.ts";

/** Between two keys of somebody who thinks about a word. */
const restMs = 700;

/** Whether a person types into the window: this process hears of a key before the page does. */
export const typingIn = ({ window }: Shell): (() => boolean) => {
  let lastAt = Number.NEGATIVE_INFINITY;
  // Not `before-input-event`, which passes over keys that a test or a screen reader presses.
  window.webContents.on("input-event", (_event, { type }) => {
    if (/^(?:rawKeyDown|keyDown|char)$/.test(type)) lastAt = performance.now();
  });
  return () => performance.now() - lastAt < restMs;
};
