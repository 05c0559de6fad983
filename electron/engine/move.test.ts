import { expect, test } from "vitest";
import { workbenchOf } from "./testing.ts";

const counter = `export const init = () => ({ n: 0 });
export const one = () => 1;
export const onAdd = (state: { n: number }) => ({ state: { n: state.n + 1 } });`;
const user = (specifier: string): string =>
  `import { one } from "${specifier}"; export const two = () => one() + one();`;

test("[S20] a module that gets another id keeps its state, and its importers go along in the same transaction", async () => {
  const bench = await workbenchOf({ "a.ts": counter, "b.ts": user("./a.ts") });
  const { session } = bench.workbench;
  bench.emit({ type: "add" });
  const report = await session.swap({
    ids: ["b.ts"],
    sources: { "lib/c.ts": counter, "b.ts": user("./lib/c.ts") },
    moves: { "a.ts": "lib/c.ts" },
  });
  expect(report).toMatchObject({
    ok: true,
    modules: [
      { id: "a.ts", to: 0 },
      { id: "b.ts", from: 1, to: 2 },
      { id: "lib/c.ts", from: 0, to: 1 },
    ],
  });
  expect(bench.state("lib/c.ts")).toEqual({ n: 1 });
  bench.emit({ type: "add" });
  expect(bench.state("lib/c.ts")).toEqual({ n: 2 });
  expect(bench.step()).toEqual([]);
  expect((bench.exports("b.ts")["two"] as () => number)()).toBe(2);
  expect(bench.module("a.ts").generation).toBe(0);

  expect(await session.undo("lib/c.ts")).toMatchObject({ ok: true });
  expect(bench.state("a.ts")).toEqual({ n: 1 });
  expect(bench.status().slots).toEqual([
    { event: "add", handlers: [expect.objectContaining({ module: "a.ts", function: "onAdd" })] },
  ]);
});

test("[S20] it is refused while somebody else imports the old id, and where the new one is taken", async () => {
  const bench = await workbenchOf({ "a.ts": counter, "b.ts": user("./a.ts"), "d.ts": "export const x = 1;" });
  const { session } = bench.workbench;
  expect(await session.swap({ ids: [], sources: { "c.ts": counter }, moves: { "a.ts": "c.ts" } })).toMatchObject({
    ok: false,
    problems: [
      {
        code: "still-imported",
        file: "b.ts",
        line: 1,
        message: "b.ts still imports a.ts: take the import out first, or unload both.",
      },
    ],
  });
  expect(await session.swap({ ids: [], sources: { "d.ts": counter }, moves: { "a.ts": "d.ts" } })).toMatchObject({
    ok: false,
    problems: [{ message: "A module d.ts runs already." }],
  });
  expect(await session.swap({ ids: [], moves: { "no.ts": "e.ts" } })).toMatchObject({
    ok: false,
    problems: [{ message: "No module no.ts runs." }],
  });
  expect(bench.module("a.ts")).toMatchObject({ generation: 1, status: "running" });
});

test("[S20] whoever follows the news lists what is there, also after a rename was undone and done again", async () => {
  const bench = await workbenchOf({ "a.ts": counter });
  const { workbench } = bench;
  const followed = new Set(["a.ts"]);
  workbench.on("modules.changed", ({ modules, removed }) => {
    for (const { id } of modules) followed.add(id);
    for (const id of removed) followed.delete(id);
  });
  await workbench.session.swap({ ids: [], sources: { "c.ts": counter }, moves: { "a.ts": "c.ts" } });
  bench.write("c.ts", counter);
  bench.remove("a.ts");
  await bench.until(() => followed.has("c.ts") && !followed.has("a.ts"));
  await workbench.session.undo("c.ts");
  await bench.until(() => followed.has("a.ts"));
  await workbench.session.redo("a.ts");
  await bench.until(() => !followed.has("a.ts"));
  expect([...followed]).toEqual(["c.ts"]);
});
