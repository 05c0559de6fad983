import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderOf, workbenchOf } from "../engine/testing.ts";
import { engineHandlers } from "../ipc/engine-methods.ts";
import { createModule, deleteModule, renameModule } from "./module-changes.ts";
import { pathOfModule, readModuleFile } from "./module-files.ts";

const files = {
  "a.ts": "export const init = () => 7;\nexport const one = () => 1;",
  "b.ts": 'import { one } from "./a"; export const two = () => one() + one();',
  data: "no folder",
};

const opened = async () => {
  const bench = await workbenchOf(files);
  const read = (id: string): string => readFileSync(join(bench.folder, id), "utf8");
  const textOf = async (id: string, text: string) => {
    const file = await readModuleFile(bench.folder, id);
    return { text, expected: file.kind === "text" ? file.hash : "" };
  };
  return { bench, folder: bench.folder, engine: { methods: engineHandlers(bench.workbench) }, read, textOf };
};

test("a new module is a file with an ending, in a folder that is made for it; a name that is taken is refused", async () => {
  const { engine, folder, read } = await opened();
  expect(await createModule(engine, folder, "deep/er/c", "export const c = 1;")).toBe("deep/er/c.ts");
  expect(read("deep/er/c.ts")).toBe("export const c = 1;");
  await expect(createModule(engine, folder, "A", "")).rejects.toThrow("There is a.ts already");
  await expect(createModule(engine, folder, "data/c", "")).rejects.toThrow("data/c.ts cannot be there: ");
  await expect(createModule(engine, folder, "../c", "")).rejects.toThrow("leave out `..`");
});

test("a rename moves file, importers and what runs; the state stays", async () => {
  const { bench, engine, folder, read, textOf } = await opened();
  const texts = { "b.ts": await textOf("b.ts", files["b.ts"].replace("./a", "./lib/c")) };
  expect(await renameModule(engine, folder, "a.ts", "lib/c", texts)).toMatchObject({
    id: "lib/c.ts",
    report: { ok: true },
  });
  expect(existsSync(join(folder, "a.ts"))).toBe(false);
  expect(read("b.ts")).toContain('"./lib/c"');
  expect(bench.state("lib/c.ts")).toBe(7);
});

test("a rename that was undone takes the files back: what runs without a file gets one that does not run", async () => {
  const { bench, engine, folder, read, textOf } = await opened();
  const texts = { "b.ts": await textOf("b.ts", files["b.ts"].replace("./a", "./lib/c")) };
  await renameModule(engine, folder, "a.ts", "lib/c", texts);
  await bench.workbench.session.undo("lib/c.ts");
  await bench.until(() => bench.module("a.ts").status === "deleted" && bench.module("lib/c.ts").status === "new");
  const back = { "b.ts": await textOf("b.ts", files["b.ts"]) };
  expect(await renameModule(engine, folder, "lib/c.ts", "a.ts", back)).toEqual({ id: "a.ts", report: null });
  expect(read("a.ts")).toBe(files["a.ts"]);
  expect(existsSync(join(folder, "lib/c.ts"))).toBe(false);
  await bench.until(() => bench.module("a.ts").status === "running" && bench.module("b.ts").status === "running");
  expect(bench.state("a.ts")).toBe(7);
});

test("a rename to other cases of letters renames the file itself, which may be the same on this system", async () => {
  const { bench, engine, folder, read, textOf } = await opened();
  const texts = { "b.ts": await textOf("b.ts", files["b.ts"].replace("./a", "./A")) };
  await expect(renameModule(engine, folder, "a.ts", "a", texts)).rejects.toThrow("a.ts is called so already.");
  expect(await renameModule(engine, folder, "a.ts", "A", texts)).toMatchObject({ id: "A.ts", report: { ok: true } });
  expect(readdirSync(folder).filter((name) => /^a/i.test(name))).toEqual(["A.ts"]);
  expect(read("A.ts")).toBe(files["a.ts"]);
  expect(bench.state("A.ts")).toBe(7);
});

test("a rename that is refused, or that is about another text than there is, touches no file", async () => {
  const { bench, engine, folder, read, textOf } = await opened();
  expect(await renameModule(engine, folder, "a.ts", "c", {})).toMatchObject({
    id: "a.ts",
    report: { ok: false, problems: [{ code: "still-imported", file: "b.ts" }] },
  });
  const texts = { "b.ts": await textOf("b.ts", "export {};") };
  writeFileSync(join(folder, "b.ts"), "// somebody else's");
  await expect(renameModule(engine, folder, "a.ts", "c", texts)).rejects.toThrow(
    "b.ts was changed by somebody else meanwhile: look at it, then try again.",
  );
  expect(read("a.ts")).toBe(files["a.ts"]);
  expect(read("b.ts")).toBe("// somebody else's");
  expect(existsSync(join(folder, "c.ts"))).toBe(false);
  expect(bench.module("a.ts").generation).toBe(1);
});

test("a rename of which a file cannot be written leaves all files, and what runs, as they were", async () => {
  const { bench, engine, folder, read, textOf } = await opened();
  const texts = { "b.ts": await textOf("b.ts", files["b.ts"].replace("./a", "./lib/c")) };
  const own = pathOfModule(folder, "a.ts");
  // Found to be as expected, then gone: what the rename writes first is there when it fails.
  const swap: (typeof engine.methods)["modules.swap"] = async (params) => {
    const report = await engine.methods["modules.swap"](params);
    rmSync(own);
    return report;
  };
  const failing = { methods: { ...engine.methods, "modules.swap": swap } };
  await expect(renameModule(failing, folder, "a.ts", "lib/c", texts)).rejects.toThrow("ENOENT");
  expect([existsSync(join(folder, "lib/c.ts")), read("b.ts")]).toEqual([false, files["b.ts"]]);
  expect(bench.state("a.ts")).toBe(7);
  expect(bench.workbench.session.modules().find(({ id }) => id === "lib/c.ts")?.generation ?? 0).toBe(0);
});

test("what others import is not deleted; what is deleted goes to the system's bin, or is kept where there is none", async () => {
  const { bench, engine, folder, read } = await opened();
  const trashed: string[] = [];
  const bin = {
    trash: (path: string) => {
      trashed.push(path);
      return Promise.reject(new Error("There is no bin."));
    },
    folder: folderOf({}),
  };
  expect(await deleteModule(engine, folder, "a.ts", bin)).toMatchObject({
    report: { ok: false, problems: [{ code: "still-imported" }] },
    where: "",
  });
  expect(trashed).toEqual([]);
  expect(read("a.ts")).toBe(files["a.ts"]);

  const { report, where } = await deleteModule(engine, folder, "b.ts", bin);
  expect(report).toMatchObject({ ok: true });
  expect(existsSync(join(folder, "b.ts"))).toBe(false);
  expect(readFileSync(where, "utf8")).toBe(files["b.ts"]);
  expect(bench.workbench.session.modules().find(({ id }) => id === "b.ts")?.generation ?? 0).toBe(0);
});
