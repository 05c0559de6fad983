import { expect, test } from "vitest";
import { cameraBetween, cameraOn, seenBy, toDrawing } from "./camera.ts";

const size = { width: 800, height: 600 };

test("a picture is shown whole and in the middle, a small one not larger than life", () => {
  const seen = seenBy(cameraOn({ x: -100, y: 50, width: 4000, height: 1000 }, size), size);
  expect(seen.x).toBeLessThan(-100);
  expect(seen.x + seen.width).toBeGreaterThan(3900);
  expect(toDrawing(cameraOn({ x: 0, y: 0, width: 10, height: 10 }, size), { x: 400, y: 300 })).toEqual({ x: 5, y: 5 });
  expect(cameraOn({ x: 0, y: 0, width: 10, height: 10 }, size).k).toBe(1.1);
});

test("on its way from one view to another the camera begins at the first and ends at the second", () => {
  const from = cameraOn({ x: 0, y: 0, width: 9000, height: 4000 }, size);
  const to = cameraOn({ x: 7000, y: 3000, width: 200, height: 60 }, size, 0.9);
  for (const [part, camera] of [
    [0, from],
    [1, to],
  ] as const) {
    const there = cameraBetween(from, to, size, part);
    for (const field of ["x", "y", "k"] as const) expect(there[field]).toBeCloseTo(camera[field], 6);
  }
});
