import { expect, test } from "vitest";
import { positions, speedAt, speedPosition } from "./rates.ts";

test("slow motion's slider goes from standstill to off, and back to where it was", () => {
  expect([speedAt(0), speedAt(positions), speedPosition(null)]).toEqual([0.2, null, positions]);
  for (const speed of [0.2, 0.5, 1, 2, 10, 30, 60, 120]) {
    expect(speedAt(speedPosition(speed))).toBeCloseTo(speed, -Math.floor(Math.log10(speed)) + 1);
    expect(speedPosition(speed)).toBeLessThan(positions);
  }
});
