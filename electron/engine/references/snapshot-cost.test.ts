import { expect, test } from "vitest";
import { heapShape, SnapshotCost } from "./snapshot-cost.ts";

test("[R11] many small objects are told to take longer than a few large ones of the same size", () => {
  const cost = new SnapshotCost();
  expect(cost.estimate({ small: 90, large: 0 }).blockedMs).toBeGreaterThan(
    1.5 * cost.estimate({ small: 10, large: 80 }).blockedMs,
  );
});

test("[R11] what a search took tells of the next one in such a heap, and little of one in another", () => {
  const cost = new SnapshotCost();
  const [objects, arrays] = [
    { small: 90, large: 0 },
    { small: 4, large: 80 },
  ];
  const before = cost.estimate(objects).blockedMs;
  cost.learn(arrays, 800, 100);
  expect(cost.estimate(arrays).blockedMs).toBeLessThan(1500);
  expect(cost.estimate(objects).blockedMs).toBeGreaterThan(0.9 * before);
  cost.learn(objects, 24_000, 3000);
  expect(cost.estimate(objects)).toEqual({ blockedMs: expect.closeTo(24_000), totalMs: expect.closeTo(27_000) });
});

test("[R11] it is told by what the heap is made of now", () => {
  const before = heapShape();
  const arrays = Array.from({ length: 20 }, () => Array.from({ length: 200_000 }, () => 0.5));
  const after = heapShape();
  expect(arrays).toHaveLength(20);
  expect(after.large - before.large).toBeGreaterThan(25);
  expect(after.small).toBeGreaterThan(1);
});
