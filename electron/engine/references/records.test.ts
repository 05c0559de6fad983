import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { GenerationSummary } from "../summary.ts";
import { type Bench, workbenchIn, folderOf } from "../testing.ts";
import { type RecordPlace, Records } from "./records.ts";

const worker = new URL("../../../out/main/journal.worker.js", import.meta.url);

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), "graft-records-"))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const files = {
  "m.js": "export const helper = () => 1; export const onTick = () => undefined;",
  "user.js": `import { helper } from "./m"; export const onTock = () => ({ state: helper() });`,
};

const open = (folder = folderOf(files)): Promise<Bench> =>
  workbenchIn(folder, { journal: { folder: root, worker, resume: "never" } });

const recordsFile = (): string => join(root, readdirSync(root)[0] as string, "records.jsonl");

/** So many generations that the first ones are no longer listed in detail. */
const swapBeyond = async (bench: Bench): Promise<void> => {
  const { session } = bench.workbench;
  for (let n = 2; n <= 230; n++) {
    // A few texts in turn, so that they are compiled once.
    const text = `export const helper = () => ${n % 4}; export const onTick = () => undefined;`;
    expect(await session.swap({ ids: ["m.js"], sources: { "m.js": text } })).toMatchObject({ ok: true });
    if (n % 50 === 0) bench.emit({ type: "tick" });
  }
  await session.references.prove();
};

const inDetail = {
  id: "m.js",
  generation: 3,
  status: "reclaimed",
  functions: [
    { name: "helper", status: "reclaimed" },
    { name: "onTick", status: "reclaimed" },
  ],
  exports: ["helper", "onTick"],
  sourceHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  held: expect.arrayContaining([
    expect.objectContaining({ label: "import of user.js", since: expect.anything(), until: expect.anything() }),
  ]),
  began: { at: expect.any(Number), turn: 0 },
  ended: { at: expect.any(Number), turn: 0 },
  provedBy: expect.stringMatching(/collection$/),
  provedAt: expect.any(Number),
};

test("[R20] the certificate of a generation that is listed no more says all that it ever said, from the disk", async () => {
  const bench = await open();
  await swapBeyond(bench);
  const { session } = bench.workbench;
  const summedUp = session.generationsOf("m.js").find(({ generation }) => generation === 3);
  expect(summedUp).toMatchObject({ functions: [], status: "reclaimed" });
  expect(await session.certificateOf("m.js", 3)).toMatchObject(inDetail);
  await bench.until(
    () => existsSync(recordsFile()) && readFileSync(recordsFile(), "utf8").includes('"generation":29,'),
  );
  expect(await session.certificateOf("m.js", 3)).toMatchObject(inDetail);
  expect(await session.generationOf("m.js", 3)).toMatchObject({ generation: 3, exports: ["helper", "onTick"] });
  await expect(session.certificateOf("m.js", 4000)).rejects.toThrow("m.js has no generation #4000.");
  const lines = readFileSync(recordsFile(), "utf8").trimEnd().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { module: string }).module)).toEqual(lines.map(() => "m.js"));
}, 60_000);

test("[R20] a line that an earlier run left torn harms nobody", async () => {
  const folder = folderOf(files);
  const first = await open(folder);
  await first.workbench.close({ keepCompiler: true });
  appendFileSync(recordsFile(), '{"module":"m.js","gener');
  const bench = await open(folder);
  await swapBeyond(bench);
  await bench.workbench.session.close();
  expect(readFileSync(recordsFile(), "utf8")).toMatch(/^\{"module":"m\.js","gener\n\{"module":"m\.js","generation":/);
  expect(await bench.workbench.session.certificateOf("m.js", 3)).toMatchObject(inDetail);
}, 60_000);

test("[R20] a disk that cannot be written is told once, and stops no swap", async () => {
  const folder = folderOf(files);
  const first = await open(folder);
  await first.workbench.close({ keepCompiler: true });
  mkdirSync(recordsFile());
  const bench = await open(folder);
  await swapBeyond(bench);
  const failed = (): readonly unknown[] => bench.problems().filter(({ code }) => code === "records-failed");
  await bench.workbench.session.recorded();
  await swapBeyond(bench);
  expect(failed()).toMatchObject([
    { message: expect.stringMatching(/^Records of old generations cannot be written \(.*EISDIR.*\): of those beyond/) },
  ]);
  const summedUp = await bench.workbench.session.certificateOf("m.js", 3);
  expect(summedUp).toMatchObject({
    status: "reclaimed",
    functions: [],
    provedBy: expect.stringMatching(/collection$/),
  });
}, 60_000);

test("[R20] two files of a bounded size are kept; what was in older ones is not there any more", async () => {
  const file = join(root, "records.jsonl");
  const records = new Records({
    file: () => file,
    onFailed: (message) => expect.unreachable(message),
    mostBytes: 10_000,
  });
  const places = new Map<number, RecordPlace | undefined>();
  const summary = (generation: number): GenerationSummary => ({
    generation,
    status: "reclaimed",
    functions: [],
    holders: [],
    fromTurn: 0,
    exports: ["größer".repeat(generation % 9)],
  });
  for (let n = 1; n <= 1000; n++) {
    expect(
      records.add(
        "m.js",
        () => summary(n),
        (place) => places.set(n, place),
      ),
    ).toBe(true);
    if (n % 10 === 0) await records.flush();
  }
  for (const name of readdirSync(root)) expect(statSync(join(root, name)).size).toBeLessThan(13_000);
  expect(readdirSync(root)).toHaveLength(2);
  const read = (n: number): Promise<GenerationSummary | undefined> =>
    records.read("m.js", n, places.get(n) as RecordPlace);
  expect(await read(5)).toBeUndefined();
  const kept = await Promise.all([...places.keys()].map(read));
  const first = kept.findIndex((one) => one !== undefined);
  expect(first).toBeGreaterThan(800);
  // More than one file's worth, without a gap.
  expect(first).toBeLessThan(930);
  expect(kept.slice(first)).toEqual(Array.from({ length: 1000 - first }, (_, index) => summary(first + 1 + index)));
  expect(await records.read("other.js", 1000, places.get(1000) as RecordPlace)).toBeUndefined();
});
