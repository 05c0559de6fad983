import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { JournalPlace } from "./host.ts";
import { type Bench, type TestFiles, folderOf, workbenchIn } from "./testing.ts";

const worker = new URL("../../out/main/journal.worker.js", import.meta.url);

let journals: string;
beforeEach(() => void (journals = mkdtempSync(join(tmpdir(), "graft-journals-"))));
afterEach(() => rmSync(journals, { recursive: true, force: true }));

const place = (resume: JournalPlace["resume"]): { readonly journal: JournalPlace } => ({
  journal: { folder: journals, worker, resume },
});

const open = (folder: string, resume: JournalPlace["resume"] = "ask"): Promise<Bench> =>
  workbenchIn(folder, place(resume));

const fileOf = (name: string): string => join(journals, readdirSync(journals)[0] ?? "", name);

/** The files of a process that was killed: a copy of what it had written, and the lock of a process that is gone. */
const killed = async (bench: Bench): Promise<void> => {
  const journal = readFileSync(fileOf("journal"));
  await bench.workbench.close({ keepCompiler: true });
  writeFileSync(fileOf("journal"), journal);
};

/** A pause is written at once; the thread that writes says when it has. */
const settled = (bench: Bench): Promise<void> => bench.workbench.session.keeper.flush();

const counter = `export const init = () => ({ n: 0 });
export const onAdd = (s: { n: number }) => ({ state: { n: s.n + 1 } });`;
const files: TestFiles = {
  "a.ts": counter,
  "b.ts": `export const init = () => -0;
export const onAsk = () => ({ effects: [{ type: "after", ms: 5000, event: { type: "late" } }] });`,
};

test("[J1] after a kill a workspace opens as it stood: states, queue, pending afters, turns, generations, texts", async () => {
  const folder = folderOf(files);
  const first = await open(folder);
  await first.swap("a.ts", counter.replace("+ 1", "+ 10"));
  first.emit({ type: "add" }).emit({ type: "ask" }).emit({ type: "add" });
  first.write("a.ts", counter.replace("+ 1", "+ 100"));
  first.workbench.session.loop.emit({ type: "add" }, "outside");
  first.workbench.session.loop.emit({ type: "ask", with: [1, -0] }, "outside");
  await settled(first);
  await killed(first);

  const second = await open(folder);
  expect(second.workbench.pending()).toMatchObject({
    how: "opened",
    turn: 3,
    queued: 2,
    modules: 2,
    failed: [],
    folder,
  });
  expect(second.status()).toMatchObject({ mode: "paused", turn: 3, queued: 2 });
  expect([second.state("a.ts"), second.state("b.ts")]).toEqual([{ n: 20 }, -0]);
  expect(second.workbench.session.loop.queue()).toEqual([{ type: "add" }, { type: "ask", with: [1, -0] }]);
  expect(second.workbench.session.loop.queueFrom(0)).toMatchObject([
    { cause: { by: "outside" }, queuedAfter: 3 },
    { cause: { by: "outside" }, queuedAfter: 3 },
  ]);
  expect(second.workbench.session.loop.pendingAfters()).toEqual([
    {
      by: { turn: 2, module: "b.ts", function: "onAsk", generation: 1 },
      event: { type: "late" },
      dueMs: expect.any(Number) as number,
    },
  ]);
  expect(second.workbench.session.history.list().map(({ turn, event }) => [turn, event.type])).toEqual([
    [1, "add"],
    [2, "ask"],
    [3, "add"],
  ]);
  expect(second.module("a.ts")).toMatchObject({ generation: 2, status: "changed" });
  second.step();
  expect(second.state("a.ts")).toEqual({ n: 30 });
  await second.workbench.resume();
  expect(second.workbench.pending()).toBeNull();
});

test("[J9] after a kill one can start fresh: from the files, and nothing is left to go on from", async () => {
  const folder = folderOf(files);
  const first = await open(folder);
  first.emit({ type: "add" });
  await settled(first);
  await killed(first);
  const second = await open(folder);
  await second.workbench.discard();
  expect([second.workbench.pending(), second.state("a.ts"), second.status().turn]).toEqual([null, { n: 0 }, 0]);
});

test("[H10] after a kill while rewound a workspace opens as it was rewound; the future is not kept", async () => {
  const folder = folderOf(files);
  const first = await open(folder);
  for (let count = 0; count < 4; count++) first.emit({ type: "add" });
  await settled(first);
  first.workbench.session.rewinder.rewind(2);
  await settled(first);
  await killed(first);
  const second = await open(folder);
  expect([second.state("a.ts"), second.status()]).toMatchObject([{ n: 2 }, { turn: 2, queued: 1 }]);
  second.step(5);
  expect([second.state("a.ts"), second.status().turn]).toEqual([{ n: 3 }, 3]);
});

test("[J9] run says to go on too", async () => {
  const folder = folderOf(files);
  const first = await open(folder);
  first.emit({ type: "add" });
  await settled(first);
  await killed(first);
  const second = await open(folder);
  second.workbench.run();
  expect(second.workbench.pending()).toBeNull();
});

test("[J10] after a clean end a workspace opens fresh, and what was left is offered: taken, or not", async () => {
  const folder = folderOf(files);
  const first = await open(folder);
  first.emit({ type: "add" });
  await first.workbench.close({ keepCompiler: true });
  expect(existsSync(fileOf("lock"))).toBe(false);

  const second = await open(folder);
  expect(second.workbench.pending()).toMatchObject({ how: "offered", turn: 1 });
  expect(second.state("a.ts")).toEqual({ n: 0 });
  second.emit({ type: "add" }).emit({ type: "add" });
  await second.workbench.resume();
  expect([second.state("a.ts"), second.status().turn, second.workbench.pending()]).toEqual([{ n: 1 }, 1, null]);
  await second.workbench.close({ keepCompiler: true });

  const third = await open(folder);
  expect(third.workbench.pending()).toMatchObject({ how: "offered", turn: 1 });
  await third.workbench.discard();
  expect(third.workbench.pending()).toBeNull();
  await third.workbench.close({ keepCompiler: true });
  expect((await open(folder)).workbench.pending()).toBeNull();
});

test("[J15] who does not want to go on by itself opens fresh after a kill too, and is offered it", async () => {
  const folder = folderOf(files);
  const first = await open(folder, "never");
  first.emit({ type: "add" });
  await settled(first);
  await killed(first);
  const second = await open(folder, "never");
  expect([second.workbench.pending()?.how, second.state("a.ts")]).toEqual(["offered", { n: 0 }]);
  await second.workbench.close({ keepCompiler: true });
  const third = await workbenchIn(folder);
  await expect(third.workbench.resume()).rejects.toMatchObject({ code: "nothing-to-resume" });
});

test("[J11] a module that no longer compiles or links stays away, with the reason; the rest comes back", async () => {
  const folder = folderOf({
    "lib.ts": `export const one = 1;`,
    "user.ts": `import { one } from "./lib"; export const init = () => 0; export const onAdd = (n: number) => ({ state: n + one });`,
    "pkg.ts": `import { two } from "two"; export const onAdd = () => ({ state: two });`,
    "node_modules/two/package.json": `{ "name": "two", "type": "module", "exports": "./index.js" }`,
    "node_modules/two/index.js": `export const two = 2;`,
  });
  const first = await open(folder);
  first.emit({ type: "add" });
  await settled(first);
  await killed(first);
  rmSync(join(folder, "node_modules"), { recursive: true });
  rmSync(join(folder, "lib.ts"));
  const second = await open(folder);
  expect(second.workbench.pending()?.failed).toMatchObject([{ file: "pkg.ts", code: "unresolved-import", line: 1 }]);
  expect(second.emit({ type: "add" }).state("user.ts")).toBe(2);
  expect(second.module("lib.ts").status).toBe("deleted");
});

test("[J12] one owner at a time; the lock of a process that is gone is taken over", async () => {
  const folder = folderOf(files);
  const first = await open(folder);
  const other = await open(folder);
  expect(other.problems()).toMatchObject([{ code: "journal-owned" }]);
  expect(other.workbench.pending()).toBeNull();
  await other.workbench.close({ keepCompiler: true });
  expect(existsSync(fileOf("lock"))).toBe(true);
  await first.workbench.close({ keepCompiler: true });
  for (const owner of [`{"pid":4194305}`, `{"pid":1,"startedAt":"another"}`, "torn", `{"pid":${process.pid}}`]) {
    writeFileSync(fileOf("lock"), owner);
    const next = await open(folder);
    expect(next.problems()).toEqual([]);
    await next.workbench.close({ keepCompiler: true });
  }
});

test("[J7] [J8] a torn journal goes on from before the tear, a damaged one says so, a strange one starts fresh and is kept", async () => {
  const folder = folderOf(files);
  const first = await open(folder);
  for (let turn = 0; turn < 3; turn++) {
    first.emit({ type: "add" });
    await settled(first);
  }
  await killed(first);
  const whole = readFileSync(fileOf("journal"));

  truncateSync(fileOf("journal"), whole.length - 1);
  const torn = await open(folder);
  expect([torn.workbench.pending()?.turn, torn.state("a.ts"), torn.workbench.pending()?.reason]).toEqual([
    2,
    { n: 2 },
    undefined,
  ]);
  await killed(torn);

  writeFileSync(fileOf("journal"), whole);
  appendFileSync(fileOf("journal"), Buffer.alloc(40, 7));
  const damaged = await open(folder);
  expect([damaged.state("a.ts"), damaged.workbench.pending()?.reason]).toEqual([
    { n: 3 },
    "What was saved after turn 3 is damaged and was left out.",
  ]);
  await killed(damaged);

  writeFileSync(fileOf("journal"), "no journal");
  const strange = await open(folder);
  expect([strange.state("a.ts"), strange.workbench.pending()]).toEqual([{ n: 0 }, null]);
  expect(strange.problems()).toMatchObject([{ code: "journal-damaged" }]);
  expect(readFileSync(fileOf("journal.bad"), "utf8")).toBe("no journal");
});

test("[J13] a run that did not survive being brought back is not brought back by itself", async () => {
  const folder = folderOf(files);
  const first = await open(folder);
  first.emit({ type: "add" });
  await settled(first);
  await killed(first);
  writeFileSync(fileOf("resuming"), "");
  const second = await open(folder);
  expect(second.workbench.pending()).toMatchObject({ how: "held", turn: 1 });
  expect(second.status().slots).toEqual([]);
  await second.workbench.resume();
  expect([second.state("a.ts"), second.workbench.pending()]).toEqual([{ n: 1 }, null]);
});

test("[J2] inside a turn the journal tells how things stood before it", async () => {
  const folder = folderOf({
    "a.ts": counter,
    "b.ts": counter,
  });
  const first = await open(folder);
  first.emit({ type: "add" });
  first.workbench.session.loop.emit({ type: "add", again: true }, "outside");
  first.workbench.session.loop.step({ unit: "handler" });
  expect(first.status().inTurn).toBeDefined();
  await settled(first);
  first.workbench.session.loop.emit({ type: "add", third: true }, "outside");
  await settled(first);
  await killed(first);
  const second = await open(folder);
  expect([second.state("a.ts"), second.state("b.ts"), second.status().turn]).toEqual([{ n: 1 }, { n: 1 }, 1]);
  expect(second.workbench.session.loop.queue()).toEqual([
    { type: "add", again: true },
    { type: "add", third: true },
  ]);
});

test("[J3] clock, quarantine and stage come back; `start` is not said again", async () => {
  const folder = folderOf({
    "a.ts": `export const init = () => 0;
export const onStart = (n: number) => ({ state: n + 1, effects: [{ type: "draw", shapes: [{ kind: "circle", x: 1, y: 2, r: 3 }] }] });
export const onTick = (_: number, e: { n: number }) => ({ state: e.n });`,
    "b.ts": `export const onSpin = () => { for (;;); };`,
  });
  const first = await workbenchIn(folder, { ...place("ask"), callTimeoutMs: 20 });
  first.workbench.session.loop.setClock(10);
  first.workbench.session.loop.step({ count: 4, advance: true });
  first.emit({ type: "spin" });
  await settled(first);
  await killed(first);
  const second = await workbenchIn(folder, { ...place("ask"), callTimeoutMs: 20 });
  expect(second.state("a.ts")).toBe(3);
  expect(second.status()).toMatchObject({ hz: 10, queued: 0 });
  expect(second.module("b.ts").status).toBe("quarantined");
  expect(second.workbench.stage.drawings()).toMatchObject([{ module: "a.ts" }]);
  second.workbench.session.loop.step({ advance: true });
  expect(second.state("a.ts")).toBe(4);
});

test("[J5] states too large for the promise are told, ones too deep too, and the rest is kept", async () => {
  const folder = folderOf({
    "a.ts": counter,
    "big.ts": `export const init = () => []; export const onGrow = () => ({ state: Array.from({ length: 400_000 }, (_, n) => ({ n })) });`,
    "deep.ts": `export const onDig = () => { let d: unknown = null; for (let i = 0; i < 200_000; i++) d = [d]; return { state: d }; };`,
  });
  const first = await workbenchIn(folder, { ...place("ask"), callTimeoutMs: 20_000 });
  first.emit({ type: "add" }).emit({ type: "dig" }).emit({ type: "grow" });
  await settled(first);
  expect(
    first
      .problems()
      .map(({ code, file }) => [code, file])
      .sort(),
  ).toEqual([
    ["journal-slow", ""],
    ["state-unsaved", "deep.ts"],
  ]);
  await killed(first);
  const second = await open(folder);
  expect([second.state("a.ts"), second.state("deep.ts"), (second.state("big.ts") as unknown[]).length]).toEqual([
    { n: 1 },
    null,
    400_000,
  ]);
});

test("[J14] options are kept with the journal", async () => {
  const folder = folderOf(files);
  const first = await open(folder);
  expect(first.workbench.options()).toEqual({ autoUndo: null, swapOnSave: false, refuseTypeErrors: false });
  first.workbench.options({ autoUndo: { failures: 3 } });
  first.workbench.options({ swapOnSave: true });
  await first.workbench.close({ keepCompiler: true });
  expect((await open(folder)).workbench.options()).toEqual({
    autoUndo: { failures: 3 },
    swapOnSave: true,
    refuseTypeErrors: false,
  });
});
