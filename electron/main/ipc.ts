import { ipcMain } from "electron";
import { Refusal } from "../engine/index.ts";
import type { EngineMethod, Handlers } from "../ipc/contract.ts";
import { serveElectron } from "../ipc/electron.ts";
import { dispatcher } from "../ipc/serve.ts";
import { appMethodHandlers } from "./app-methods.ts";
import type { LanguageServer } from "./language-server.ts";
import { log } from "./log.ts";
import { notices } from "./notice.ts";
import type { SettingsStore } from "./settings.ts";
import type { Stage } from "./stage.ts";
import { isTrustedSender } from "./trusted-sender.ts";
import type { Shell } from "./window.ts";
import type { Engine } from "./workbench.ts";
import type { Workspaces } from "./workspaces.ts";

/** What the methods of the application work on. */
export interface Parts {
  readonly engine: Engine;
  readonly settings: SettingsStore;
  readonly shell: Shell;
  readonly workspaces: Workspaces;
  readonly stage: Stage;
  readonly language: LanguageServer;
}

/** Serves the whole contract to the window, and to nobody else. */
export const setUpIpc = (parts: Parts): void => {
  const handlers = { ...engineMethodsUnderTrust(parts), ...appMethodHandlers(parts) };
  const windowContents = parts.shell.window.webContents.id;
  serveElectron({
    ipcMain,
    dispatch: dispatcher(handlers, (error) => log.error("A method failed.", error)),
    isTrusted: (event) => isTrustedSender(event, windowContents),
    onRefused: (channel) => log.warn(`Refused a message on ${channel}: not from the window.`),
    onFrameDrawn: parts.stage.frameDrawn,
  });
};

/** The engine's methods, except that no code of a folder runs before the person trusts it, and that the log has both parts. */
const engineMethodsUnderTrust = ({ engine: { methods, workbench }, workspaces }: Parts): Handlers<EngineMethod> => ({
  ...methods,
  "workspace.open": async ({ folder }) => {
    const { folder: opened, files } = await workspaces.open(folder, "chosen");
    return { folder: opened, modules: files.length };
  },
  "history.open": async ({ file, folder }) => {
    const { folder: opened, files } = await workspaces.open(await workbench.unpack(file, folder), "chosen");
    return { folder: opened, modules: files.length };
  },
  "modules.swap": (params) => {
    if (workspaces.current()?.trusted === false) {
      throw new Refusal("folder-unreadable", "Nothing of this folder runs before you trust it; trust it first.");
    }
    return methods["modules.swap"](params);
  },
  "session.discard": async (params) => {
    const wasOffered = workbench.pending()?.how === "offered";
    const opened = await methods["session.discard"](params);
    // Fresh means as the folder is always opened here: it runs.
    if (!wasOffered) workbench.run();
    return opened;
  },
  "log.list": async () => [...(await methods["log.list"]({})), ...notices()].sort((a, b) => a.at - b.at),
});
