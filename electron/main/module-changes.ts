/** Makes, renames and deletes modules: what runs and what is on disk change together, or neither does. */
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Refusal } from "../engine/index.ts";
import type { ModuleRenamed, SwapReport } from "../ipc/contract.ts";
import { moduleNamed } from "../ipc/module-names.ts";
import { pathOfModule, readModuleFile, writeModuleFile } from "./module-files.ts";
import type { Engine } from "./workbench.ts";

type Methods = Pick<Engine, "methods">;

/** A text that is to be written over one that is known by its hash. */
export interface NewText {
  readonly text: string;
  readonly expected: string;
}

/** @returns the id, as it was completed */
export const createModule = async (engine: Methods, folder: string, name: string, text: string): Promise<string> => {
  const id = await freeName(engine, folder, name);
  await mkdir(dirname(join(folder, id)), { recursive: true });
  await write(folder, id, text, null);
  return id;
};

/**
 * First what runs, as one transaction; where that is refused, no file is touched. A file that cannot be written then takes
 * the transaction back, and what was written of the others.
 *
 * @param texts of the module under its new name, and of its importers
 */
export const renameModule = async (
  engine: Methods,
  folder: string,
  from: string,
  typed: string,
  texts: Readonly<Record<string, NewText>>,
): Promise<ModuleRenamed> => {
  const to = await freeName(engine, folder, typed, from);
  const before = await readModuleFile(folder, from);
  if (before.kind !== "text") throw new Refusal("file-unreadable", `The file of ${from} cannot be read.`);
  const own = texts[from] ?? { text: before.text, expected: before.hash };
  const importers = Object.entries(texts).filter(([id]) => id !== from);
  const textsBefore = new Map<string, string>();
  for (const [id, { expected }] of [...importers, [from, own] as const])
    textsBefore.set(id, await expectOn(folder, id, expected));

  const modules = await engine.methods["modules.list"]({});
  const runs = (id: string): boolean => modules.some((one) => one.id === id && one.generation > 0);
  let report: SwapReport | null = null;
  if (runs(from)) {
    const running = importers.filter(([id]) => runs(id));
    report = await engine.methods["modules.swap"]({
      ids: running.map(([id]) => id),
      sources: { [to]: own.text, ...Object.fromEntries(running.map(([id, { text }]) => [id, text])) },
      moves: { [from]: to },
    });
    if (!report.ok) return { id: from, report };
  }
  const written = new Map<string, string>();
  const put = async (id: string, text: string, expected: string | null): Promise<void> =>
    void written.set(id, await write(folder, id, text, expected));
  try {
    await mkdir(dirname(join(folder, to)), { recursive: true });
    const isSameFile = isOtherCase(from, to);
    await (isSameFile ? put(from, own.text, own.expected) : put(to, own.text, null));
    for (const [id, { text, expected }] of importers) await put(id, text, expected);
    await (isSameFile ? rename(pathOfModule(folder, from), join(folder, to)) : rm(pathOfModule(folder, from)));
  } catch (error) {
    for (const [id, hash] of written) await takeBack(folder, id, hash, textsBefore.get(id));
    if (report !== null) await engine.methods["modules.undo"]({ id: to });
    throw error;
  }
  return { id: to, report };
};

/** What was written is as before; what somebody else wrote since stays. @param text absent: there was no file */
const takeBack = async (folder: string, id: string, hash: string, text: string | undefined): Promise<void> => {
  const file = await readModuleFile(folder, id, hash);
  if (file.kind !== "same") return;
  await (text === undefined ? rm(pathOfModule(folder, id)) : writeModuleFile(folder, id, text, hash)).catch(
    () => undefined,
  );
};

/** Where deleted files go. */
export interface Bin {
  /** Rejects where the system has none. */
  readonly trash: (path: string) => Promise<void>;
  /** Keeps them then. */
  readonly folder: string;
}

/** Unloads a module, which others that import it refuse; then its file goes where it can be brought back from. */
export const deleteModule = async (
  engine: Methods,
  folder: string,
  id: string,
  bin: Bin,
): Promise<{ readonly report: SwapReport | null; readonly where: string }> => {
  const path = pathOfModule(folder, id);
  const runs = (await engine.methods["modules.list"]({})).some((one) => one.id === id && one.generation > 0);
  const report = runs ? await engine.methods["modules.unload"]({ ids: [id] }) : null;
  if (report?.ok === false) return { report, where: "" };
  try {
    await bin.trash(path);
    return { report, where: "the system's bin" };
  } catch {
    // Not every system has one.
    const kept = join(bin.folder, String(Date.now()), id);
    await mkdir(dirname(kept), { recursive: true });
    await rename(path, kept).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== "EXDEV")
        throw new Refusal("file-unreadable", `The file of ${id} cannot be deleted: ${error.message}.`);
      const file = await readModuleFile(folder, id);
      if (file.kind !== "text") throw new Refusal("file-unreadable", `The file of ${id} cannot be read.`);
      await writeModuleFile(dirname(kept), kept.slice(dirname(kept).length + 1), file.text, null);
      await rm(path);
    });
    return { report, where: kept };
  }
};

const freeName = async (engine: Methods, folder: string, typed: string, before?: string): Promise<string> => {
  const modules = await engine.methods["modules.list"]({});
  // A module that runs without a file takes one that does not run, but not another module's place.
  const isFile = modules.some(({ id, generation }) => id === before && generation === 0);
  const taken = modules
    .filter(({ id, status }) => id !== before && !(isFile && status === "deleted"))
    .map(({ id }) => id);
  const named = moduleNamed(typed, taken, before);
  if (!named.ok) throw new Refusal("file-name-clash", named.message);
  if (named.id === before) throw new Refusal("file-name-clash", `${before} is called so already.`);
  if (before !== undefined && isOtherCase(before, named.id) && (await isOneFile(folder, before, named.id)))
    return named.id;
  const file = await readModuleFile(folder, named.id);
  if (file.kind === "unreadable") throw new Refusal("file-unreadable", `${named.id} cannot be there: ${file.message}`);
  if (file.kind !== "gone")
    throw new Refusal("file-name-clash", `There is a file ${named.id} already: choose another name.`);
  return named.id;
};

/** Where a system does not tell capital letters from small ones, both names are the same file. */
const isOtherCase = (from: string, to: string): boolean => from.toLowerCase() === to.toLowerCase();

const isOneFile = async (folder: string, one: string, other: string): Promise<boolean> => {
  const [a, b] = await Promise.all([one, other].map((id) => stat(join(folder, id)).catch(() => undefined)));
  return a !== undefined && a.ino === b?.ino && a.dev === b.dev;
};

/** @returns its text */
const expectOn = async (folder: string, id: string, expected: string): Promise<string> => {
  const file = await readModuleFile(folder, id);
  if (file.kind !== "text" || file.hash !== expected) throw changedMeanwhile(id);
  return file.text;
};

const changedMeanwhile = (id: string): Refusal =>
  new Refusal("file-unreadable", `${id} was changed by somebody else meanwhile: look at it, then try again.`);

/** @returns the file's hash */
const write = async (folder: string, id: string, text: string, expected: string | null): Promise<string> => {
  const outcome = await writeModuleFile(folder, id, text, expected).catch((error: Error) => {
    throw new Refusal("file-unreadable", `${id} cannot be written: ${error.message}.`);
  });
  if (outcome.kind !== "written") throw changedMeanwhile(id);
  return outcome.hash;
};
