import { expect, test } from "vitest";
import { middleOf, svgPath } from "./route.ts";
import { routerAmong } from "./routes.ts";

test("straight where the heights are equal, an S where they are not; the label on the longest part", () => {
  const points = [
    { x: 0, y: 0 },
    { x: 20, y: 40 },
    { x: 60, y: 40 },
    { x: 120, y: 40 },
    { x: 140, y: 10 },
  ];
  expect(svgPath(points)).toBe("M 0 0 C 10 0 10 40 20 40 L 120 40 C 130 40 130 10 140 10");
  expect(middleOf(points)).toEqual({ x: 90, y: 40 });
  expect(svgPath([])).toBe("");
});

const rect = (x: number, y: number) => ({ x, y, width: 100, height: 30 });

test("a line goes round the cards in its way, two of them side by side", () => {
  const rects = [rect(0, 0), rect(200, 0), rect(400, 0)];
  const route = routerAmong(rects);
  const across = () => route({ rect: rect(0, 0), y: 15 }, { rect: rect(400, 0), y: 15 });
  const heights = [across(), across()].map((points) => points.slice(1, -1).map(({ y }) => y));
  for (const [enters = 0, leaves = 0] of heights) {
    expect(enters).toBe(leaves);
    expect(enters <= -9 || enters >= 39).toBe(true);
  }
  expect(heights[0]).not.toEqual(heights[1]);
});

test("a line against the reading direction ends at the right side of what it leads to", () => {
  const points = routerAmong([])({ rect: rect(400, 0), y: 15 }, { rect: rect(0, 50), y: 10 });
  expect(points).toEqual([
    { x: 400, y: 15 },
    { x: 100, y: 60 },
  ]);
});
