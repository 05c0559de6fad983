import type { Event } from "../../electron/engine/plain.ts";
import { letterbox, stageHeight, stageWidth } from "./draw.ts";

export const keyEvent = (
  type: "keyDown" | "keyUp",
  { key, code, shiftKey, ctrlKey, altKey, repeat }: KeyboardEvent,
): Event => ({ type, key, code, shift: shiftKey, ctrl: ctrlKey, alt: altKey, repeat });

export type PointerPhase = "down" | "move" | "up" | "leave";

/**
 * A pointer event in stage units.
 * @param box the canvas on the page, in CSS pixels.
 */
export const pointerEvent = (
  phase: PointerPhase,
  { clientX, clientY, buttons }: Pick<PointerEvent, "clientX" | "clientY" | "buttons">,
  box: Pick<DOMRect, "left" | "top" | "width" | "height">,
): Event => {
  const { scale, left, top } = letterbox(box.width, box.height);
  const inside = (value: number, limit: number): number => Math.min(Math.max(Number(value.toFixed(2)), 0), limit);
  return {
    type: "pointer",
    phase,
    x: inside((clientX - box.left - left) / scale, stageWidth),
    y: inside((clientY - box.top - top) / scale, stageHeight),
    buttons,
  };
};

/** Keys that belong to the window even while the stage has the keyboard: function keys, Tab, and all with Ctrl or Alt. */
export const isForWindow = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  ctrlKey || metaKey || altKey || key === "Tab" || /^F\d+$/.test(key);
