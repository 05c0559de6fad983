import { extname, resolve } from "node:path";
import { app, clipboard, shell as desktop } from "electron";
import { Refusal } from "../engine/index.ts";
import type { AppMethod, Handlers } from "../ipc/contract.ts";
import { diagnostics } from "./diagnostics.ts";
import type { Parts } from "./ipc.ts";
import { createModule, deleteModule, renameModule } from "./module-changes.ts";
import { readModuleFile, readTypes, writeModuleFile } from "./module-files.ts";
import { userFile } from "./paths.ts";
import { openSession, saveSession } from "./session-files.ts";
import { publicSettings } from "./settings.ts";

/** The contract's methods of the application. */
export const appMethodHandlers = (parts: Parts): Handlers<AppMethod> => {
  const { engine, settings, shell, workspaces, language } = parts;
  return {
    "app.info": () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      node: process.versions.node,
      v8: process.versions.v8,
      chrome: process.versions.chrome,
      platform: process.platform,
      workspace: workspaces.current(),
    }),
    "app.openDialog": () => workspaces.openByDialog(),
    "app.open": ({ folder }) => workspaces.open(folder, "chosen"),
    "app.saveSession": () => saveSession(parts),
    "app.openSession": () => openSession(parts),
    "app.openSample": ({ name }) => workspaces.openSample(name),
    "app.resetSample": ({ name }) => workspaces.resetSample(name),
    "app.trust": () => workspaces.trust(),
    "app.recent": () => settings.get().recent,
    "app.samples": () => workspaces.samples(),
    "app.settings": () => publicSettings(settings.get()),
    "app.setSettings": (patch) => {
      settings.change(withoutUndefined(patch));
      return publicSettings(settings.get());
    },
    "app.reveal": async ({ id, how }) => {
      const { file } = await engine.methods["modules.source"]({ id });
      await reveal(resolve((await engine.methods["workspace.status"]({})).folder, file), how);
      return null;
    },
    "app.copyDiagnostics": async () => {
      const text = await diagnostics(engine);
      clipboard.writeText(text);
      return { text };
    },
    "app.copy": ({ text }) => {
      clipboard.writeText(text);
      return null;
    },
    "app.fullScreen": ({ on }) => {
      shell.window.setFullScreen(on);
      return null;
    },
    "app.about": () => {
      app.showAboutPanel();
      return null;
    },
    "app.readFile": ({ id, known }) => readModuleFile(openFolder(workspaces), id, known),
    "app.writeFile": ({ id, text, expected }) => writeModuleFile(openFolder(workspaces), id, text, expected),
    "app.createModule": async ({ name, text }) => ({
      id: await createModule(engine, openFolder(workspaces), name, text),
    }),
    "app.renameModule": ({ id, name, texts }) => renameModule(engine, openFolder(workspaces), id, name, texts),
    "app.deleteModule": ({ id }) =>
      deleteModule(engine, openFolder(workspaces), id, {
        trash: (path) => desktop.trashItem(path),
        folder: userFile("deleted"),
      }),
    "app.newWorkspace": ({ name }) => workspaces.createByDialog(name),
    "app.readTypes": ({ uri }) => readTypes(uri),
    "app.languageSend": ({ message }) => {
      language.send(message);
      return null;
    },
    "app.languageStatus": () => language.status(),
    "app.languageStart": () => {
      language.restart();
      return null;
    },
    "app.typeErrors": () => language.typeErrors(),
  };
};

const openFolder = (workspaces: Parts["workspaces"]): string => {
  const folder = workspaces.current()?.folder;
  if (folder === undefined) throw new Refusal("folder-missing", "No folder is open: open one first.");
  return folder;
};

const reveal = async (file: string, how: "editor" | "folder"): Promise<void> => {
  // Windows does not edit a script that is opened, it runs it.
  const wouldRun = process.platform === "win32" && /^\.[cm]?js$/i.test(extname(file));
  if (how === "folder" || wouldRun) {
    desktop.showItemInFolder(file);
    return;
  }
  const failure = await desktop.openPath(file);
  if (failure !== "") throw new Refusal("file-unreadable", `No program of this system opened ${file}: ${failure}.`);
};

/** A key that was sent as `undefined` means what a missing one means: leave it. */
const withoutUndefined = <T extends object>(patch: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
