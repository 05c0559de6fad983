/**
 * Tells what happens to a workspace's files while it is open. One `fs.watch` a folder, and nothing is believed of what
 * it says but the name: the file itself is looked at. No event is held back or dropped, so the last of several quick
 * writes is always seen.
 */
import { type FSWatcher, type Stats, lstatSync, watch } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { isModulePath, isWalked, wordsOfFailure } from "./workspace.ts";

/** How long a file may be missing before it counts as deleted: an editor may put another one in its place. */
const goneMs = 60;
/** After so many events in `burstMs` some may have been lost by the system: everything is looked at again. */
const burstEvents = 3000;
const burstMs = 300;
/** The clock of a file system is coarser than that of the process. */
const clockSlackMs = 25;

export interface WatchListener {
  /**
   * A module's file was added or may have other contents; it may still be half-written. Called again for the same file
   * only when the promise has settled.
   */
  readonly onWritten: (id: string) => Promise<unknown>;
  readonly onDeleted: (id: string) => void;
  /** The workspace's folder itself is gone. */
  readonly onFolderGone: () => void;
  /** A folder cannot be watched; told once. What is not watched is read again at the swap. */
  readonly onBlind: (message: string) => void;
}

export interface WatchedSince {
  /** Modules that were there. */
  readonly ids: Iterable<string>;
  /** When they were read, in ms since 1970. */
  readonly at: number;
}

const noInode = 0;

interface WatchedFolder {
  readonly watcher: FSWatcher | undefined;
  readonly inode: number;
}

export class Watch {
  /** Settles when changes are told as they happen; those between `since` and then have been told. */
  readonly ready: Promise<void>;
  readonly #root: string;
  readonly #listener: WatchListener;
  /** Files that exist, as far as was seen. */
  readonly #files: Set<string>;
  readonly #folders = new Map<string, WatchedFolder>();
  /** A folder's watch does not see the file that a link leads to. */
  readonly #links = new Map<string, FSWatcher>();
  /** Paths that are being looked at; true when one has to be looked at again. */
  readonly #looking = new Map<string, boolean>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #burst = 0;
  #burstTimer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #isBlind = false;

  constructor(root: string, listener: WatchListener, since: WatchedSince) {
    this.#root = root;
    this.#listener = listener;
    this.#files = new Set(since.ids);
    this.ready = this.#compare(since.at - clockSlackMs);
  }

  stop(): void {
    this.#isStopped = true;
    for (const { watcher } of this.#folders.values()) watcher?.close();
    for (const watcher of this.#links.values()) watcher.close();
    for (const timer of this.#timers) clearTimeout(timer);
    clearTimeout(this.#burstTimer);
  }

  /** Looks at everything; tells files that are new, gone, or were changed at or after a time. */
  async #compare(changedAt: number): Promise<void> {
    const before = new Set(this.#files);
    const found = await this.#walk("", changedAt);
    if (this.#isStopped) return;
    for (const id of before) if (!found.has(id)) this.#look(id);
  }

  /** Watches a folder and those in it, and tells of their files. A folder is watched before it is listed. */
  async #walk(path: string, changedAt: number): Promise<Set<string>> {
    const found = new Set<string>();
    const pending = [path];
    for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
      if (!(await this.#watchFolder(folder))) continue;
      const entries = await readdir(this.#pathOf(folder), { withFileTypes: true }).catch(() => []);
      for (const entry of entries) {
        if (this.#isStopped) return found;
        const id = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) {
          if (isWalked(entry.name)) pending.push(id);
        } else if (isModulePath(id)) {
          found.add(id);
          await this.#lookSince(id, changedAt);
        }
      }
    }
    return found;
  }

  async #lookSince(id: string, changedAt: number): Promise<void> {
    const stats = await lstat(this.#pathOf(id)).catch(() => undefined);
    if (stats?.isSymbolicLink()) this.#watchLink(id);
    // Not the time of the change of contents: a file that was moved here keeps that.
    if (stats && this.#files.has(id) && stats.ctimeMs < changedAt) return;
    this.#look(id);
  }

  async #watchFolder(folder: string): Promise<boolean> {
    const stats = await lstat(this.#pathOf(folder)).catch(() => undefined);
    if (!stats?.isDirectory() || this.#isStopped) return false;
    const known = this.#folders.get(folder);
    // An inode's number may be taken by the next folder; a watch that is closed without need costs nothing.
    known?.watcher?.close();
    this.#folders.set(folder, { inode: stats.ino, watcher: this.#watch(folder) });
    return true;
  }

  #watch(folder: string): FSWatcher | undefined {
    try {
      const watcher = watch(this.#pathOf(folder), (_, name) => this.#onEvent(folder, name));
      return watcher.on("error", () => watcher.close());
    } catch (error) {
      if (isGone(error)) this.#waitForReturn(folder);
      else if (!this.#isBlind)
        this.#listener.onBlind(
          `Changes in ${folder === "" ? this.#root : folder} are not noticed by themselves (${wordsOfFailure(error)}); a swap reads its files again all the same.`,
        );
      this.#isBlind ||= !isGone(error);
      return undefined;
    }
  }

  #watchLink(id: string): void {
    this.#links.get(id)?.close();
    this.#links.delete(id);
    try {
      const watcher = watch(this.#pathOf(id), () => this.#look(id));
      this.#links.set(
        id,
        watcher.on("error", () => watcher.close()),
      );
    } catch {
      // It leads nowhere yet.
    }
  }

  #onEvent(folder: string, name: string | null): void {
    if (this.#isStopped) return;
    this.#countBurst();
    // A folder that is gone says its own name; the next of that name may have its inode.
    if (name === null || name === basename(this.#pathOf(folder))) {
      this.#folders.get(folder)?.watcher?.close();
      this.#folders.set(folder, { watcher: undefined, inode: noInode });
      this.#look(folder);
    }
    if (name !== null && isWalked(name)) this.#look(folder === "" ? name : `${folder}/${name}`);
  }

  #countBurst(): void {
    this.#burst++;
    this.#burstTimer ??= setTimeout(() => {
      const wasBurst = this.#burst > burstEvents;
      this.#burst = 0;
      this.#burstTimer = undefined;
      if (wasBurst) void this.#compare(Number.NEGATIVE_INFINITY);
    }, burstMs);
  }

  /** Looks at a path, once more when something happens to it meanwhile. */
  #look(path: string): void {
    if (this.#looking.has(path)) {
      this.#looking.set(path, true);
      return;
    }
    this.#looking.set(path, false);
    void this.#lookNow(path).finally(() => {
      const again = this.#looking.get(path);
      this.#looking.delete(path);
      if (again && !this.#isStopped) this.#look(path);
    });
  }

  async #lookNow(path: string): Promise<void> {
    // At once: asked for in the background, the answer would wait for a batch of the running loop.
    const stats = statsOf(this.#pathOf(path));
    if (!stats) this.#waitForReturn(path);
    else if (stats.isDirectory()) await this.#onFolder(path, stats);
    else await this.#onFile(path, stats);
  }

  async #onFile(id: string, stats: Stats): Promise<void> {
    if (this.#folders.has(id)) this.#forget(id);
    if (!isModulePath(id) || !(stats.isFile() || stats.isSymbolicLink())) return;
    this.#files.add(id);
    if (stats.isSymbolicLink()) this.#watchLink(id);
    else this.#unwatchLink(id);
    await this.#listener.onWritten(id);
  }

  async #onFolder(path: string, stats: Stats): Promise<void> {
    if (this.#files.has(path)) this.#forget(path);
    if (this.#folders.get(path)?.inode === stats.ino) return;
    for (const id of this.#below(path)) this.#look(id);
    await this.#walk(path, Number.NEGATIVE_INFINITY);
  }

  #waitForReturn(path: string): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#lookAgain(path);
    }, goneMs);
    this.#timers.add(timer);
  }

  async #lookAgain(path: string): Promise<void> {
    const [stats, root] = await Promise.all(
      [this.#pathOf(path), this.#root].map((one) => lstat(one).catch(() => undefined)),
    );
    if (this.#isStopped) return;
    if (!root?.isDirectory()) this.#listener.onFolderGone();
    else if (root.ino !== this.#folders.get("")?.inode) void this.#compare(Number.NEGATIVE_INFINITY);
    else if (!stats) this.#forget(path);
    else this.#look(path);
  }

  /** Tells that a file is gone, or a folder with all that was in it. */
  #forget(path: string): void {
    for (const folder of this.#folders.keys())
      if (folder === path || folder.startsWith(`${path}/`)) {
        this.#folders.get(folder)?.watcher?.close();
        this.#folders.delete(folder);
      }
    for (const id of this.#below(path)) {
      this.#files.delete(id);
      this.#unwatchLink(id);
      this.#listener.onDeleted(id);
    }
  }

  /** A file itself, or the files in a folder. */
  #below(path: string): string[] {
    return [...this.#files].filter((id) => id === path || id.startsWith(`${path}/`));
  }

  #unwatchLink(id: string): void {
    this.#links.get(id)?.close();
    this.#links.delete(id);
  }

  #pathOf(id: string): string {
    return join(this.#root, id);
  }
}

/** Of what is there and can be looked at. */
const statsOf = (path: string): Stats | undefined => {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
};

const isGone = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";
