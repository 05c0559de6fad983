import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type Bench, workbenchOf } from "../testing.ts";
import { collect } from "./collector.ts";

/** In one piece, as a file is read. */
const flat = (text: string): string => Buffer.from(text).toString();

const cacheFolder = mkdtempSync(join(tmpdir(), "graft-many-"));
const journals = mkdtempSync(join(tmpdir(), "graft-many-"));
const worker = new URL("../../../out/main/journal.worker.js", import.meta.url);
afterAll(() => [cacheFolder, journals].forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A few texts in turn: what is measured is the swap, not the compiler. */
const texts = Array.from({ length: 8 }, (_, n) =>
  flat(`import { scale } from "./theory";
  const table = { notes: [1, 2, 3], n: ${n} };
  let cache = new Map();
  const helper = (x) => scale(x) + table.n;
  export const init = () => ({ sum: 0 });
  export const onTick = (state) => ({ state: { sum: state.sum + helper(1) } });
  export class Voice { #n = ${n}; play() { return this.#n + helper(2); } }
  export default function () { return new Voice().play(); }`),
);

/** After collections, in bytes. */
const heapUsed = async (): Promise<number> => {
  for (let n = 0; n < 3; n++) await collect(() => performance.now());
  return process.memoryUsage().heapUsed;
};

const swapMany = async (bench: Bench, from: number, to: number): Promise<void> => {
  for (let n = from; n <= to; n++) {
    const report = await bench.workbench.session.swap({ ids: ["m.js"], sources: { "m.js": texts[n % 8] as string } });
    if (!report.ok) throw new Error(report.problems[0]?.message);
    if (n % 10 === 0) bench.emit({ type: "tick" });
  }
};

test("[R9] [R20] of 10,000 generations every one but the last is reclaimed and certified, and the heap does not grow", async () => {
  const bench = await workbenchOf(
    {
      "m.js": texts[0] as string,
      "theory.js": `export const scale = (n) => n * 2;`,
      "user.js": `import play, { Voice } from "./m"; export const onTock = () => ({ state: play() + new Voice().play() });`,
    },
    { cacheFolder, journal: { folder: journals, worker, resume: "never" } },
  );
  const { session } = bench.workbench;
  await swapMany(bench, 2, 100);
  await session.references.certificate("m.js", 99);
  const before = await heapUsed();
  await swapMany(bench, 101, 10_000);
  await session.references.certificate("m.js", 9_999);
  // What is on its way to the disk is no longer kept.
  await session.recorded();
  const grown = (await heapUsed()) - before;
  const asked = performance.now();
  const generations = session.generationsOf("m.js");
  const askedMs = performance.now() - asked;
  expect(generations).toHaveLength(10_000);
  expect(generations.filter(({ status }) => status !== "reclaimed").map(({ generation }) => generation)).toEqual([
    10_000,
  ]);
  expect(generations.slice(0, -1).every(({ proof }) => proof !== undefined)).toBe(true);
  expect(grown).toBeLessThan(4_000_000);
  expect(askedMs).toBeLessThan(100);
  // All of what a certificate says is still to be had, of the first as of the last.
  for (const generation of [1, 5000, 9_790])
    expect(await session.certificateOf("m.js", generation)).toMatchObject({
      functions: [{ name: "init" }, { name: "onTick" }, { name: "Voice" }, { name: "default" }],
      sourceHash: expect.any(String),
    });
}, 180_000);
