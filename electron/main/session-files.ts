/** Saved sessions, by the system's dialogs. */
import { dirname, join } from "node:path";
import { dialog } from "electron";
import type { SavedSummary } from "../engine/index.ts";
import type { OpenWorkspace } from "../ipc/contract.ts";
import type { Parts } from "./ipc.ts";

const filters = [
  { name: "Graft session", extensions: ["graft"] },
  { name: "All files", extensions: ["*"] },
];

/** @returns null when the person cancelled. */
export const saveSession = async ({ engine, shell, workspaces }: Parts): Promise<SavedSummary | null> => {
  const open = workspaces.current();
  if (open === null) return null;
  const choice = await dialog.showSaveDialog(shell.window, {
    title: "Save Session",
    defaultPath: join(dirname(open.folder), `${open.name}.graft`),
    filters,
  });
  return choice.canceled || choice.filePath === "" ? null : engine.methods["history.save"]({ file: choice.filePath });
};

/**
 * Unpacks a session into a folder of its own and opens that, under the same trust as any folder.
 * @returns null when the person cancelled.
 */
export const openSession = async ({ engine, shell, workspaces }: Parts): Promise<OpenWorkspace | null> => {
  const choice = await dialog.showOpenDialog(shell.window, {
    title: "Open Session",
    properties: ["openFile"],
    filters,
  });
  const [file] = choice.filePaths;
  if (choice.canceled || file === undefined) return null;
  return workspaces.open(await engine.workbench.unpack(file), "chosen");
};
