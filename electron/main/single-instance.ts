import { app } from "electron";
import { notice, sentenceOf } from "./notice.ts";
import type { Shell } from "./window.ts";
import type { Workspaces } from "./workspaces.ts";

/** Takes over the folder that a second start was given; that start has ended by itself, for want of the lock. */
export const setUpSingleInstance = ({
  workspaces,
  shell,
}: {
  readonly workspaces: Workspaces;
  readonly shell: Shell;
}): void => {
  app.on("second-instance", (_event, _argv, _cwd, data) => {
    shell.bringToFront();
    const folder = folderOf(data);
    if (folder === undefined) return;
    void workspaces.open(folder, "named").catch((error: unknown) => notice(shell, "error", sentenceOf(error)));
  });
};

/** For a start that found another one running. */
export const leaveToFirst = (): void => {
  process.stdout.write("Graft is open already; its window takes over.\n");
  app.exit(0);
};

/** The data comes from another process; whatever it says is looked at. */
const folderOf = (data: unknown): string | undefined =>
  typeof data === "object" && data !== null && "folder" in data && typeof data.folder === "string"
    ? data.folder
    : undefined;
