import { expect, test } from "vitest";
import type { Provenance } from "./summary.ts";
import { type Bench, workbenchOf } from "../testing.ts";

const text = `
  export const init = () => ({ a: 0, deep: { x: 0, list: [1, 2] }, "odd key": 1 })
  export const onA = (s: any) => ({ state: { ...s, a: s.a + 1 } })
  export const onX = (s: any) => ({ state: { ...s, deep: { ...s.deep, x: s.deep.x + 1 } } })
  export const onList = (s: any) => ({ state: { ...s, deep: { ...s.deep, list: [s.deep.list[0], 9] } } })`;

const of = (bench: Bench, path = "", turn?: number): Provenance =>
  bench.workbench.session.provenance({ id: "a.ts", path, turn });

const call = (turn: number, name: string, generation = 1) => ({
  kind: "call",
  turn,
  module: "a.ts",
  function: name,
  generation,
});

test("[H12] each field tells the turn and the function that wrote it last, or the load", async () => {
  const bench = await workbenchOf({ "a.ts": text });
  for (const type of ["a", "x", "list", "a"]) bench.emit({ type });
  expect(of(bench)).toEqual({
    id: "a.ts",
    turn: 4,
    path: "",
    by: call(4, "onA"),
    fields: [
      { path: "a", by: call(4, "onA") },
      { path: "deep", by: call(3, "onList") },
      { path: '["odd key"]', by: { kind: "load", turn: 0, generation: 1 } },
    ],
    more: 0,
  });
  expect(of(bench, "deep").fields).toEqual([
    { path: "deep.x", by: call(2, "onX") },
    { path: "deep.list", by: call(3, "onList") },
  ]);
  expect(of(bench, "deep.list").fields).toEqual([
    { path: "deep.list[0]", by: { kind: "load", turn: 0, generation: 1 } },
    { path: "deep.list[1]", by: call(3, "onList") },
  ]);
  expect(of(bench, "deep.x")).toMatchObject({ by: call(2, "onX"), fields: [] });
  expect(of(bench, "", 1).fields.slice(0, 2)).toEqual([
    { path: "a", by: call(1, "onA") },
    { path: "deep", by: { kind: "load", turn: 0, generation: 1 } },
  ]);
});

test("[H12] a migration and an undo are writers too", async () => {
  const bench = await workbenchOf({ "a.ts": text });
  bench.emit({ type: "a" });
  await bench.swap("a.ts", text.replace("a: 0,", "a: 0, b: 7,"));
  expect(of(bench).fields).toMatchObject([
    { path: "a", by: call(1, "onA") },
    { path: "b", by: { kind: "swap", turn: 1, generation: 2 } },
    { path: "deep" },
    { path: '["odd key"]' },
  ]);
  bench.emit({ type: "a" });
  await bench.workbench.session.undo("a.ts");
  expect(of(bench, "a").by).toEqual({ kind: "undo", turn: 2, generation: 3 });
});

test("[H12] what was so before the history begins is said to be", async () => {
  const bench = await workbenchOf({ "a.ts": text });
  bench.emit({ type: "x" });
  for (let index = 0; index < 140_000; index++) bench.workbench.session.loop.emit({ type: "a" }, "outside");
  bench.step(140_000);
  const { begin } = bench.workbench.session.history;
  expect(begin).toBeGreaterThan(2);
  expect(of(bench, "deep").by).toEqual({ kind: "before", turn: begin - 1 });
  expect(of(bench, "a").by).toEqual(call(140_001, "onA"));
});

test("a path or a module that is not there is refused in a sentence", async () => {
  const bench = await workbenchOf({ "a.ts": text });
  expect(() => of(bench, "nope")).toThrow(/There is no `nope`/);
  expect(() => of(bench, "a..b")).toThrow(/There is no `a\.\.b`/);
  expect(() => bench.workbench.session.provenance({ id: "z.ts" })).toThrow();
});
