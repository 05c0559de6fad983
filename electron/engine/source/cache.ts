/** Compiled output on disk, by content: what was compiled once is not compiled again in the next session. */
import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readFileSync, statSync, utimesSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Compiled } from "./compiled.ts";

/** Grows when the compiled form changes; entries of another version are not found. */
const formatVersion = 4;
const mostBytes = 256 * 1024 * 1024;
/** A full cache is emptied to this part, so that it is not full again at once. */
const keptPart = 0.8;
/** An entry that is used is marked as such when the mark is older than this. */
const markMs = 24 * 3600_000;
/** A temporary file that is older was left behind by a process that was killed. */
const abandonedMs = 3600_000;
/** The folder is swept so long after the first write, and whenever so much was written. */
const sweepAfterMs = 3000;
const sweepEveryBytes = 32 * 1024 * 1024;

export class CompileCache {
  readonly #folder: string;
  readonly #salt: string;
  readonly #mostBytes: number;
  /** Written since the last sweep. */
  #written = sweepEveryBytes;
  #sweepTimer: NodeJS.Timeout | undefined;

  /** @param compilerVersion versions of whatever decides the output. */
  constructor(folder: string, compilerVersion: string, bound = mostBytes) {
    this.#folder = folder;
    this.#salt = `${formatVersion} ${compilerVersion}`;
    this.#mostBytes = bound;
  }

  keyOf(file: string, text: string): string {
    return createHash("sha256").update(`${this.#salt}\n${file}\n`).update(text).digest("hex");
  }

  /**
   * Reads at once, for an entry is small: asked for in the background each of four steps would wait for the thread.
   * @returns nothing where there is no entry, or one that is torn, was changed, or belongs to another key (C5).
   */
  read(key: string): Compiled | undefined {
    const path = this.#fileOf(key);
    try {
      // Most texts that are not known were never seen: asking is cheaper than an error.
      if (!statSync(path, { throwIfNoEntry: false })) return undefined;
      const { text, mtimeMs } = readWithTime(path);
      const end = text.indexOf("\n");
      const body = text.slice(end + 1);
      if (text.slice(0, end) !== checksum(key, body)) return undefined;
      const now = Date.now();
      if (now - mtimeMs > markMs) utimesSync(path, now / 1000, now / 1000);
      return JSON.parse(body) as Compiled;
    } catch {
      return undefined;
    }
  }

  /** A cache that cannot be written is no cache, and no error (C6). */
  async write(key: string, compiled: Compiled): Promise<void> {
    const file = this.#fileOf(key);
    const body = JSON.stringify(compiled);
    const temporary = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(temporary, `${checksum(key, body)}\n${body}`);
      await rename(temporary, file);
    } catch {
      await rm(temporary, { force: true }).catch(() => undefined);
      return;
    }
    this.#written += body.length;
    if (this.#written < sweepEveryBytes || this.#sweepTimer) return;
    this.#written = 0;
    this.#sweepTimer = setTimeout(() => {
      this.#sweepTimer = undefined;
      void this.sweep();
    }, sweepAfterMs).unref();
  }

  /** Deletes what was not used for longest until the cache is well below its bound (C7), and what writers left behind. */
  async sweep(): Promise<void> {
    const entries: { readonly file: string; readonly size: number; readonly usedAt: number }[] = [];
    let bytes = 0;
    for (const folder of await readdir(this.#folder).catch(() => []))
      for (const name of await readdir(join(this.#folder, folder)).catch(() => [])) {
        const file = join(this.#folder, folder, name);
        const found = await stat(file).catch(() => undefined);
        if (!found) continue;
        if (name.includes(".") && Date.now() - found.mtimeMs > abandonedMs) await rm(file, { force: true });
        else {
          bytes += found.size;
          entries.push({ file, size: found.size, usedAt: found.mtimeMs });
        }
      }
    if (bytes <= this.#mostBytes) return;
    entries.sort((a, b) => a.usedAt - b.usedAt);
    for (const { file, size } of entries) {
      if (bytes <= this.#mostBytes * keptPart) return;
      await rm(file, { force: true }).catch(() => undefined);
      bytes -= size;
    }
  }

  close(): void {
    clearTimeout(this.#sweepTimer);
  }

  #fileOf(key: string): string {
    return join(this.#folder, key.slice(0, 2), key.slice(2));
  }
}

const readWithTime = (path: string): { readonly text: string; readonly mtimeMs: number } => {
  const file = openSync(path, "r");
  try {
    const { mtimeMs } = fstatSync(file);
    return { text: readFileSync(file, "utf8"), mtimeMs };
  } finally {
    closeSync(file);
  }
};

const checksum = (key: string, body: string): string => createHash("sha1").update(key).update(body).digest("hex");
