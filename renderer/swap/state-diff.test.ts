import { expect, test } from "vitest";
import { stateDiff } from "./state-diff.ts";

test("a state is compared as deep as it differs, and what is the same is one row", () => {
  const before = { n: 1, gone: true, deep: { a: [1, 2], b: "x" }, "odd key": 0 };
  const after = { n: "1", deep: { a: [1, 3, 4], b: "x" }, "odd key": 0, fresh: null };
  expect(stateDiff(before, after)).toEqual([
    { path: "n", kind: "changed", before: 1, after: "1" },
    { path: "gone", kind: "dropped", before: true },
    { path: "deep.a[0]", kind: "kept", before: 1, after: 1 },
    { path: "deep.a[1]", kind: "changed", before: 2, after: 3 },
    { path: "deep.a[2]", kind: "added", after: 4 },
    { path: "deep.b", kind: "kept", before: "x", after: "x" },
    { path: '["odd key"]', kind: "kept", before: 0, after: 0 },
    { path: "fresh", kind: "added", after: null },
  ]);
});

test("a state that stays is one row, one of another kind is a change, and a field that is undefined is absent", () => {
  expect(stateDiff({ a: [1] }, { a: [1], b: undefined })).toMatchObject([{ path: "", kind: "kept" }]);
  expect(stateDiff([1], { a: 1 })).toMatchObject([{ path: "", kind: "changed" }]);
  expect(stateDiff({ a: 1 }, { a: undefined })).toEqual([{ path: "a", kind: "dropped", before: 1 }]);
});
