/** The modules of a saved session as a folder, which can be opened, edited and trusted as any other. Nothing of it runs. */
import { existsSync, symlinkSync } from "node:fs";
import { mkdir, readdir, realpath, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { History } from "../history/history.ts";
import { readSession } from "../history/session-file.ts";
import { Refusal, isModulePath } from "../source/workspace.ts";

/**
 * @param into absent: a new folder beside the file
 * @returns the folder's real path
 * @throws Refusal where the file is no session, or the folder has something in it already
 */
export const unpackSession = async (file: string, into?: string): Promise<string> => {
  const history = new History();
  const { head, end } = await readSession(file, history);
  const texts = Object.entries(end.program).flatMap(([id, generation]) => {
    const text = history.marks.textOf(id, generation);
    return text === undefined ? [] : [{ id, text }];
  });
  const stranger = texts.find(({ id }) => !isModulePath(id) || id.includes("\\"));
  if (stranger)
    throw new Refusal(
      "session-file",
      `${file} has a module at ${stranger.id}, which is no place for one: it is not opened.`,
    );
  const folder = into ?? freeFolderBeside(file);
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0)
    throw new Refusal("session-file", `${folder} is not empty: choose a folder that is, for the session's modules.`);
  for (const { id, text } of texts) {
    await mkdir(dirname(join(folder, id)), { recursive: true });
    await writeFile(join(folder, id), text);
  }
  linkPackages(head.folder, folder);
  return realpath(folder);
};

const freeFolderBeside = (file: string): string => {
  const name = basename(file).replace(/\.[^.]+$/, "");
  for (let count = 1; ; count++) {
    const folder = join(dirname(file), count === 1 ? `${name} modules` : `${name} modules ${count}`);
    if (!existsSync(folder)) return folder;
  }
};

/** Packages are no part of a session; where its workspace is still there, they are found by it. */
const linkPackages = (from: string, to: string): void => {
  const packages = join(from, "node_modules");
  if (!existsSync(packages)) return;
  try {
    symlinkSync(packages, join(to, "node_modules"), "dir");
  } catch {
    // Then what imports a package says that it is not found.
  }
};
