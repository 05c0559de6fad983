import { expect, test } from "vitest";
import { workbenchOf } from "../testing.ts";

const counter = (step: number): string =>
  `export const init = () => 0;\nexport const onTick = (n: number) => ({ state: n + ${step} });`;

test("[S14] undo brings back the earlier code and state, redo the later; any number of steps", async () => {
  const bench = await workbenchOf({ "c.ts": counter(1) });
  const { session } = bench.workbench;
  bench.emit({ type: "tick" });
  await bench.swap("c.ts", counter(10));
  bench.emit({ type: "tick" });
  await bench.swap("c.ts", counter(100));
  bench.emit({ type: "tick" });
  expect(bench.state("c.ts")).toBe(111);

  expect(await session.undo("c.ts")).toMatchObject({
    ok: true,
    kind: "undo",
    setAside: 1,
    modules: [{ from: 3, to: 4 }],
  });
  expect(bench.state("c.ts")).toBe(11);
  expect(await session.undo("c.ts")).toMatchObject({ ok: true, setAside: 2 });
  expect(bench.state("c.ts")).toBe(1);
  expect(bench.emit({ type: "tick" }).state("c.ts")).toBe(2);
  expect(await session.undo("c.ts")).toMatchObject({
    ok: false,
    problems: [{ code: "nothing-to-undo", file: "c.ts" }],
  });

  expect(await session.redo("c.ts")).toMatchObject({ ok: true, kind: "redo" });
  expect(bench.state("c.ts")).toBe(11);
  expect(await session.redo("c.ts")).toMatchObject({ ok: true });
  expect(bench.emit({ type: "tick" }).state("c.ts")).toBe(211);
  expect(await session.redo("c.ts")).toMatchObject({ ok: false, problems: [{ code: "nothing-to-redo" }] });
});

test("[S15] an undo that keeps the state keeps it", async () => {
  const bench = await workbenchOf({ "c.ts": counter(1) });
  await bench.swap("c.ts", counter(10));
  bench.emit({ type: "tick" });
  expect(await bench.workbench.session.undo("c.ts", "keep")).toMatchObject({ ok: true, setAside: 0 });
  expect(bench.state("c.ts")).toBe(10);
  expect(bench.emit({ type: "tick" }).state("c.ts")).toBe(11);
});

test("[S14] a transaction is undone as a whole, and in order", async () => {
  const bench = await workbenchOf({ "a.ts": counter(1), "b.ts": counter(2) });
  const { session } = bench.workbench;
  await bench.swapAll({ "a.ts": counter(10), "b.ts": counter(20) });
  await bench.swap("b.ts", counter(200));
  expect(await session.undo("a.ts")).toMatchObject({
    ok: false,
    problems: [
      {
        code: "nothing-to-undo",
        message: "a.ts was swapped together with b.ts, which has a swap to undo of its own: undo that of b.ts first.",
      },
    ],
  });
  expect(await session.undo("b.ts")).toMatchObject({ ok: true });
  expect((await session.undo("a.ts")).modules.map(({ id }) => id)).toEqual(["a.ts", "b.ts"]);
  bench.emit({ type: "tick" });
  expect([bench.state("a.ts"), bench.state("b.ts")]).toEqual([1, 2]);
});

test("[S14] a new swap forgets what was undone; an undo goes through the link check", async () => {
  const bench = await workbenchOf({ "lib.ts": `export const a = 1;`, "user.ts": `export const onTick = () => {};` });
  const { session } = bench.workbench;
  await bench.swap("lib.ts", `export const a = 1; export const b = 2;`);
  await bench.swap("user.ts", `import { b } from "./lib"; export const onTick = () => ({ state: b });`);
  expect(await session.undo("lib.ts")).toMatchObject({
    ok: false,
    problems: [{ code: "export-in-use", file: "user.ts", line: 1 }],
  });
  expect(bench.emit({ type: "tick" }).state("user.ts")).toBe(2);
  await session.undo("user.ts");
  await bench.swap("user.ts", `export const onTick = () => ({ state: 5 });`);
  expect(await session.redo("user.ts")).toMatchObject({ ok: false, problems: [{ code: "nothing-to-redo" }] });
});

test("[S16] an undo leaves the file alone, and the module differs from it", async () => {
  const bench = await workbenchOf({ "c.ts": counter(1) });
  await bench.swap("c.ts", counter(10));
  await bench.workbench.session.undo("c.ts");
  expect(bench.module("c.ts")).toMatchObject({ status: "changed", generation: 3 });
  expect(bench.workbench.session.sourceOf("c.ts")).toMatchObject({ text: counter(10), running: counter(1) });
});

test("[S17] unload takes a module out of the loop, is refused while it is imported, and can be undone", async () => {
  const bench = await workbenchOf({
    "lib.ts": `export const b = () => 2;`,
    "user.ts": `import { b } from "./lib";\nexport const init = () => 7; export const onTick = () => ({ state: b() });`,
  });
  const { session } = bench.workbench;
  expect(await session.unload(["lib.ts"])).toMatchObject({
    ok: false,
    problems: [{ code: "still-imported", file: "user.ts", line: 1, column: 19 }],
  });
  expect(bench.problems()).toEqual([]);
  expect(bench.module("lib.ts").problem).toBeUndefined();
  expect(await session.unload(["user.ts", "lib.ts"])).toMatchObject({
    ok: true,
    modules: [
      { id: "lib.ts", from: 1, to: 0, exports: { removed: ["b"] } },
      { id: "user.ts", from: 1, to: 0 },
    ],
  });
  expect(bench.status().slots).toEqual([]);
  expect(bench.module("user.ts")).toMatchObject({ status: "new", generation: 0 });
  expect(await session.certificateOf("user.ts", 1)).toMatchObject({ status: "reclaimed" });
  expect(await session.undo("user.ts")).toMatchObject({ ok: true });
  expect(bench.state("user.ts")).toBe(7);
  expect(bench.emit({ type: "tick" }).state("user.ts")).toBe(2);
});

test("[S14] undoing the swap that first loaded a module unloads it", async () => {
  const bench = await workbenchOf({ "a.ts": `export const onTick = () => ({ state: 1 });` });
  await bench.swap("new.ts", counter(1));
  expect(bench.module("new.ts")).toMatchObject({ generation: 1 });
  expect(await bench.workbench.session.undo("new.ts")).toMatchObject({ ok: true, modules: [{ id: "new.ts", to: 0 }] });
  expect(bench.module("new.ts")).toMatchObject({ status: "new", generation: 0 });
});

test("[L11] a performer of an effect that the host performs is refused", async () => {
  const bench = await workbenchOf({ "m.ts": `export const performLog = () => {};` });
  expect(bench.module("m.ts")).toMatchObject({ status: "failed", problem: { code: "performer-clash", line: 1 } });
});

test("[S15] a state that is given back is not migrated: the earlier text's `migrate` may want an older shape", async () => {
  const bench = await workbenchOf({ "a.ts": `export const init = () => ({ n: 1 });` });
  const second = `export const init = () => ({ m: 0 }); export const migrate = (old: any) => ({ m: old.n.valueOf() });`;
  await bench.swap("a.ts", second);
  await bench.swap("a.ts", `export const init = () => ({ k: 3 });`);
  expect(await bench.workbench.session.undo("a.ts")).toMatchObject({ ok: true });
  expect(bench.state("a.ts")).toEqual({ m: 1 });
});
