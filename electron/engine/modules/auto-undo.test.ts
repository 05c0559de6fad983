import { expect, test } from "vitest";
import { type Bench, workbenchOf } from "../testing.ts";

const good = `export const init = () => 0; export const onTick = (n: number) => ({ state: n + 1 });`;
const bad = `export const init = () => 0; export const onTick = () => { throw new Error("no"); };`;

const ticks = (bench: Bench, count: number): void => {
  for (let n = 0; n < count; n++) bench.emit({ type: "tick" });
};

const benchOf = async (failures: number | undefined, now?: () => number): Promise<Bench> => {
  const bench = await workbenchOf({ "m.ts": good }, now ? { now } : {});
  if (failures !== undefined) bench.workbench.options({ autoUndo: { failures } });
  return bench;
};

const undone = (bench: Bench) => bench.problems().filter(({ code }) => code === "swap-undone");

test("[S18] a fresh generation that fails so often is taken back with its state, and that is told", async () => {
  const bench = await benchOf(3);
  ticks(bench, 2);
  await bench.swap("m.ts", bad);
  ticks(bench, 2);
  expect(bench.module("m.ts").generation).toBe(2);
  ticks(bench, 1);
  await bench.until(() => undone(bench).length > 0);
  expect(undone(bench)).toMatchObject([
    {
      file: "m.ts",
      line: 1,
      lineText: bad,
      message:
        "The new m.ts failed 3 times in its first second, so its swap was undone: `onTick` of m.ts threw Error: no.",
    },
  ]);
  expect(bench.module("m.ts")).toMatchObject({ generation: 3, status: "changed" });
  ticks(bench, 1);
  expect(bench.state("m.ts")).toBe(3);
  expect(await bench.workbench.session.redo("m.ts")).toMatchObject({ ok: true });
});

test("[S18] nothing goes back by itself unless asked to, nor after the first second", async () => {
  const off = await benchOf(undefined);
  await off.swap("m.ts", bad);
  ticks(off, 5);
  let time = 0;
  const late = await benchOf(1, () => time);
  await late.swap("m.ts", bad);
  time = 1001;
  ticks(late, 5);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([off, late].map((bench) => [undone(bench), bench.module("m.ts").generation])).toEqual([
    [[], 2],
    [[], 2],
  ]);
});

test("[S18] a transaction goes back as a whole; what was gone back to does not go back further", async () => {
  const bench = await workbenchOf({ "m.ts": good, "n.ts": good });
  bench.workbench.options({ autoUndo: { failures: 1 } });
  const alsoBad = bad.replace("no", "never");
  bench.workbench.options({ autoUndo: null });
  await bench.swap("m.ts", alsoBad);
  bench.workbench.options({ autoUndo: { failures: 1 } });
  await bench.swapAll({ "m.ts": bad, "n.ts": good.replace("+ 1", "+ 2") });
  ticks(bench, 1);
  await bench.until(() => undone(bench).length > 0);
  ticks(bench, 3);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(undone(bench)).toHaveLength(1);
  expect([bench.module("m.ts").generation, bench.module("n.ts").generation]).toEqual([4, 3]);
  expect(bench.workbench.session.sourceOf("m.ts").running).toBe(alsoBad);
});
