import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderOf } from "../testing.ts";
import { clashesOf, isModulePath, readModule, refusalOfFolder, scanFolder, wordsOfFailure } from "./workspace.ts";

test("[W1] modules are told by their endings; types, tests, node_modules and hidden things are none", async () => {
  const folder = folderOf({
    "a.ts": "",
    "b.tsx": "",
    "c.mts": "",
    "d.js": "",
    "e.mjs": "",
    "f.jsx": "",
    "g.json": "",
    "deep/er/still/h.ts": "",
    "spec.ts": "",
    "test.ts": "",
    "my.spec.data.ts": "",
    "tests/i.ts": "",
    "folder.ts/j.ts": "",
    "B.TS": "",
    "a.test.ts": "",
    "a.spec.tsx": "",
    "a.d.ts": "",
    "a.d.mts": "",
    "k.cts": "",
    "l.cjs": "",
    "m.md": "",
    ts: "",
    ".hidden.ts": "",
    ".git/n.ts": "",
    "node_modules/o/index.js": "",
    "deep/node_modules/p.ts": "",
    "deep/__tests__/q.ts": "",
  });
  const { modules } = await scanFolder(folder);
  expect(modules).toEqual([
    "a.ts",
    "b.tsx",
    "c.mts",
    "d.js",
    "deep/er/still/h.ts",
    "e.mjs",
    "f.jsx",
    "folder.ts/j.ts",
    "g.json",
    "my.spec.data.ts",
    "spec.ts",
    "test.ts",
    "tests/i.ts",
  ]);
  for (const id of modules) expect(isModulePath(id)).toBe(true);
});

test("[W1] any name that the file system takes is one: spaces, unicode, #, ?, %, a line break", async () => {
  const names = [
    "a b.ts",
    "größe.ts",
    "日本/語.ts",
    "c#1.ts",
    "d?v=1.ts",
    "e%20.ts",
    "f\ng.ts",
    "'\"`${x}.ts",
    "[h].ts",
  ];
  const { modules } = await scanFolder(folderOf(Object.fromEntries(names.map((name) => [name, ""]))));
  expect(modules).toEqual([...names].sort());
});

test("[W2] links to files are files, links to folders are not followed, circles end", async () => {
  const folder = folderOf({ "real.ts": "export const a = 1;", "in/b.ts": "" });
  symlinkSync(join(folder, "real.ts"), join(folder, "link.ts"));
  symlinkSync(join(folder, "nowhere.ts"), join(folder, "dangling.ts"));
  symlinkSync("self.ts", join(folder, "self.ts"));
  symlinkSync(join(folder, "in"), join(folder, "folder"));
  symlinkSync(folder, join(folder, "in", "circle"));
  symlinkSync(join(folder, "in"), join(folder, "folder.ts"));
  expect((await scanFolder(folder)).modules).toEqual([
    "dangling.ts",
    "folder.ts",
    "in/b.ts",
    "link.ts",
    "real.ts",
    "self.ts",
  ]);
  expect(readModule(folder, "link.ts")).toEqual({ ok: true, text: "export const a = 1;" });
  const refused = (id: string) => {
    const content = readModule(folder, id);
    return content.ok ? content : [content.code, content.message];
  };
  expect(refused("dangling.ts")).toEqual([
    "file-unreadable",
    "dangling.ts is a link to a file that is not there: mend the link or delete it.",
  ]);
  expect(refused("self.ts")).toEqual(["file-unreadable", "self.ts cannot be read: its links lead in a circle."]);
  expect(refused("folder.ts")).toEqual(["file-unreadable", "folder.ts is a folder: rename it."]);
});

test("[W3] settings of tools are listed apart", async () => {
  const names = ["package.json", "package-lock.json", "tsconfig.json", "tsconfig.base.json", "sub/jsconfig.json"];
  const found = await scanFolder(folderOf(Object.fromEntries([...names, "data.json"].map((name) => [name, "{}"]))));
  expect(found).toEqual({ modules: ["data.json"], settings: [...names].sort(), unreadable: [] });
});

test("[W4] a folder that is missing, or a file, is refused", async () => {
  const folder = folderOf({ "a.ts": "" });
  await expect(scanFolder(join(folder, "b"))).rejects.toMatchObject({
    code: "folder-missing",
    message: `There is no folder ${folder}/b.`,
  });
  await expect(scanFolder(join(folder, "a.ts"))).rejects.toMatchObject({
    code: "folder-missing",
    message: `${folder}/a.ts is not a folder: open the folder that it lies in.`,
  });
});

// Permissions do not stop root, so what the system would say is handed in.
test("[W4] a folder without permission is refused in words", () => {
  const error = Object.assign(new Error("EACCES: permission denied, scandir '/x'"), { code: "EACCES" });
  expect(refusalOfFolder("/x", error)).toMatchObject({
    code: "folder-unreadable",
    message: "The folder /x cannot be read: you have no permission to read it.",
  });
  expect(wordsOfFailure(Object.assign(new Error("odd"), { code: "EODD" }))).toBe("odd");
});

test("[W6] a file that is no UTF-8, no file, or too large is refused, not waited for", async () => {
  const folder = folderOf({
    "latin1.ts": Buffer.from("const ö = 1", "latin1"),
    "utf16.ts": Buffer.from("\uFEFFexport {}", "utf16le"),
    "bom.ts": "\uFEFFexport {}",
    "empty.ts": "",
  });
  execFileSync("mkfifo", [join(folder, "pipe.ts")]);
  writeFileSync(join(folder, "large.ts"), Buffer.alloc(33 * 1024 * 1024, " "));
  expect((await scanFolder(folder)).modules).not.toContain("pipe.ts");
  const read = (id: string) => {
    const content = readModule(folder, id);
    return content.ok ? content.text : [content.code, content.message];
  };
  expect(read("latin1.ts")).toEqual(["file-not-utf8", "latin1.ts is not UTF-8 text: save it in that encoding."]);
  expect(read("utf16.ts")).toMatchObject(["file-not-utf8", expect.anything()]);
  expect(read("pipe.ts")).toEqual(["file-unreadable", "pipe.ts is no file: rename it."]);
  expect(read("large.ts")).toEqual([
    "file-too-large",
    "large.ts is 33 MB long, and only files of up to 32 MB are compiled: split it.",
  ]);
  expect(read("gone.ts")).toEqual(["file-unreadable", "The file gone.ts is not there any more: write it again."]);
  expect(read("bom.ts")).toBe("export {}");
  expect(read("empty.ts")).toBe("");
});

test("[W7] names that differ in case only are told", () => {
  expect(clashesOf(["A.ts", "a.ts", "b.ts", "lib/x.ts", "LIB/X.ts"])).toEqual([
    { id: "a.ts", other: "A.ts" },
    { id: "LIB/X.ts", other: "lib/x.ts" },
  ]);
});

test("[W13] 10,000 files that are no modules are seen quickly", async () => {
  const folder = folderOf({ "a.ts": "" });
  for (let part = 0; part < 100; part++) {
    mkdirSync(join(folder, `p${part}`));
    for (let n = 0; n < 100; n++) writeFileSync(join(folder, `p${part}`, `${n}.txt`), "");
  }
  let seen = 0;
  const from = performance.now();
  expect(await scanFolder(folder, (entries) => (seen = entries))).toMatchObject({ modules: ["a.ts"] });
  expect(seen).toBe(10_101);
  expect(performance.now() - from).toBeLessThan(2000);
});
