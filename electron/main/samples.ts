import { existsSync } from "node:fs";
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Refusal } from "../engine/index.ts";
import type { AppResults } from "../ipc/contract.ts";

export interface Samples {
  readonly list: () => Promise<AppResults["app.samples"]>;
  /** The person's own copy, made when there is none yet. */
  readonly folderOf: (name: string) => Promise<string>;
  /** The same, with every file as it was shipped and none beside them. */
  readonly reset: (name: string) => Promise<string>;
  /** Name of the sample whose copy this folder is. */
  readonly nameOf: (folder: string) => string | undefined;
}

/**
 * Samples are copied before they are opened, so that a person can change them and an update of Graft cannot.
 *
 * @param shipped the folder of sample workspaces that comes with Graft
 * @param copies where the person's copies lie; real path
 */
export const openSamples = (shipped: string, copies: string): Samples => {
  const list = async () => {
    const entries = await readdir(shipped, { withFileTypes: true }).catch(() => []);
    const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    const samples = await Promise.all(names.sort().map((name) => describe(join(shipped, name))));
    return samples.filter((sample) => sample !== undefined);
  };
  const known = async (name: string): Promise<void> => {
    const names = (await list()).map((sample) => sample.name);
    if (!names.includes(name))
      throw new Refusal("folder-missing", `There is no sample \`${name}\`; there are ${names.join(", ")}.`);
  };
  const copyOf = (name: string): string => join(copies, name);
  const refresh = async (name: string): Promise<string> => {
    await replaceFolder(join(shipped, name), copyOf(name));
    return copyOf(name);
  };
  return {
    list,
    folderOf: async (name) => {
      await known(name);
      await shareTypes(shipped, copies);
      return existsSync(copyOf(name)) ? copyOf(name) : refresh(name);
    },
    reset: async (name) => {
      await known(name);
      await shareTypes(shipped, copies);
      return refresh(name);
    },
    nameOf: (folder) =>
      dirname(folder) === copies && existsSync(join(shipped, basename(folder))) ? basename(folder) : undefined,
  };
};

/** A sample is a folder with a README: its heading is the title, the line after it the description. */
const describe = async (folder: string) => {
  const text = await readFile(join(folder, "README.md"), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const [heading = "", description = ""] = text.split("\n").filter((line) => line.trim() !== "");
  return { name: basename(folder), title: heading.replace(/^#+\s*/, ""), description };
};

/** Either the old folder or the whole new one is there, also after a crash in between. */
const replaceFolder = async (from: string, to: string): Promise<void> => {
  const making = `${to}.making`;
  const old = `${to}.old`;
  await rm(making, { recursive: true, force: true });
  await rm(old, { recursive: true, force: true });
  await mkdir(dirname(to), { recursive: true });
  await cp(from, making, { recursive: true });
  if (existsSync(to)) await rename(to, old);
  await rename(making, to);
  await rm(old, { recursive: true, force: true });
};

/** Lets any TypeScript editor complete and check a sample: what `"graft"` means is found above it. */
const shareTypes = async (shipped: string, copies: string): Promise<void> => {
  const types = await readFile(join(shipped, "graft.d.ts")).catch(() => undefined);
  if (types === undefined) return;
  await mkdir(copies, { recursive: true });
  await writeFile(join(copies, "graft.d.ts"), types);
  await writeFile(join(copies, "tsconfig.json"), JSON.stringify(editorConfig, undefined, 2));
};

export const editorConfig = {
  compilerOptions: {
    target: "ES2023",
    module: "ESNext",
    moduleResolution: "bundler",
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    paths: { graft: ["./graft.d.ts"] },
  },
};
