/** TypeScript's language server beside the application: for folders that are trusted, and not before the window stands. */
import { mkdirSync, readFileSync, watch, type FSWatcher, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { app } from "electron";
import type { Host } from "../engine/host.ts";
import type { Problem } from "../engine/summary.ts";
import type { ModuleTypeErrors } from "../ipc/contract.ts";
import { Language } from "../language/language.ts";
import type { LanguageStatus } from "../language/status.ts";
import { log } from "./log.ts";
import { pluginsFolder, userFile } from "./paths.ts";
import type { Shell } from "./window.ts";
import type { Engine } from "./workbench.ts";
import type { Workspaces } from "./workspaces.ts";

export interface LanguageServer {
  readonly status: () => LanguageStatus;
  /** A message of the window's client. */
  readonly send: (message: string) => void;
  readonly restart: () => void;
  readonly typeErrors: () => readonly ModuleTypeErrors[];
  readonly checkTypes: NonNullable<Host["checkTypes"]>;
  readonly language: Language;
}

/** The first frames and the first swap come before the first check of types. */
const startsAfterMs = 700;
/** Many changes that come together are told together. */
const gatherMs = 60;

export const createLanguage = (shell: Shell): LanguageServer => {
  const language = new Language({
    typesFile,
    onStatus: (status) => shell.tell("app.languageStatus", status),
    onMessage: (message) => shell.tell("app.languageMessage", { message }),
    onTypeErrors: (changed) => shell.tell("app.typeErrors", { modules: listOf(changed) }),
    onLog: (level, message) => log[level](message),
  });
  return {
    language,
    status: () => language.status,
    send: (message) => language.receive(message),
    restart: () => language.restart(),
    typeErrors: () => listOf(language.typeErrors()),
    checkTypes: (folder, texts) => language.check(folder, texts),
  };
};

export const setUpLanguage = (
  { language }: LanguageServer,
  {
    engine: { workbench, methods },
    shell,
    workspaces,
  }: { readonly engine: Engine; readonly shell: Shell; readonly workspaces: Workspaces },
): void => {
  let watcher: FSWatcher | undefined;
  const open = async (folder: string): Promise<void> => {
    await shell.shown;
    await new Promise((resolve) => setTimeout(resolve, startsAfterMs));
    const now = workspaces.current();
    if (now?.folder !== folder || !now.trusted) return;
    language.open(
      folder,
      (await methods["modules.list"]({})).map(({ id }) => id),
    );
    watcher?.close();
    watcher = watchSettings(folder, () => language.projectChanged());
  };
  workspaces.onShown((workspace) => {
    if (workspace?.trusted === true) return void open(workspace.folder);
    watcher?.close();
    language.close();
  });
  const touched = new Set<string>();
  workbench.on("modules.changed", ({ modules, removed }) => {
    if (touched.size === 0)
      setTimeout(() => {
        language.filesChanged([...touched]);
        touched.clear();
      }, gatherMs);
    for (const id of [...modules.map(({ id }) => id), ...removed]) touched.add(id);
  });
  app.on("will-quit", () => language.close());
};

const listOf = (found: ReadonlyMap<string, readonly Problem[]>): readonly ModuleTypeErrors[] =>
  [...found].map(([id, problems]) => ({ id, problems }));

/** The language server reads files of the system, which those in the application's archive are not. */
const typesFile = (): string => {
  const file = userFile("types", "graft.d.ts");
  const text = readFileSync(join(pluginsFolder(), "graft.d.ts"));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
};

const watchSettings = (folder: string, onChange: () => void): FSWatcher | undefined => {
  try {
    const watcher = watch(folder, (_event, name) => {
      if (name !== null && /^(?:[tj]sconfig.*|package)\.json$/.test(name)) onChange();
    });
    return watcher.on("error", () => undefined);
  } catch {
    return undefined;
  }
};
