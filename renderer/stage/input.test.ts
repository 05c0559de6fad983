import { expect, test } from "vitest";
import { pointerEvent } from "./input.ts";

test("the pointer is told in stage units, kept inside the stage", () => {
  const box = { left: 10, top: 20, width: 500, height: 400 };
  expect(pointerEvent("down", { clientX: 260, clientY: 220, buttons: 1 }, box)).toEqual({
    type: "pointer",
    phase: "down",
    x: 500,
    y: 300,
    buttons: 1,
  });
  // In the letterbox above the stage.
  expect(pointerEvent("move", { clientX: 10, clientY: 21, buttons: 0 }, box)).toMatchObject({ x: 0, y: 0 });
});
