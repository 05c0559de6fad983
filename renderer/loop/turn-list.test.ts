import { expect, test } from "vitest";
import { allTurns, foundTurns } from "./turn-list.ts";

test("all turns of the history, newest first", () => {
  const list = allTurns(34_465, 100_000);
  expect([
    list.count,
    list.at(0),
    list.at(65_535),
    list.rowOf(100_000),
    list.rowOf(34_465),
    list.rowOf(34_464),
  ]).toEqual([65_536, 100_000, 34_465, 0, 65_535, -1]);
  expect(allTurns(0, 0).count).toBe(0);
});

test("turns that were found, newest first", () => {
  const list = foundTurns([3, 7, 20]);
  expect([list.count, list.at(0), list.at(2), list.rowOf(7), list.rowOf(20), list.rowOf(8), list.rowOf(21)]).toEqual([
    3, 20, 3, 1, 0, -1, -1,
  ]);
});
