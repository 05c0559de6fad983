import { mkdirSync, realpathSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { basename } from "node:path";
import { dialog } from "electron";
import { Refusal, type Workbench } from "../engine/index.ts";
import type { AppResults, OpenWorkspace } from "../ipc/contract.ts";
import { workspaceNamed } from "../ipc/module-names.ts";
import { scaffold } from "./new-workspace.ts";
import { notice, sentenceOf } from "./notice.ts";
import { pluginsFolder, userFile } from "./paths.ts";
import { openSamples } from "./samples.ts";
import type { SettingsStore } from "./settings.ts";
import type { Shell } from "./window.ts";
import type { Engine } from "./workbench.ts";

/** `named`: on the command line, which counts as trust; `chosen`: in the window, where an unknown folder is asked about first. */
export type HowOpened = "named" | "chosen";

export interface Workspaces {
  readonly current: () => OpenWorkspace | null;
  /** Another one is open, or the one that is open is trusted now. */
  readonly onShown: (listener: (workspace: OpenWorkspace | null) => void) => void;
  readonly open: (folder: string, how: HowOpened) => Promise<OpenWorkspace>;
  /** @returns null when the person cancelled. */
  readonly openByDialog: () => Promise<OpenWorkspace | null>;
  /** Asks for the place, makes a workspace of that name there and opens it. @returns null when the person cancelled. */
  readonly createByDialog: (name: string) => Promise<OpenWorkspace | null>;
  readonly openSample: (name: string) => Promise<OpenWorkspace>;
  readonly resetSample: (name: string) => Promise<OpenWorkspace>;
  /** What a start shows: the folder named on its command line, else the last one, else the first sample. Never rejects. */
  readonly openFirst: (named: string | undefined) => Promise<void>;
  /** Lets the open folder's code run, now and whenever it is opened again. */
  readonly trust: () => Promise<OpenWorkspace>;
  readonly samples: () => Promise<AppResults["app.samples"]>;
}

const recentAtMost = 12;
/** What somebody sees who opens Graft for the first time: it must move by itself. */
const greeting = "orbits";

export const setUpWorkspaces = ({
  engine: { workbench, methods },
  settings,
  shell,
}: {
  readonly engine: Engine;
  readonly settings: SettingsStore;
  readonly shell: Shell;
}): Workspaces => {
  const samples = openSamples(pluginsFolder(), realFolder(userFile("samples")));
  let current: OpenWorkspace | null = null;
  const listeners = new Set<(workspace: OpenWorkspace | null) => void>();
  const inTurn = queue();

  const show = (workspace: OpenWorkspace | null): void => {
    current = workspace;
    shell.tell("app.workspace", workspace);
    for (const listener of listeners) listener(workspace);
    if (!shell.window.isDestroyed()) shell.window.setTitle(workspace === null ? "Graft" : `${workspace.name} · Graft`);
  };
  const isTrusted = (folder: string): boolean =>
    settings.get().trusted.includes(folder) || samples.nameOf(folder) !== undefined;

  const openNow = async (asked: string, how: HowOpened): Promise<OpenWorkspace> => {
    // A folder that is not there is the engine's to refuse, in its words.
    const folder = await realpath(asked).catch(() => asked);
    const trusted = how === "named" || isTrusted(folder);
    try {
      await workbench.open(folder, { run: trusted });
    } catch (error) {
      if ((await methods["workspace.status"]({})).folder === "") show(null);
      throw error;
    }
    if (trusted) {
      rememberTrust(settings, folder);
      runUnlessAsked(workbench);
    }
    const sample = samples.nameOf(folder);
    const workspace = {
      folder,
      name: basename(folder),
      ...(sample === undefined ? {} : { sample }),
      trusted,
      files: (await methods["modules.list"]({})).map((module) => module.id),
    };
    rememberRecent(settings, workspace);
    show(workspace);
    return workspace;
  };

  const trustNow = async (): Promise<OpenWorkspace> => {
    if (current === null) throw new Refusal("folder-missing", "No folder is open; open one first.");
    if (current.trusted) return current;
    await workbench.load();
    rememberTrust(settings, current.folder);
    runUnlessAsked(workbench);
    const trusted = { ...current, trusted: true };
    show(trusted);
    return trusted;
  };

  const open = (folder: string, how: HowOpened): Promise<OpenWorkspace> => inTurn(() => openNow(folder, how));
  const openSample = async (name: string): Promise<OpenWorkspace> => open(await samples.folderOf(name), "chosen");

  /** A start has nobody who asked, so what goes wrong is told where the person is: the terminal and the window's log. */
  const succeeds = async (attempt: () => Promise<unknown>): Promise<boolean> => {
    try {
      await attempt();
      return true;
    } catch (error) {
      process.stderr.write(`${sentenceOf(error)}\n`);
      notice(shell, "error", sentenceOf(error));
      return false;
    }
  };

  return {
    current: () => current,
    onShown: (listener) => void listeners.add(listener),
    open,
    openByDialog: async () => {
      const choice = await dialog.showOpenDialog(shell.window, { title: "Open Folder", properties: ["openDirectory"] });
      const folder = choice.filePaths[0];
      return choice.canceled || folder === undefined ? null : open(folder, "chosen");
    },
    createByDialog: async (name) => {
      const named = workspaceNamed(name);
      if (!named.ok) throw new Refusal("folder-missing", named.message);
      const choice = await dialog.showOpenDialog(shell.window, {
        title: `Where is ${named.id} to lie?`,
        buttonLabel: "Create Here",
        properties: ["openDirectory", "createDirectory"],
      });
      const parent = choice.filePaths[0];
      if (choice.canceled || parent === undefined) return null;
      // What Graft has written itself needs no question.
      return open(await scaffold(parent, named.id, pluginsFolder()), "named");
    },
    openSample,
    resetSample: (name) => inTurn(async () => openNow(await samples.reset(name), "chosen")),
    openFirst: async (named) => {
      if (named !== undefined) return void (await succeeds(() => open(named, "named")));
      const last = settings.get().recent[0]?.folder;
      const reopened = last !== undefined && (await succeeds(() => open(last, "chosen")));
      if (!reopened) await succeeds(() => openSample(greeting));
    },
    trust: () => inTurn(trustNow),
    samples: samples.list,
  };
};

/** What an earlier run left, or a saved session, stands paused until the person goes on with it. */
const runUnlessAsked = (workbench: Workbench): void => {
  const how = workbench.pending()?.how;
  if (how !== "opened" && how !== "held" && !workbench.session.isSaved) workbench.run();
};

/** One after the other, in the order of asking: an opening that overtakes another would leave two half open. */
const queue = (): (<T>(job: () => Promise<T>) => Promise<T>) => {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const done = last.then(job);
    last = done.catch(() => undefined);
    return done;
  };
};

/** Trust goes by real path, so a link to a trusted folder opens it, and a link put in its place does not. */
const realFolder = (folder: string): string => {
  mkdirSync(folder, { recursive: true });
  return realpathSync(folder);
};

const rememberTrust = (settings: SettingsStore, folder: string): void => {
  const { trusted } = settings.get();
  if (!trusted.includes(folder)) settings.change({ trusted: [...trusted, folder] });
};

const rememberRecent = (settings: SettingsStore, { folder, name }: OpenWorkspace): void => {
  const others = settings.get().recent.filter((recent) => recent.folder !== folder);
  settings.change({ recent: [{ folder, name }, ...others].slice(0, recentAtMost) });
};
