import { expect, test } from "vitest";
import type { Problem } from "./summary.ts";
import { workbenchOf } from "./testing.ts";

const wrong: Problem = { code: "type-error", message: "A number is no string.", file: "a.ts", line: 1, column: 14 };

/** Finds wrong whatever says so. */
const checkTypes = (_folder: string, texts: ReadonlyMap<string, string>): Promise<readonly Problem[]> =>
  Promise.resolve([...texts.values()].some((text) => text.includes("wrong")) ? [wrong] : []);

test("[S19] a text with type errors is not swapped where the options say so, and undo is not asked", async () => {
  const bench = await workbenchOf({ "a.ts": "export const wrong = () => 1" }, { checkTypes });
  expect(await bench.swap("a.ts", "export const wrong = () => 2")).toMatchObject({ ok: true });
  bench.workbench.options({ refuseTypeErrors: true });
  expect(await bench.swap("a.ts", "export const wrong = () => 3")).toMatchObject({ ok: false, problems: [wrong] });
  expect(bench.module("a.ts")).toMatchObject({ generation: 2, problem: wrong });
  const given = await bench.workbench.session.swap({ ids: ["a.ts"], sources: { "a.ts": "export const wrong = 4" } });
  expect(given).toMatchObject({ ok: false, problems: [wrong] });
  expect(await bench.workbench.session.undo("a.ts")).toMatchObject({ ok: true });
  expect(await bench.swap("a.ts", "export const right = () => 5")).toMatchObject({ ok: true, problems: [] });
});

test("[S19] where types cannot be checked the swap stands and says so", async () => {
  const bench = await workbenchOf({ "a.ts": "export const n = 1" });
  bench.workbench.options({ refuseTypeErrors: true });
  expect(await bench.swap("a.ts", "export const n = 2")).toMatchObject({
    ok: true,
    problems: [{ code: "types-unchecked", file: "a.ts" }],
  });
});
