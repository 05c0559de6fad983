import { expect, test } from "vitest";
import type { ModuleSummary } from "../../electron/engine/summary.ts";
import { moduleRows, rowAfterKey, rowKey } from "./rows.ts";

const references = { total: 0, slots: 0, imports: 0, resources: 0, calls: 0 };
const problem = { code: "syntax", message: "x", file: "b.ts", line: 1, column: 1 } as const;
const moduleOf = (id: string, names: readonly string[], failed = false): ModuleSummary => ({
  id,
  status: failed ? "failed" : "running",
  generation: 1,
  functions: names.map((name) => ({ name, kind: "function", references })),
  references,
  imports: [],
  importers: [],
  ...(failed ? { problem } : {}),
});
const modules = {
  "a.ts": moduleOf("a.ts", ["f", "g"]),
  "b.ts": moduleOf("b.ts", ["h"], true),
  "c.ts": moduleOf("c.ts", []),
};
const rows = moduleRows(["a.ts", "b.ts", "c.ts"], modules);
const press = (key: string, at: number): string => {
  const row = rows[rowAfterKey(rows, at, key, 3) ?? -1];
  return row === undefined ? "" : rowKey(row).replaceAll("\n", " ");
};

test("a module's row, its problem, its functions", () => {
  expect(rows.map((row) => rowKey(row).replaceAll("\n", " "))).toEqual([
    "a.ts  module",
    "a.ts f",
    "a.ts g",
    "b.ts  module",
    "b.ts  problem",
    "b.ts h",
    "c.ts  module",
  ]);
});

test("keys walk the rows and pass over problem lines", () => {
  expect(press("ArrowDown", -1)).toBe("a.ts  module");
  expect(press("ArrowDown", 3)).toBe("b.ts h");
  expect(press("ArrowUp", 5)).toBe("b.ts  module");
  expect(press("ArrowDown", 6)).toBe("c.ts  module");
  expect(press("End", 0)).toBe("c.ts  module");
  expect(press("Home", 6)).toBe("a.ts  module");
  expect(press("PageDown", 1)).toBe("b.ts h");
  expect(press("ArrowLeft", 2)).toBe("a.ts  module");
  expect(press("ArrowRight", 3)).toBe("b.ts h");
  expect(press("ArrowRight", 6)).toBe("c.ts  module");
  expect(rowAfterKey(rows, 0, "x", 3)).toBeUndefined();
  expect(rowAfterKey([], -1, "ArrowDown", 3)).toBeUndefined();
});
