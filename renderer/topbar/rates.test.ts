import { expect, test } from "vitest";
import { positions, slowMotionSteps, speedAt, speedPosition, step } from "./rates.ts";

test("slow motion's slider goes from nearly standing to off", () => {
  expect([speedAt(0), speedAt(positions), speedPosition(null)]).toEqual([0.2, null, positions]);
});

test("every press of a key on the slider makes it slower or faster", () => {
  for (const speed of slowMotionSteps) {
    const at = speedPosition(speed);
    expect(at % step).toBe(0);
    expect(speedAt(at - step)).toBeLessThan(speed);
    expect(speedAt(at + step)).toBeGreaterThan(speed);
  }
});
