import { expect, test } from "vitest";
import { smoothRoute } from "./route.ts";

test("straight where the heights are equal, an S where they are not; the label on the longest part", () => {
  const points = [
    { x: 0, y: 0 },
    { x: 20, y: 40 },
    { x: 60, y: 40 },
    { x: 120, y: 40 },
    { x: 140, y: 10 },
  ];
  expect(smoothRoute(points)).toEqual({
    path: "M 0 0 C 10 0 10 40 20 40 L 120 40 C 130 40 130 10 140 10",
    middle: { x: 70, y: 40 },
  });
  expect(smoothRoute([])).toEqual({ path: "", middle: { x: 0, y: 0 } });
});
