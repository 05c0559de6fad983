/** Tells what happens to a workspace's files while it is open. */
import { relative, sep } from "node:path";
import type { FSWatcher } from "chokidar";
import { isModulePath, isWalked } from "./workspace.ts";

export interface WatchListener {
  /** A module's file was added or has other contents; it may still be half-written. */
  readonly onWritten: (id: string) => void;
  readonly onDeleted: (id: string) => void;
  /** The workspace's folder itself is gone. */
  readonly onFolderGone: () => void;
}

export class Watch {
  readonly #watcher: FSWatcher;

  private constructor(watcher: FSWatcher) {
    this.#watcher = watcher;
  }

  /** Resolves when changes from now on are told. */
  static async start(folder: string, listener: WatchListener): Promise<Watch> {
    const { watch } = await import("chokidar");
    const idOf = (path: string): string => relative(folder, path).split(sep).join("/");
    const watcher = watch(folder, {
      ignoreInitial: true,
      followSymlinks: false,
      ignored: (path, stats) => {
        const id = idOf(path);
        if (id === "") return false;
        return stats?.isFile()
          ? !isModulePath(id)
          : !id
              .split("/")
              .slice(0, stats ? undefined : -1)
              .every(isWalked);
      },
    });
    watcher
      .on("add", (path) => listener.onWritten(idOf(path)))
      .on("change", (path) => listener.onWritten(idOf(path)))
      .on("unlink", (path) => listener.onDeleted(idOf(path)))
      .on("unlinkDir", (path) => {
        if (idOf(path) === "") listener.onFolderGone();
      })
      // Too many watches, a folder without permission: what is not watched is read again at the swap.
      .on("error", () => undefined);
    await new Promise<void>((resolve) => watcher.once("ready", () => resolve()));
    return new Watch(watcher);
  }

  async stop(): Promise<void> {
    await this.#watcher.close();
  }
}
