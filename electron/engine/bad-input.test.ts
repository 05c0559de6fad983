import { mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Problem } from "./summary.ts";
import { type TestFiles, folderOf, workbenchOf } from "./testing.ts";

const good = `export const init = () => 0;\nexport const onTick = (n: number) => ({ state: n + 1 });\n`;

/** Opens one bad file beside a good one and a module that imports the bad one. */
const opened = async (files: TestFiles) => {
  const bench = await workbenchOf({ "good.ts": good, ...files }, { callTimeoutMs: 200 });
  // Whatever the bad one did, the good one runs.
  expect(bench.emit({ type: "tick" }).state("good.ts")).toBe(1);
  return bench;
};

const problemsOf = async (files: TestFiles): Promise<readonly Problem[]> => (await opened(files)).problems();

test("[W5] every file that cannot run is one problem with its place; the others run", async () => {
  const cases: [text: string | Uint8Array, problem: object][] = [
    [
      "export const a = ;",
      { code: "syntax", line: 1, column: 18, message: 'bad.ts does not compile: unexpected ";".' },
    ],
    ["\n\nthrow new Error('no');", { code: "evaluate-threw", line: 3, column: 7 }],
    ["const f = () => { throw 'text'; };\nf();", { code: "evaluate-threw", message: expect.stringContaining("text") }],
    ["export const a = 1;\nfor (;;);", { code: "evaluate-timeout" }],
    ["try { for (;;); } finally { for (;;); }", { code: "evaluate-timeout" }],
    ['import { x } from "./missing"; console.log(x);', { code: "unresolved-import", line: 1, column: 19 }],
    ['import { nothing } from "./good"; console.log(nothing);', { code: "missing-export", line: 1, column: 10 }],
    ['import x from "no-such-package"; console.log(x);', { code: "unresolved-import", line: 1, column: 15 }],
    ['import x from "node:no-such"; console.log(x);', { code: "unresolved-import", line: 1, column: 15 }],
    ['import x from "../outside"; console.log(x);', { code: "unresolved-import", line: 1, column: 15 }],
    ["await 1;", { code: "top-level-await", line: 1, column: 1 }],
    [Buffer.from([0xc3, 0x28]), { code: "file-not-utf8", line: 0, column: 0 }],
    ["export const init = () => new Map();", { code: "init-not-plain", line: 1 }],
    ["export const init = () => { throw new Error('no'); };", { code: "init-threw", line: 1, column: 35 }],
    ["const a = 1;\nconst a = 2;", { code: "syntax", line: 2, column: 7 }],
  ];
  for (const [text, problem] of cases) {
    const problems = await problemsOf({ "bad.ts": text, "waits.ts": 'import "./bad";' });
    expect(problems, String(text)).toMatchObject([
      { file: "bad.ts", ...problem },
      {
        code: "dependency-failed",
        file: "waits.ts",
        line: 1,
        column: 8,
        message: "waits.ts waits for bad.ts, which did not load.",
      },
    ]);
    for (const { message } of problems) expect(message).toMatch(/^[^\n]+$/);
  }
}, 60_000);

test("[W6] files that are odd, but in order, run", async () => {
  const rows = Array.from(
    { length: 80_000 },
    (_, n) => `  { id: ${n}, name: "a name that takes room", list: [1, 2, 3, 4, 5] },`,
  );
  expect(rows.join("\n").length).toBeGreaterThan(5_000_000);
  const bench = await opened({
    "empty.ts": "",
    "blank.ts": "\n \n",
    "comment.ts": "// nothing else",
    "bom.ts": "\uFEFFexport const init = () => 'bom';",
    "crlf.ts": "export const init = () =>\r\n  'crlf';\r\n",
    "large.ts": `export const rows = [\n${rows.join("\n")}\n];\nexport const init = () => rows.length;`,
    "spec.ts": "export const init = () => 'spec';",
    "my.spec.data.ts": "export const init = () => 'data';",
    "types.d.ts": "export const ;",
    "a.test.ts": "export const ;",
    "__tests__/a.ts": "export const ;",
    "node_modules/p/index.js": "export const ;",
    ".hidden/a.ts": "export const ;",
  });
  expect(bench.problems()).toEqual([]);
  expect(["bom.ts", "crlf.ts", "large.ts", "spec.ts", "my.spec.data.ts"].map(bench.state)).toEqual([
    "bom",
    "crlf",
    80_000,
    "spec",
    "data",
  ]);
  expect(bench.workbench.session.modules().map(({ id }) => id)).toEqual([
    "blank.ts",
    "bom.ts",
    "comment.ts",
    "crlf.ts",
    "empty.ts",
    "good.ts",
    "large.ts",
    "my.spec.data.ts",
    "spec.ts",
  ]);
}, 60_000);

test("[W1] modules with any name load, import each other, and say where they fail", async () => {
  const names = ["a b.ts", "größe.ts", "日本/語.ts", "c#1.ts", "d?v=1.ts", "e%20.ts", "'\"`${x}.ts", "[h]$&.ts"];
  const files: Record<string, string> = {};
  for (const [n, name] of names.entries()) {
    files[name] = `export const value = ${n};\nexport const onTick = () => {\n  throw new Error("no");\n};\n`;
    files[`user${n}.ts`] =
      `import { value } from ${JSON.stringify(`./${name.replace(/\.ts$/, "")}`)};\nexport const init = () => value;\n`;
  }
  const bench = await workbenchOf(files);
  expect(bench.problems()).toEqual([]);
  expect(names.map((_, n) => bench.state(`user${n}.ts`))).toEqual(names.map((_, n) => n));
  bench.emit({ type: "tick" });
  expect(bench.problems().map(({ code, file, line, column }) => [code, file, line, column])).toEqual(
    [...names].sort().map((name) => ["handler-threw", name, 3, 9]),
  );
  for (const name of names) expect(await bench.swap(name, `export const value = "new";`)).toMatchObject({ ok: true });
});

test("[W7] two files whose names differ in case only both run, and it is said", async () => {
  const bench = await opened({
    "Tone.ts": "export const init = () => 'Tone';",
    "tone.ts": "export const init = () => 'tone';",
  });
  expect([bench.state("Tone.ts"), bench.state("tone.ts")]).toEqual(["Tone", "tone"]);
  expect(bench.problems()).toMatchObject([
    {
      code: "file-name-clash",
      file: "tone.ts",
      message: "tone.ts and Tone.ts differ in case only: both run here, on other systems they are one file.",
    },
  ]);
  bench.write("GOOD.ts", "");
  await bench.until(() => bench.problems().some(({ file }) => file === "GOOD.ts"));
  bench.remove("GOOD.ts");
  bench.remove("tone.ts");
  await bench.until(() => bench.problems().length === 0);
});

test("[W2] links: to a file they are modules, in a circle or to nowhere they are problems", async () => {
  const folder = folderOf({ "good.ts": good, "real/a.ts": "export const init = () => 'a';" });
  symlinkSync(join(folder, "real/a.ts"), join(folder, "link.ts"));
  symlinkSync(join(folder, "real"), join(folder, "folder"));
  symlinkSync(folder, join(folder, "circle"));
  symlinkSync("self.ts", join(folder, "self.ts"));
  symlinkSync("nowhere.ts", join(folder, "dangling.ts"));
  const bench = await workbenchOf({});
  await bench.workbench.open(folder, { run: true });
  expect(bench.workbench.session.modules().map(({ id, status }) => [id, status])).toEqual([
    ["dangling.ts", "failed"],
    ["good.ts", "running"],
    ["link.ts", "running"],
    ["real/a.ts", "running"],
    ["self.ts", "failed"],
  ]);
  expect(bench.state("link.ts")).toBe("a");
  expect(bench.problems().map(({ code, file }) => [code, file])).toEqual([
    ["file-unreadable", "dangling.ts"],
    ["file-unreadable", "self.ts"],
  ]);
});

test("[W4] a folder that cannot be opened leaves the one that is open, running", async () => {
  const bench = await opened({});
  const { folder, workbench } = bench;
  await expect(workbench.open(join(folder, "no"), { run: true })).rejects.toMatchObject({ code: "folder-missing" });
  await expect(workbench.open(join(folder, "good.ts"), { run: true })).rejects.toMatchObject({
    code: "folder-missing",
  });
  expect(workbench.status()).toEqual({ folder, modules: 1 });
  expect(bench.emit({ type: "tick" }).state("good.ts")).toBe(2);
});

test("[W4] an empty folder opens, says so, and takes its first module", async () => {
  const bench = await workbenchOf({ "readme.md": "" });
  expect(bench.problems()).toMatchObject([
    { code: "folder-empty", message: `There are no modules in ${bench.folder}: add a .ts file and it appears here.` },
  ]);
  bench.write("a.ts", good);
  await bench.until(() => bench.workbench.session.modules().length === 1);
  expect(bench.problems()).toEqual([]);
  expect(bench.module("a.ts")).toMatchObject({ status: "new", generation: 0 });
  expect(await bench.workbench.session.swap({ ids: ["a.ts"] })).toMatchObject({ ok: true });
  expect(bench.emit({ type: "tick" }).state("a.ts")).toBe(1);
});

test("[W13] 10,000 files that are no modules open quickly", async () => {
  const folder = folderOf({ "good.ts": good });
  for (let part = 0; part < 100; part++) {
    mkdirSync(join(folder, `p${part}`));
    for (let n = 0; n < 100; n++) writeFileSync(join(folder, `p${part}`, `${n}.txt`), "");
  }
  const bench = await workbenchOf({});
  const from = performance.now();
  expect(await bench.workbench.open(folder, { run: true })).toEqual({ folder, modules: 1 });
  expect(performance.now() - from).toBeLessThan(3000);
}, 30_000);

test("[W13] 2,000 modules open, tell how far they are, and run", async () => {
  const files: Record<string, string> = {};
  for (let n = 0; n < 2000; n++)
    files[`p${n % 40}/m${n}.ts`] =
      `export const value = ${n};\nexport const onAsk = (): object => ({ state: value });\n`;
  const folder = folderOf(files);
  const bench = await workbenchOf({});
  const told = new Set<string>();
  let ready = 0;
  bench.workbench.on("workspace.progress", ({ doing, done, of }) => {
    expect(done).toBeLessThanOrEqual(of);
    told.add(doing);
  });
  bench.workbench.on("ready", ({ modules }) => (ready = modules));
  await bench.workbench.open(folder, { run: true });
  expect([...told]).toContain("compile");
  expect(ready).toBe(2000);
  bench.emit({ type: "ask" });
  expect(bench.state("p39/m1999.ts")).toBe(1999);
}, 120_000);

test("[T1] events that are none are refused with one sentence, and nothing is queued", async () => {
  const bench = await opened({});
  const { loop } = bench.workbench.session;
  const circle: Record<string, unknown> = { type: "a" };
  circle["self"] = circle;
  const bad: unknown[] = [
    undefined,
    null,
    7,
    "tick",
    [],
    [{ type: "tick" }],
    {},
    { type: 7 },
    { type: "a", at: new Date() },
    { type: "a", f: () => 1 },
    { type: "a", n: Number.NaN },
    { type: "a", list: Object.assign([1], { 2: 2 }) },
    { type: "a", big: 1n },
    { type: "a", map: new Map() },
    { type: "a", deep: { er: [{ x: Symbol("s") }] } },
    new (class Event {
      type = "a";
    })(),
    circle,
    {
      get type() {
        return "a";
      },
    },
    new Proxy({ type: "a" }, {}),
  ];
  for (const event of bad) {
    const emitted = loop.emit(event, "outside");
    expect(emitted).toMatchObject({ ok: false, problem: { code: "event-invalid" } });
    if (!emitted.ok) expect(emitted.problem.message).toMatch(/^The event .+\.$/);
  }
  expect(loop.emit({ type: "a", deep: { er: [{ x: Symbol("s") }] } }, "outside")).toMatchObject({
    problem: { message: expect.stringContaining("deep.er[0].x") },
  });
  expect(loop.queue()).toEqual([]);

  let deep: unknown = 1;
  for (let n = 0; n < 100_000; n++) deep = [deep];
  const huge = { type: "huge", text: "x".repeat(20_000_000), list: Array.from({ length: 200_000 }, (_, n) => n) };
  for (const event of [huge, { type: "deep", deep }]) {
    const emitted = loop.emit(event, "outside");
    if (!emitted.ok) expect(emitted.problem.message).toMatch(/^The event .+\.$/);
  }
  bench.step(10);
  expect(bench.emit({ type: "tick" }).state("good.ts")).toBe(2);
});

test("[W8] files that are added, changed, deleted, renamed and mended are noticed", async () => {
  const bench = await opened({ "other.ts": "export const a = 1;" });
  const status = (id: string) => bench.workbench.session.modules().find((one) => one.id === id)?.status;
  const becomes = (id: string, is: string | undefined) => bench.until(() => status(id) === is);

  bench.write("new.ts", "export const init = () => 1;");
  await becomes("new.ts", "new");
  bench.write("good.ts", good.replace("+ 1", "+ 10"));
  await becomes("good.ts", "changed");
  bench.write("good.ts", "export const ;");
  await becomes("good.ts", "failed");
  expect(bench.module("good.ts")).toMatchObject({ generation: 1, problem: { code: "syntax", line: 1, column: 14 } });
  expect(bench.emit({ type: "tick" }).state("good.ts")).toBe(2);
  bench.write("good.ts", good);
  await becomes("good.ts", "running");
  expect(bench.problems()).toEqual([]);

  bench.remove("other.ts");
  await becomes("other.ts", "deleted");
  bench.remove("new.ts");
  await becomes("new.ts", undefined);
  renameSync(join(bench.folder, "good.ts"), join(bench.folder, "renamed.ts"));
  await becomes("renamed.ts", "new");
  await becomes("good.ts", "deleted");
  expect(await bench.workbench.session.swap({ ids: ["good.ts"] })).toMatchObject({
    ok: false,
    problems: [{ code: "file-unreadable", file: "good.ts" }],
  });
  bench.write("good.ts", good.replace("+ 1", "+ 100"));
  await becomes("good.ts", "changed");
  expect(await bench.workbench.session.swap({ ids: ["good.ts"] })).toMatchObject({ ok: true });
  expect(bench.emit({ type: "tick" }).state("good.ts")).toBe(102);
  mkdirSync(join(bench.folder, "sub"));
  bench.write("sub/deep.ts", good);
  await becomes("sub/deep.ts", "new");
});

test("[W8] a file that is touched, or written again as it was, is told of nothing", async () => {
  const bench = await opened({ "marker.ts": "" });
  const told: string[] = [];
  bench.workbench.session.modules();
  await bench.until(() => bench.module("marker.ts").status === "running");
  bench.workbench.on("modules.changed", ({ modules }) => told.push(...modules.map(({ id }) => id)));
  bench.write("marker.ts", "export const a = 1;");
  await bench.until(() => told.includes("marker.ts"));
  told.length = 0;
  utimesSync(join(bench.folder, "good.ts"), new Date(), new Date());
  bench.write("good.ts", good);
  bench.write("marker.ts", "export const a = 2;");
  await bench.until(() => told.includes("marker.ts"));
  expect(told).toEqual(["marker.ts"]);
});

test("[W10] a swap right after the write takes the new text, noticed or not; the last of many counts", async () => {
  const bench = await opened({});
  for (let n = 1; n <= 50; n++) {
    const before = bench.state("good.ts") as number;
    const report = await bench.swap("good.ts", good.replace("+ 1", `+ ${n}`));
    expect(report).toMatchObject({ ok: true, modules: [{ from: n, to: n + 1 }] });
    expect(bench.emit({ type: "tick" }).state("good.ts")).toBe(before + n);
  }
  await bench.until(() => bench.module("good.ts").status === "running");
});

test("[W8] a change is told within a fraction of a second, compiled", async () => {
  const bench = await opened({});
  await bench.swap("good.ts", good.replace("+ 1", "+ 2"));
  const tookMs: number[] = [];
  for (let n = 3; n < 13; n++) {
    const told = new Promise<number>((resolve) => {
      const off = bench.workbench.on("modules.changed", ({ modules }) => {
        if (!modules.some(({ id, status }) => id === "good.ts" && status === "changed")) return;
        off();
        resolve(performance.now());
      });
    });
    const from = performance.now();
    bench.write("good.ts", good.replace("+ 1", `+ ${n}`));
    tookMs.push((await told) - from);
    // Compiled ahead: the swap finds it done.
    expect((await bench.workbench.session.swap({ ids: ["good.ts"] })).ok).toBe(true);
  }
  expect(Math.min(...tookMs)).toBeLessThan(100);
});

test("[W11] a workspace folder that is deleted while open is told once; everything runs on", async () => {
  const bench = await opened({ "lib/a.ts": "export const a = 1;" });
  rmSync(bench.folder, { recursive: true });
  await bench.until(() => bench.problems().length > 0);
  expect(bench.problems()).toEqual([
    {
      code: "folder-gone",
      file: "",
      line: 0,
      column: 0,
      message: `The folder ${bench.folder} was deleted: its modules run on from memory.`,
    },
  ]);
  expect(bench.workbench.session.modules().map(({ id, status }) => [id, status])).toEqual([
    ["good.ts", "deleted"],
    ["lib/a.ts", "deleted"],
  ]);
  expect(bench.emit({ type: "tick" }).state("good.ts")).toBe(2);
  expect(await bench.workbench.session.swap({ ids: ["good.ts"] })).toMatchObject({
    ok: false,
    problems: [{ code: "file-unreadable", file: "good.ts" }],
  });
  expect(
    await bench.workbench.session.swap({ ids: ["good.ts"], sources: { "good.ts": good.replace("+ 1", "+ 5") } }),
  ).toMatchObject({ ok: true });
  expect(bench.emit({ type: "tick" }).state("good.ts")).toBe(7);
});

test("[W8] a file that becomes a folder is gone, and comes back as a file", async () => {
  const bench = await opened({});
  unlinkSync(join(bench.folder, "good.ts"));
  mkdirSync(join(bench.folder, "good.ts"));
  await bench.until(() => bench.module("good.ts").status === "deleted");
  expect(bench.emit({ type: "tick" }).state("good.ts")).toBe(2);
  rmSync(join(bench.folder, "good.ts"), { recursive: true });
  bench.write("good.ts", good);
  await bench.until(() => bench.module("good.ts").status === "running");
});
