/** Reads and writes the files of modules for the window's editor: what somebody else wrote meanwhile is never overwritten. */
import { createHash } from "node:crypto";
import { chmod, mkdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { Refusal } from "../engine/index.ts";
import type { ModuleFile, WriteOutcome } from "../ipc/contract.ts";

const byteOrderMark = "\u{feff}";
/** As in W6. */
const mostBytes = 32 * 1024 * 1024;

/** @param known hash of what the reader has already */
export const readModuleFile = async (folder: string, id: string, known?: string): Promise<ModuleFile> =>
  readText(pathOfModule(folder, id), known);

/** @param expected hash of what the writer believes to be there; null: nothing, and perhaps no folder either */
export const writeModuleFile = async (
  folder: string,
  id: string,
  text: string,
  expected: string | null,
): Promise<WriteOutcome> => {
  const path = pathOfModule(folder, id);
  // A link stays a link: what it leads to is written.
  const target = await realpath(path).catch(() => path);
  const before = await readFile(target).catch(() => undefined);
  if ((before === undefined ? null : hashOf(before)) !== expected)
    return { kind: "changed", file: await readText(target) };
  if (expected === null) await mkdir(dirname(target), { recursive: true });
  const hasMark = before?.subarray(0, 3).toString("utf8") === byteOrderMark;
  const bytes = Buffer.from(hasMark ? byteOrderMark + text : text);
  await replace(target, bytes);
  return { kind: "written", hash: hashOf(bytes) };
};

/** Types of libraries only: the window has no business with other files outside of the workspace. */
export const readTypes = async (uri: string): Promise<{ readonly text: string }> => {
  const path = uri.startsWith("file:") ? fileURLToPath(uri) : "";
  if (!/\.d\.[cm]?ts$|[\\/]node_modules[\\/].*\.[cm]?[jt]sx?$/.test(path))
    throw new Refusal("file-unreadable", "Only types and packages can be looked at outside of the workspace.");
  const read = await readText(path);
  if (read.kind === "text") return { text: read.text };
  throw new Refusal("file-unreadable", read.kind === "unreadable" ? read.message : `${path} is not there.`);
};

const readText = async (path: string, known?: string): Promise<ModuleFile> => {
  try {
    if ((await stat(path)).size > mostBytes)
      return { kind: "unreadable", message: `${basename(path)} is larger than 32 MB: edit it elsewhere.` };
    const bytes = await readFile(path);
    const hash = hashOf(bytes);
    if (hash === known) return { kind: "same" };
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { kind: "text", text, hash };
  } catch (error) {
    if (error instanceof TypeError) return { kind: "unreadable", message: `${basename(path)} is not UTF-8.` };
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return { kind: "gone" };
    return { kind: "unreadable", message: error instanceof Error ? `${error.message}.` : String(error) };
  }
};

/** The whole text or the old one, also after a crash in between. Where the folder takes no new file, it is written in place. */
const replace = async (path: string, bytes: Buffer): Promise<void> => {
  const unfinished = join(dirname(path), `.${basename(path)}.${process.pid}.graft`);
  const mode = (await stat(path).catch(() => undefined))?.mode;
  try {
    await writeFile(unfinished, bytes);
    if (mode !== undefined) await chmod(unfinished, mode);
    await rename(unfinished, path);
  } catch {
    await rm(unfinished, { force: true }).catch(() => undefined);
    await writeFile(path, bytes);
  }
};

const hashOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** @throws Refusal for what is not inside of the folder */
export const pathOfModule = (folder: string, id: string): string => {
  const path = resolve(folder, id);
  const inside = relative(folder, path);
  if (inside === "" || inside.split(sep)[0] === ".." || resolve(inside) === inside)
    throw new Refusal("unknown-module", `There is no module ${id} in this workspace.`);
  return path;
};
