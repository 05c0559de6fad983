import { expect, test } from "vitest";
import { changedRows, shownParts, stateRows } from "./state-rows.ts";

const state = { bar: 129, mode: "dorian", pattern: [{ pitch: 60 }, { pitch: 62 }], "odd key": null };
const keys = (open: readonly string[], search = "") => stateRows(state, new Set(open), search).map((row) => row.key);

test("closed branches are one row; paths read as in source", () => {
  expect(keys([])).toEqual([""]);
  expect(keys([""])).toEqual(["", "bar", "mode", "pattern", '["odd key"]']);
  expect(keys(["", "pattern", "pattern[1]"])).toEqual([
    "",
    "bar",
    "mode",
    "pattern",
    "pattern[0]",
    "pattern[1]",
    "pattern[1].pitch",
    '["odd key"]',
  ]);
});

test("search opens the way to what matches by name or value, and hides the rest", () => {
  expect(keys([], "62")).toEqual(["", "pattern", "pattern[1]", "pattern[1].pitch"]);
  expect(keys([], "PATT")).toEqual(["", "pattern"]);
  expect(keys([], "nothing")).toEqual([""]);
});

test("changed values are told; of an opened branch its parts, of a closed one itself", () => {
  const next = { ...state, bar: 130, pattern: [{ pitch: 60 }, { pitch: 63 }] };
  const changed = (open: readonly string[]) =>
    changedRows(stateRows(state, new Set(open), ""), stateRows(next, new Set(open), ""));
  expect(changed([""])).toEqual(["bar", "pattern"]);
  expect(changed(["", "pattern", "pattern[1]"])).toEqual(["bar", "pattern[1].pitch"]);
  expect(
    changedRows(stateRows(state, new Set([""]), ""), stateRows(structuredClone(state), new Set([""]), "")),
  ).toEqual([]);
});

test("of a long list the beginning is shown and the rest counted", () => {
  const rows = stateRows(
    Array.from({ length: shownParts + 5 }, (_, index) => index),
    new Set([""]),
    "",
  );
  expect(rows).toHaveLength(shownParts + 2);
  expect(rows.at(-1)?.value).toBe("5 more");
});

test("a state that is no branch", () => {
  expect(stateRows(5, new Set(), "").map(({ name, value }) => [name, value])).toEqual([["state", 5]]);
});
