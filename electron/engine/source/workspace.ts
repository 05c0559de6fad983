/** Which files of a folder are modules, and what is in them. */
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ProblemCode } from "../summary.ts";

/** A file larger than this is refused instead of compiled, in bytes. */
const largestFile = 32 * 1024 * 1024;

/** Thrown when something cannot be done as asked; the message is one sentence for the person. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string) {
    super(message);
    this.code = code;
  }
}

export interface FileSet {
  /** Ids of modules, sorted by code units. */
  readonly modules: readonly string[];
  /** Settings of tools (`package.json`, `tsconfig.json`): modules only when somebody imports them. */
  readonly settings: readonly string[];
}

/**
 * Lists a folder's modules. Links to folders are not followed, so no circle can be walked.
 * @param onProgress told the number of entries seen, now and then
 * @throws Refusal where the folder is missing, no folder, or unreadable
 */
export const scanFolder = async (folder: string, onProgress?: (seen: number) => void): Promise<FileSet> => {
  const modules: string[] = [];
  const settings: string[] = [];
  let seen = 0;
  const pending = [""];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const entries = await readdir(join(folder, path), { withFileTypes: true }).catch((error: unknown) => {
      if (path === "") throw refusalOfFolder(folder, error);
      return [];
    });
    for (const entry of entries) {
      const id = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (isWalked(entry.name)) pending.push(id);
      } else if (isModulePath(id)) (isSettings(entry.name) ? settings : modules).push(id);
    }
    seen += entries.length;
    onProgress?.(seen);
  }
  // Array#sort compares code units.
  return { modules: modules.sort(), settings: settings.sort() };
};

const refusalOfFolder = (folder: string, error: unknown): Refusal => {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
      return new Refusal("folder-missing", `There is no folder ${folder}.`);
    case "ENOTDIR":
      return new Refusal("folder-missing", `${folder} is a file, not a folder.`);
    default:
      return new Refusal("folder-unreadable", `The folder ${folder} cannot be read: ${(error as Error).message}.`);
  }
};

/** Whether a path inside a workspace is that of a module (W1). */
export const isModulePath = (id: string): boolean => {
  const parts = id.split("/");
  const name = parts.pop() as string;
  return (
    parts.every(isWalked) &&
    !name.startsWith(".") &&
    /\.(?:ts|tsx|mts|js|mjs|jsx|json)$/.test(name) &&
    !/\.d\.m?ts$/.test(name) &&
    !/\.(?:test|spec)\.\w+$/.test(name)
  );
};

export const isSettings = (name: string): boolean =>
  /^(?:package|package-lock|(?:ts|js)config(?:\.[\w.-]+)?)\.json$/.test(name);

/** Whether modules are looked for in a folder of that name. */
export const isWalked = (name: string): boolean =>
  !name.startsWith(".") && name !== "node_modules" && name !== "__tests__";

export type FileText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: ProblemCode; readonly message: string };

/** Reads a module's text. A file that vanished meanwhile is a value like every other refusal. */
export const readModule = async (folder: string, id: string): Promise<FileText> => {
  const path = join(folder, id);
  try {
    const { size } = await stat(path);
    if (size > largestFile)
      return {
        ok: false,
        code: "file-too-large",
        message: `${id} is ${Math.round(size / 1e6)} MB; modules of up to ${Math.round(largestFile / 1e6)} MB are compiled.`,
      };
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
    return { ok: true, text };
  } catch (error) {
    if (error instanceof TypeError)
      return { ok: false, code: "file-not-utf8", message: `${id} is not UTF-8 text: save it in that encoding.` };
    return { ok: false, code: "file-unreadable", message: `${id} cannot be read: ${(error as Error).message}.` };
  }
};

/** Ids that differ in case only: on other systems they are one file. Each later one with the first of its kind. */
export const clashesOf = (ids: readonly string[]): { readonly id: string; readonly other: string }[] => {
  const first = new Map<string, string>();
  const clashes: { id: string; other: string }[] = [];
  for (const id of ids) {
    const other = first.get(id.toLowerCase());
    if (other === undefined) first.set(id.toLowerCase(), id);
    else clashes.push({ id, other });
  }
  return clashes;
};
