/** Which files of a folder are modules, and what is in them. */
import { lstatSync, readFileSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ProblemCode } from "../summary.ts";

/** A file larger than this is refused instead of compiled, in bytes. */
const largestFile = 32 * 1024 * 1024;

const utf8 = new TextDecoder("utf-8", { fatal: true });

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
  /** Folders inside that could not be listed, each with a sentence that says why. */
  readonly unreadable: readonly { readonly folder: string; readonly message: string }[];
}

/**
 * Lists a folder's modules (W1). Links to folders are not followed, so no circle can be walked (W2).
 * @param onProgress told the number of entries seen, now and then
 * @throws Refusal where the folder is missing, no folder, or unreadable
 */
export const scanFolder = async (folder: string, onProgress?: (seen: number) => void): Promise<FileSet> => {
  const modules: string[] = [];
  const settings: string[] = [];
  const unreadable: { folder: string; message: string }[] = [];
  let seen = 0;
  const pending = [""];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const entries = await readdir(join(folder, path), { withFileTypes: true }).catch((error: unknown) => {
      if (path === "") throw refusalOfFolder(folder, error);
      unreadable.push({
        folder: path,
        message: `The folder ${path} cannot be read (${wordsOfFailure(error)}): what is in it is not listed.`,
      });
      return [];
    });
    for (const entry of entries) {
      const id = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (isWalked(entry.name)) pending.push(id);
      } else if ((entry.isFile() || entry.isSymbolicLink()) && isModulePath(id))
        (isSettings(entry.name) ? settings : modules).push(id);
    }
    seen += entries.length;
    onProgress?.(seen);
  }
  // Array#sort compares code units.
  return { modules: modules.sort(), settings: settings.sort(), unreadable };
};

/** Why a folder cannot be opened, as one sentence. */
export const refusalOfFolder = (folder: string, error: unknown): Refusal => {
  switch (codeOf(error)) {
    case "ENOENT":
      return new Refusal("folder-missing", `There is no folder ${folder}.`);
    case "ENOTDIR":
      return new Refusal("folder-missing", `${folder} is not a folder: open the folder that it lies in.`);
    default:
      return new Refusal("folder-unreadable", `The folder ${folder} cannot be read: ${wordsOfFailure(error)}.`);
  }
};

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | undefined)?.code;

const failures: Readonly<Record<string, string>> = {
  EACCES: "you have no permission to read it",
  EPERM: "you have no permission to read it",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "its path is too long",
  EMFILE: "this process has too many files open",
  ENFILE: "this computer has too many files open",
  EIO: "the disk reports an error",
};

/** What went wrong with a file or folder, in words that go on after a colon. */
export const wordsOfFailure = (error: unknown): string =>
  failures[codeOf(error) ?? ""] ?? (error instanceof Error ? error.message : String(error));

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
  | {
      readonly ok: false;
      readonly code: ProblemCode;
      readonly message: string;
      /** There is no such file, not even a link of that name. */
      readonly isGone: boolean;
    };

/**
 * Reads a module's text. A file that vanished meanwhile is a value like every other refusal. Reads at once, for it is
 * small: asked for in the background, each step would wait for a batch of the running loop.
 */
export const readModule = (folder: string, id: string): FileText => {
  const path = join(folder, id);
  try {
    const found = statSync(path);
    // What is no file may never end: a pipe, a device.
    if (!found.isFile())
      return refuse("file-unreadable", `${id} is ${found.isDirectory() ? "a folder" : "no file"}: rename it.`);
    if (found.size > largestFile)
      return refuse(
        "file-too-large",
        `${id} is ${inMegabytes(found.size)} MB long, and only files of up to ${inMegabytes(largestFile)} MB are compiled: split it.`,
      );
    return { ok: true, text: textOf(path) };
  } catch (error) {
    if (error instanceof TypeError)
      return refuse("file-not-utf8", `${id} is not UTF-8 text: save it in that encoding.`);
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "ENOTDIR")
      return refuse("file-unreadable", `${id} cannot be read: ${wordsOfFailure(error)}.`);
    if (codeOf(error) === "ENOENT" && lstatSync(path, { throwIfNoEntry: false }))
      return refuse("file-unreadable", `${id} is a link to a file that is not there: mend the link or delete it.`);
    return { ...refuse("file-unreadable", `The file ${id} is not there any more: write it again.`), isGone: true };
  }
};

const byteOrderMark = "\ufeff";
/** What a byte that is no UTF-8 is read as; a text may have it itself. */
const replacement = "\ufffd";

/** Throws a TypeError where it is not UTF-8. Node reads a text in one call, and bytes in four. */
const textOf = (path: string): string => {
  const text = readFileSync(path, "utf8");
  if (text.includes(replacement)) return utf8.decode(readFileSync(path));
  return text.startsWith(byteOrderMark) ? text.slice(byteOrderMark.length) : text;
};

const refuse = (code: ProblemCode, message: string) => ({ ok: false, code, message, isGone: false }) as const;

const inMegabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0);

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
