import { expect, test } from "vitest";
import type { PurityReport } from "../history/summary.ts";
import { type Bench, workbenchOf } from "../testing.ts";

const purityOf = (bench: Bench, from = 1): Promise<PurityReport> =>
  bench.workbench.session.replayer.purity(from, undefined);

const run = async (files: Readonly<Record<string, string>>, count = 5): Promise<Bench> => {
  const bench = await workbenchOf(files);
  for (let n = 1; n <= count; n++) bench.emit({ type: "go", n });
  return bench;
};

test("[P7] handlers that are functions of state and event are none of the impure", async () => {
  const bench = await run({
    "a.ts": `
      import { twice } from "./b"
      export const init = () => ({ n: 0, at: 0 })
      export const onGo = (s: any, e: any) => {
        if (e.n === 3) throw new Error("always at three")
        return { state: { n: twice(s.n) + e.n, at: new Date(e.n).getTime() }, emit: e.n === 1 ? [{ type: "x", "odd key": [1, { a: null }] }] : [] }
      }
      export const onX = (s: any) => ({ state: { ...s, x: Math.max(1, 2) } })`,
    "b.ts": `export const twice = (n: number) => 2 * n`,
  });
  expect(await purityOf(bench)).toMatchObject({ ok: true, calls: 6, impure: [], unknown: [], problems: [] });
});

test("[P7] the clock, chance, a global and a module-level variable are found out, with turn, place and what was read", async () => {
  const global = globalThis as { outside?: number };
  global.outside = 1;
  const bench = await run({
    "chance.ts": `export const onGo = () => ({ state: { deep: [Math.random()] } })`,
    "clock.ts": `export const onGo = (_: any, e: any) => e.n < 3 ? {} : ({ emit: [{ type: "at", time: performance.now() }] })`,
    "date.ts": `export const onGo = () => ({ effects: [{ type: "log", message: new Date().toISOString() + process.hrtime()[1] }] })`,
    "global.ts": `export const onGo = () => ({ state: (globalThis as any).outside })`,
    "pure.ts": `export const init = () => 0; export const onGo = (n: number) => ({ state: n + 1 })`,
    "variable.ts": `let count = 0; export const onGo = (_: any, e: any) => (count++, { state: e.n < 3 ? 0 : count })`,
  });
  global.outside = 2;
  const { impure, calls } = await purityOf(bench, 2);
  expect(calls).toBe(24);
  expect(
    impure.map(({ module, function: name, turn, path, reads, count }) => ({ module, name, turn, path, reads, count })),
  ).toEqual([
    { module: "chance.ts", name: "onGo", turn: 2, path: "state.deep[0]", reads: ["Math.random"], count: 4 },
    {
      module: "date.ts",
      name: "onGo",
      turn: 2,
      path: "effects[0].message",
      reads: ["new Date", "process.hrtime"],
      count: 4,
    },
    { module: "global.ts", name: "onGo", turn: 2, path: "state", reads: [], count: 4 },
    { module: "clock.ts", name: "onGo", turn: 3, path: "emit[0].time", reads: ["performance.now"], count: 3 },
    { module: "variable.ts", name: "onGo", turn: 3, path: "state", reads: [], count: 3 },
  ]);
  // What is put in place of the clock and chance is taken away again.
  expect([Math.random.toString(), Date.now.name, performance.now.name]).toEqual([
    expect.stringContaining("native code"),
    "now",
    "now",
  ]);
  delete global.outside;
});

test("[P7] each call is held against the generation that made it", async () => {
  const text = `export const init = () => 0; export const onGo = (n: number) => ({ state: n + 1 })`;
  const bench = await run({ "a.ts": text }, 2);
  await bench.swap("a.ts", text.replace("n + 1", "n + 10"));
  bench.emit({ type: "go", n: 3 });
  await bench.swap("a.ts", text.replace("n + 1", "n + Math.random()"));
  bench.emit({ type: "go", n: 4 });
  const { impure, calls } = await purityOf(bench);
  expect(calls).toBe(4);
  expect(impure).toMatchObject([
    { module: "a.ts", generation: 3, turn: 4, reads: ["Math.random"], count: 1, calls: 1 },
  ]);
});

test("[P7] nothing is claimed of a module that kept what it had computed from older code", async () => {
  const bench = await run(
    {
      "base.ts": `export const step = 1`,
      "user.ts": `import { step } from "./base"; const kept = step; export const init = () => 0; export const onGo = (n: number) => ({ state: n + kept })`,
    },
    1,
  );
  await bench.swap("base.ts", `export const step = 100`);
  bench.emit({ type: "go", n: 2 });
  expect(bench.state("user.ts")).toBe(2);
  expect(await purityOf(bench, 2)).toMatchObject({ impure: [], unknown: [{ module: "user.ts" }] });
  expect(await purityOf(bench, 1)).toMatchObject({ calls: 1, impure: [], unknown: [{ module: "user.ts" }] });
});

test("[P2] a call that was cut is not made again", async () => {
  const bench = await workbenchOf({ "a.ts": `export const onGo = () => { while (true) {} }` }, { callTimeoutMs: 60 });
  bench.emit({ type: "go" });
  expect(await purityOf(bench)).toMatchObject({ ok: true, calls: 0, impure: [] });
});
