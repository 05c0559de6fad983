import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { readModuleFile, readTypes, writeModuleFile } from "./module-files.ts";

const folders: string[] = [];
const folderOf = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "graft-files-")));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const hashIn = async (folder: string, id: string): Promise<string> => {
  const file = await readModuleFile(folder, id);
  if (file.kind !== "text") throw new Error(file.kind);
  return file.hash;
};

test("a file is written where it is what the writer knows, and left alone where it is not", async () => {
  const folder = folderOf({ "a.ts": "one" });
  const hash = await hashIn(folder, "a.ts");
  expect(await readModuleFile(folder, "a.ts", hash)).toEqual({ kind: "same" });
  expect(await writeModuleFile(folder, "a.ts", "two", hash)).toMatchObject({ kind: "written" });
  expect(await writeModuleFile(folder, "a.ts", "three", hash)).toMatchObject({
    kind: "changed",
    file: { kind: "text", text: "two" },
  });
  expect(await writeModuleFile(folder, "a.ts", "three", null)).toMatchObject({ kind: "changed" });
  expect(readFileSync(join(folder, "a.ts"), "utf8")).toBe("two");
  rmSync(join(folder, "a.ts"));
  expect(await writeModuleFile(folder, "a.ts", "four", hash)).toEqual({ kind: "changed", file: { kind: "gone" } });
  expect(await writeModuleFile(folder, "a.ts", "four", null)).toMatchObject({ kind: "written" });
  expect(readdirSync(folder)).toEqual(["a.ts"]);
});

test("a byte order mark, and a link, are what they were after writing", async () => {
  const folder = folderOf({ "real.ts": "\u{feff}one\r\n" });
  symlinkSync("real.ts", join(folder, "link.ts"));
  expect(await readModuleFile(folder, "link.ts")).toMatchObject({ text: "one\r\n" });
  await writeModuleFile(folder, "link.ts", "two\r\n", await hashIn(folder, "link.ts"));
  expect(readFileSync(join(folder, "real.ts"), "utf8")).toBe("\u{feff}two\r\n");
  expect(lstatSync(join(folder, "link.ts")).isSymbolicLink()).toBe(true);
});

test("what is no text, and what is not of the folder, is refused in a sentence", async () => {
  const folder = folderOf({ "a.ts": new Uint8Array([0xff, 0xfe, 0x00]) });
  expect(await readModuleFile(folder, "a.ts")).toEqual({ kind: "unreadable", message: "a.ts is not UTF-8." });
  await expect(readModuleFile(folder, "../a.ts")).rejects.toThrow("There is no module ../a.ts in this workspace.");
  await expect(writeModuleFile(folder, "/etc/graft-test", "", null)).rejects.toThrow("There is no module");
  await expect(readTypes("file:///etc/passwd")).rejects.toThrow("Only types and packages");
});
