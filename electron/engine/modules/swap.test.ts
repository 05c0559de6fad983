import { expect, test } from "vitest";
import { workbenchOf } from "../testing.ts";

const count = (init: string, step: number): string =>
  `export const init = () => (${init});\nexport const onTick = (s: any) => ({ state: { ...s, n: s.n + ${step} } });\n`;

test("[S1] a swap changes the code between two events; state and queue live on", async () => {
  const bench = await workbenchOf({ "count.ts": count("{ n: 0 }", 1) });
  bench.emit({ type: "tick" });
  bench.workbench.session.loop.emit({ type: "tick" }, "outside");
  const report = await bench.swap("count.ts", count("{ n: 0 }", 10));
  expect(report).toMatchObject({
    ok: true,
    modules: [
      { id: "count.ts", from: 1, to: 2, exports: { added: [], removed: [], changed: ["onTick"], same: ["init"] } },
    ],
  });
  expect(bench.state("count.ts")).toEqual({ n: 1 });
  bench.step();
  expect(bench.state("count.ts")).toEqual({ n: 11 });
});

test("[S4] a swap whose migrate throws changes nothing", async () => {
  const bench = await workbenchOf({
    "count.ts": `export const init = () => 5; export const onTick = (n: number) => ({ state: n + 1 })`,
  });
  const report = await bench.swap(
    "count.ts",
    `export const migrate = () => { throw new Error("no") }; export const onTick = (n: number) => ({ state: n + 10 })`,
  );
  expect(report).toMatchObject({ ok: false, problems: [{ code: "migrate-threw", file: "count.ts", line: 1 }] });
  expect(bench.emit({ type: "tick" }).state("count.ts")).toBe(6);
});

test("[S2] an export that an importer still uses cannot go", async () => {
  const bench = await workbenchOf({
    "a.ts": `export const scale = (n: number) => n * 2;`,
    "b.ts": `import { scale } from "./a";\nexport const onTick = () => ({ state: scale(2) });`,
  });
  const report = await bench.swap("a.ts", `export const other = 1;`);
  expect(report.problems).toMatchObject([{ code: "export-in-use", file: "b.ts", line: 1, column: 10 }]);
  expect(bench.emit({ type: "tick" }).state("b.ts")).toBe(4);
});

test("[L5] importers reach the new generation without being evaluated again", async () => {
  const bench = await workbenchOf({
    "a.ts": `export const scale = (n: number) => n * 2;`,
    "b.ts": `import { scale } from "./a";\nexport const runs = [0]; runs[0]++;\nexport const onTick = () => ({ state: scale(2) });`,
  });
  const report = await bench.swap("a.ts", `export const scale = (n: number) => n * 3;`);
  expect(report).toMatchObject({ ok: true, stale: [], modules: [{ id: "a.ts", followers: ["b.ts"] }] });
  expect(bench.emit({ type: "tick" }).state("b.ts")).toBe(6);
  expect(bench.module("b.ts").generation).toBe(1);
});

test("[S8] an importer that computed something while it was evaluated is stale", async () => {
  const bench = await workbenchOf({
    "a.ts": `export const base = 2;`,
    "b.ts": `import { base } from "./a";\nexport const table = [base, base * 2];`,
    "c.ts": `import { base } from "./a";\nexport const later = () => base;`,
    "d.ts": `import { table } from "./b";\nexport const sum = table[0] + table[1];`,
  });
  const report = await bench.swap("a.ts", `export const base = 3;`);
  expect(report.stale).toEqual(["b.ts", "d.ts"]);
  const both = await bench.workbench.session.swap({ ids: ["a.ts", "b.ts", "d.ts"] });
  expect(both).toMatchObject({ ok: true, stale: [] });
  expect(bench.exports("d.ts")["sum"]).toBe(9);
});

test("[S3] a syntax error leaves the old generation running, with file, line and column", async () => {
  const bench = await workbenchOf({ "count.ts": count("{ n: 0 }", 1) });
  const report = await bench.swap("count.ts", `export const ä = "ü"; const = 3;`);
  expect(report).toMatchObject({ ok: false, problems: [{ code: "syntax", file: "count.ts", line: 1, column: 29 }] });
  expect(bench.emit({ type: "tick" }).state("count.ts")).toEqual({ n: 1 });
  expect(bench.module("count.ts")).toMatchObject({ status: "failed", generation: 1 });
});

test("[S3] a top level that throws, or never ends, refuses the swap", async () => {
  const bench = await workbenchOf({ "count.ts": count("{ n: 0 }", 1) }, { callTimeoutMs: 50 });
  const thrown = await bench.swap("count.ts", `const a = 1;\n\n  throw new Error("no");`);
  expect(thrown.problems).toMatchObject([{ code: "evaluate-threw", file: "count.ts", line: 3, column: 9 }]);
  const endless = await bench.swap("count.ts", `for (;;) { try { for (;;) {} } catch {} }`);
  expect(endless.problems).toMatchObject([{ code: "evaluate-timeout", file: "count.ts" }]);
  expect(bench.emit({ type: "tick" }).state("count.ts")).toEqual({ n: 1 });
});

test("[S7] without migrate, fields that the new init has with the same kind of value are kept", async () => {
  const bench = await workbenchOf({
    "s.ts": `export const init = () => ({ a: 1, gone: true, deep: { x: 1, y: 2 }, kind: "text", list: [1] });\nexport const onSet = () => ({ state: { a: 7, gone: false, deep: { x: 8, y: 9 }, kind: "more", list: [1, 2] } });`,
  });
  bench.emit({ type: "set" });
  const report = await bench.swap(
    "s.ts",
    `export const init = () => ({ a: 0, fresh: 3, deep: { x: 0, z: 1 }, kind: 5, list: [] });`,
  );
  expect(bench.state("s.ts")).toEqual({ a: 7, fresh: 3, deep: { x: 8, z: 1 }, kind: 5, list: [1, 2] });
  expect(report.modules[0]?.state).toEqual({
    kept: ["a", "deep.x", "list"],
    added: ["fresh", "deep.z", "kind"],
    dropped: ["deep.y", "kind", "gone"],
  });
});

test("[S5] the old sources stop, the new ones start; what an old source still emits is not heard", async () => {
  const source = (name: string): string =>
    `export const sourceClock = (emit: any) => { emit({ type: "${name}" }); (globalThis as any).${name} = emit; return () => { (globalThis as any).stopped = "${name}" } };\nexport const onAny = (s: any, e: any) => ({ state: [...(s ?? []), e.type] });`;
  const bench = await workbenchOf({ "clock.ts": source("one") });
  bench.step(10);
  await bench.swap("clock.ts", source("two"));
  expect(Reflect.get(globalThis, "stopped")).toBe("one");
  (Reflect.get(globalThis, "one") as (event: object) => void)({ type: "ghost" });
  bench.step(10);
  expect(bench.state("clock.ts")).toEqual(["start", "one", "two", "swap"]);
});

test("[W5] one bad file keeps only its importers from loading; its repair loads them", async () => {
  const bench = await workbenchOf({
    "bad.ts": `export const x = ;`,
    "user.ts": `import { x } from "./bad";\nexport const onTick = () => ({ state: x });`,
    "good.ts": `export const onTick = () => ({ state: 1 });`,
  });
  expect(bench.module("bad.ts")).toMatchObject({ status: "failed", problem: { code: "syntax", line: 1, column: 18 } });
  expect(bench.module("user.ts")).toMatchObject({
    status: "failed",
    problem: { code: "dependency-failed", line: 1, column: 19 },
  });
  expect(bench.emit({ type: "tick" }).state("good.ts")).toBe(1);
  expect(await bench.swap("bad.ts", `export const x = 4;`)).toMatchObject({ ok: true });
  expect(bench.module("user.ts")).toMatchObject({ status: "running", generation: 1 });
  expect(bench.emit({ type: "tick" }).state("user.ts")).toBe(4);
});

test("[S12] a module that was refused for another file's fault is loaded when that is mended", async () => {
  const bench = await workbenchOf({ "main.ts": `export const onTick = () => ({ state: 1 });` });
  bench.write("child.ts", `throw new Error("no"); export const x = 1;`);
  const refused = await bench.swap(
    "parent.ts",
    `import { x } from "./child"; export const onTick = () => ({ state: x });`,
  );
  expect(refused).toMatchObject({ ok: false, problems: [{ code: "evaluate-threw", file: "child.ts" }] });
  expect(await bench.swap("child.ts", `export const x = 5;`)).toMatchObject({ ok: true });
  expect(bench.emit({ type: "tick" }).state("parent.ts")).toBe(5);
});
