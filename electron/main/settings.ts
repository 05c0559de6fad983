import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as v from "valibot";
import { callTimeoutMs as callTimeoutSchema, type Settings } from "../ipc/contract.ts";
import { log } from "./log.ts";
import { userFile } from "./paths.ts";

const bounds = v.object({ x: v.number(), y: v.number(), width: v.number(), height: v.number() });
const recentWorkspace = v.object({ folder: v.string(), name: v.string() });

const schema = v.object({
  theme: v.optional(v.picklist(["system", "dark", "light"]), "system"),
  welcomeSeen: v.optional(v.boolean(), false),
  layout: v.optional(v.record(v.string(), v.array(v.number())), {}),
  callTimeoutMs: v.optional(callTimeoutSchema, 1000),
  saveSwaps: v.optional(v.boolean(), true),
  formatOnSave: v.optional(v.boolean(), false),
  liveValues: v.optional(v.boolean(), true),
  bounds: v.optional(bounds),
  maximized: v.optional(v.boolean(), false),
  /** Newest first. */
  recent: v.optional(v.array(recentWorkspace), []),
  /** Real paths of the folders whose code may run. */
  trusted: v.optional(v.array(v.string()), []),
});

/** All that is remembered; the window sees `Settings` of it. */
export type Remembered = Readonly<v.InferOutput<typeof schema>>;

export interface SettingsStore {
  readonly get: () => Remembered;
  /** Counts at once; reaches the disk a moment later, many changes in one write. */
  readonly change: (patch: Partial<Remembered>) => void;
  readonly onChange: (listener: () => void) => void;
  /** Writes now what is not on the disk yet. */
  readonly flush: () => void;
  /** What was wrong with the file when it was read; one sentence for the person. */
  readonly problem: string | undefined;
}

export const setUpSettings = (): SettingsStore => openSettings(userFile("settings.json"));

export const publicSettings = ({
  theme,
  welcomeSeen,
  layout,
  callTimeoutMs,
  saveSwaps,
  formatOnSave,
  liveValues,
}: Remembered): Settings => ({
  theme,
  welcomeSeen,
  layout,
  callTimeoutMs,
  saveSwaps,
  formatOnSave,
  liveValues,
});

const writeDelayMs = 300;

export const openSettings = (file: string): SettingsStore => {
  const { remembered, problem } = read(file);
  let current = remembered;
  let timer: NodeJS.Timeout | undefined;
  const listeners = new Set<() => void>();

  const flush = (): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    write(file, current);
  };
  return {
    get: () => current,
    change: (patch) => {
      current = { ...current, ...patch };
      timer ??= setTimeout(flush, writeDelayMs);
      for (const listener of listeners) listener();
    },
    onChange: (listener) => void listeners.add(listener),
    flush,
    problem,
  };
};

const read = (file: string): { readonly remembered: Remembered; readonly problem: string | undefined } => {
  const defaults = v.parse(schema, {});
  try {
    const text = readIfThere(file);
    return { remembered: text === undefined ? defaults : v.parse(schema, JSON.parse(text)), problem: undefined };
  } catch (error) {
    return { remembered: defaults, problem: setAside(file, error) };
  }
};

const readIfThere = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
};

/** Keeps the bad file under another name, so that the next write destroys nothing that a person may want back. */
const setAside = (file: string, error: unknown): string => {
  const aside = `${file}.bad`;
  log.warn("The settings could not be read.", error);
  try {
    renameSync(file, aside);
    return `The settings could not be read, so Graft starts with its own; the old file is kept as ${aside}.`;
  } catch {
    return `The settings in ${file} could not be read, so Graft starts with its own.`;
  }
};

/** A whole file or none: a crash while writing leaves the old one. */
const write = (file: string, remembered: Remembered): void => {
  const unfinished = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(unfinished, JSON.stringify(remembered, undefined, 2));
    renameSync(unfinished, file);
  } catch (error) {
    log.error("The settings could not be written.", error);
  }
};
