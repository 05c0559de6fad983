import { expect, test } from "vitest";
import { workbenchOf } from "../testing.ts";

const megabyte = 1_000_000;

test("[R17] a generation's memory is what only it leads to; before anybody looks, the size of its text is what is known", async () => {
  const owning = `const own = new Uint8Array(5_000_000).fill(1); const record = Array.from({ length: 50_000 }, (_, n) => ({ n }));
    export const helper = () => own.length + record.length; export const init = () => "täxt";`;
  const bench = await workbenchOf({
    "m.js": owning,
    "small.js": `export const f = () => 1;`,
    "keeper.js": `import { helper } from "./m"; import { big } from "./shared"; const kept = [big]; export const onKeep = () => { kept.push(helper); };`,
    "shared.js": `export const big = new Uint8Array(7_000_000).fill(1); export const onTick = () => {};`,
  });
  const { references } = bench.workbench.session;
  const memoryOf = (id: string, generation = 1) =>
    references.certificates(id).find((one) => one.generation === generation)?.memory;
  expect(memoryOf("m.js")).toEqual({ textBytes: owning.length + 1, codeBytes: expect.any(Number) });
  bench.emit({ type: "keep" });
  await bench.swap("m.js", `export const helper = () => 2;`);
  expect(await references.measure()).toEqual({ measured: 5 });
  const old = memoryOf("m.js");
  expect(old?.seen?.turn).toBe(1);
  expect(old?.heapBytes).toBeGreaterThan(5 * megabyte);
  expect(old?.heapBytes).toBeLessThan(9 * megabyte);
  // Two lead to what is shared; and what is kept of the old generation is that one's.
  for (const id of ["shared.js", "keeper.js", "small.js"]) {
    expect(memoryOf(id)?.heapBytes).toBeGreaterThan(100);
    expect(memoryOf(id)?.heapBytes).toBeLessThan(megabyte / 2);
  }
  expect(memoryOf("m.js", 2)?.heapBytes).toBeLessThan(megabyte / 2);
});

test("[R17] a search for who holds a generation tells the sizes too, and measuring can be cancelled", async () => {
  const bench = await workbenchOf({
    "m.js": `export const helper = () => 1;`,
    "keeper.js": `import { helper } from "./m"; const kept = []; export const onKeep = () => { kept.push(helper); };`,
  });
  const { references } = bench.workbench.session;
  bench.emit({ type: "keep" });
  await bench.swap("m.js", `export const helper = () => 2;`);
  const { memory } = await references.certificate("m.js", 1);
  expect(memory?.heapBytes).toBeGreaterThan(100);
  const measuring = references.measure();
  while (!references.isExplaining) await new Promise((resolve) => setImmediate(resolve));
  references.cancelExplain();
  expect(await measuring).toEqual({ measured: 0, refused: "The search was cancelled." });
});

test("[R7] living ones can be had without those that are reclaimed", async () => {
  const bench = await workbenchOf({ "m.js": `export const helper = () => 1;` });
  for (let n = 2; n <= 4; n++) await bench.swap("m.js", `export const helper = () => ${n};`);
  const { references } = bench.workbench.session;
  await references.prove();
  const numbers = (living: boolean): number[] =>
    references.certificates("m.js", { living }).map(({ generation }) => generation);
  expect([numbers(false), numbers(true)]).toEqual([[1, 2, 3, 4], [4]]);
});
