import { expect, test } from "vitest";
import { type Bench, workbenchOf } from "../testing.ts";

const countsOf = (bench: Bench, id: string): Readonly<Record<string, number>> =>
  Object.fromEntries(bench.module(id).functions.map(({ name, references }) => [name, references.total]));

test("[R1] a module that imports a name counts once for it, one that takes all counts once for each", async () => {
  const bench = await workbenchOf({
    "lib.ts": `export const a = () => 1; export function b() {} export class C {} export const n = 1; export default () => 2;`,
    "one.ts": `import { a, a as again, n } from "./lib"; import d from "./lib"; export const x = () => [a, again, n, d];`,
    "two.ts": `import * as lib from "./lib"; export const x = () => lib;`,
    "three.ts": `export { a as renamed } from "./lib"; import type { C } from "./lib"; export type { C };`,
    "four.ts": `export * from "./lib";`,
    "five.ts": `export const x = () => import("./lib");`,
    "six.ts": `import "./lib";`,
  });
  expect(countsOf(bench, "lib.ts")).toEqual({ a: 5, b: 3, C: 3, default: 4 });
  expect(bench.module("lib.ts").references).toEqual({ total: 7, slots: 0, imports: 7, resources: 0, calls: 0 });
  expect(bench.module("lib.ts").importers).toEqual(["five.ts", "four.ts", "one.ts", "six.ts", "three.ts", "two.ts"]);
  expect(bench.module("four.ts").functions.map(({ name }) => name)).toEqual(["C", "a", "b"]);
});

test("[R2] slots, performers, sources and timers count for what they hold", async () => {
  const bench = await workbenchOf({
    "m.ts": `
      let release = () => {};
      export const onTick = () => ({ effects: [{ type: "wait" }] });
      export const performWait = () => new Promise<void>((resolve) => { release = resolve; });
      export const onDone = () => { release(); };
      export const sourceBeat = () => { const timer = setInterval(() => {}, 1e6); return () => clearInterval(timer); };
      export const init = () => 0;`,
  });
  expect(countsOf(bench, "m.ts")).toEqual({ onTick: 1, performWait: 1, onDone: 1, sourceBeat: 1, init: 0 });
  expect(bench.module("m.ts").references).toEqual({ total: 5, slots: 3, imports: 0, resources: 2, calls: 0 });
  bench.emit({ type: "tick" });
  expect(bench.module("m.ts").references).toMatchObject({ calls: 1, total: 6 });
  bench.emit({ type: "done" });
  await new Promise((resolve) => setImmediate(resolve));
  expect(bench.module("m.ts").references).toMatchObject({ calls: 0 });
});

test("[R4] a swap moves the counts, a refused one does not", async () => {
  const bench = await workbenchOf({
    "lib.ts": `export const a = () => 1; export const b = () => 2;`,
    "user.ts": `import { a } from "./lib"; export const x = () => a();`,
  });
  await bench.swap("user.ts", `import { b } from "./lib"; export const x = () => b();`);
  expect(countsOf(bench, "lib.ts")).toEqual({ a: 0, b: 1 });
  await bench.swap("user.ts", `import { a, nothing } from "./lib"; export const x = () => a(nothing);`);
  expect(countsOf(bench, "lib.ts")).toEqual({ a: 0, b: 1 });
});

test("[R3] the graph has the same counts as the list", async () => {
  const bench = await workbenchOf({
    "lib.ts": `export const a = () => 1; export const b = () => 2;`,
    "user.ts": `import { a, b } from "./lib"; import { join } from "node:path"; export const onTick = () => { a(); b(); join("a"); };`,
  });
  const graph = bench.workbench.session.graph("function");
  expect(graph.nodes.map(({ id }) => id)).toEqual([
    "lib.ts",
    "lib.ts#a",
    "lib.ts#b",
    "user.ts",
    "user.ts#onTick",
    "node:path",
    "slot:tick",
  ]);
  expect(graph.edges).toEqual([
    { from: "user.ts", to: "lib.ts#a", kind: "import", count: 1 },
    { from: "user.ts", to: "lib.ts#b", kind: "import", count: 1 },
    { from: "user.ts", to: "node:path", kind: "import", count: 1 },
    { from: "slot:tick", to: "user.ts#onTick", kind: "slot", count: 1 },
  ]);
  expect(bench.workbench.session.graph("module").edges).toEqual([
    { from: "user.ts", to: "lib.ts", kind: "import", count: 2 },
    { from: "user.ts", to: "node:path", kind: "import", count: 1 },
    { from: "slot:tick", to: "user.ts", kind: "slot", count: 1 },
  ]);
});

test("[R18] the graphs of single modules make up the whole graph, and name functions of modules that are not asked for", async () => {
  const bench = await workbenchOf({
    "lib.ts": `export const a = () => 1; export const n = 2; export const sourceBeat = () => () => {};`,
    "bar.ts": `export * from "./lib"; export { a as b } from "./lib";`,
    "user.ts": `import { a, n } from "./lib"; import { join } from "node:path"; import "./bar"; export const onTick = () => { a(); join(String(n)); };`,
  });
  const { session } = bench.workbench;
  for (const level of ["function", "module"] as const) {
    const whole = session.graph(level);
    const parts = ["lib.ts", "bar.ts", "user.ts"].map((id) => session.graph(level, [id]));
    const unique = (items: readonly unknown[]) => [...new Set(items.map((item) => JSON.stringify(item)))].sort();
    expect(unique(parts.flatMap(({ nodes }) => nodes))).toEqual(unique(whole.nodes));
    expect(parts.flatMap(({ edges }) => edges.map((edge) => JSON.stringify(edge))).sort()).toEqual(unique(whole.edges));
  }
  expect(session.graph("function", ["gone.ts"])).toEqual({ nodes: [], edges: [] });
});
