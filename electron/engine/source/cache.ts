/** Compiled output on disk, by content: what was compiled once is not compiled again in the next session. */
import { createHash } from "node:crypto";
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Compiled } from "./compiled.ts";

/** Grows when the compiled form changes; entries of another version are not found. */
const formatVersion = 6;
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

/** Where a cache is, for whoever else is to use it too. */
export interface CachePlace {
  readonly folder: string;
  /** Of whatever decides the output. */
  readonly version: string;
  /** How many bytes it may take. */
  readonly bound?: number;
}

export class CompileCache {
  readonly place: CachePlace;
  readonly #salt: string;
  /** Folders of entries that are known to be there. */
  readonly #made = new Set<string>();
  /** Written since the last sweep. */
  #written = sweepEveryBytes;
  #sweepTimer: NodeJS.Timeout | undefined;

  constructor(place: CachePlace) {
    this.place = place;
    this.#salt = `${formatVersion} ${place.version}`;
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
      const { bytes, mtimeMs } = readWithTime(path);
      const compiled = unpack(key, bytes);
      const now = Date.now();
      if (compiled && now - mtimeMs > markMs) utimesSync(path, now / 1000, now / 1000);
      return compiled;
    } catch {
      return undefined;
    }
  }

  /**
   * Writes at once, for the compiler's thread has nothing to do meanwhile that would take less time. A cache that cannot
   * be written is no cache, and no error (C6).
   */
  write(key: string, compiled: Compiled): void {
    const file = this.#fileOf(key);
    const bytes = pack(key, compiled);
    const temporary = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
    try {
      this.#makeFolder(dirname(file));
      writeFileSync(temporary, bytes);
      renameSync(temporary, file);
    } catch {
      this.#made.clear();
      removeIfThere(temporary);
      return;
    }
    this.#written += bytes.length;
    if (this.#written < sweepEveryBytes || this.#sweepTimer) return;
    this.#written = 0;
    this.#sweepTimer = setTimeout(() => {
      this.#sweepTimer = undefined;
      void this.sweep();
    }, sweepAfterMs).unref();
  }

  /** Deletes what was not used for longest until the cache is well below its bound (C7), and what writers left behind. */
  async sweep(): Promise<void> {
    const { folder: root, bound = mostBytes } = this.place;
    const entries: { readonly file: string; readonly size: number; readonly usedAt: number }[] = [];
    let bytes = 0;
    for (const folder of await readdir(root).catch(() => []))
      for (const name of await readdir(join(root, folder)).catch(() => [])) {
        const file = join(root, folder, name);
        const found = await stat(file).catch(() => undefined);
        if (!found) continue;
        if (name.includes(".") && Date.now() - found.mtimeMs > abandonedMs) await rm(file, { force: true });
        else {
          bytes += found.size;
          entries.push({ file, size: found.size, usedAt: found.mtimeMs });
        }
      }
    if (bytes <= bound) return;
    entries.sort((a, b) => a.usedAt - b.usedAt);
    for (const { file, size } of entries) {
      if (bytes <= bound * keptPart) return;
      await rm(file, { force: true }).catch(() => undefined);
      bytes -= size;
    }
  }

  #makeFolder(folder: string): void {
    if (this.#made.has(folder)) return;
    mkdirSync(folder, { recursive: true });
    this.#made.add(folder);
  }

  #fileOf(key: string): string {
    return join(this.place.folder, key.slice(0, 2), key.slice(2));
  }
}

const readWithTime = (path: string): { readonly bytes: Buffer; readonly mtimeMs: number } => {
  const file = openSync(path, "r");
  try {
    const { mtimeMs } = fstatSync(file);
    return { bytes: readFileSync(file), mtimeMs };
  } finally {
    closeSync(file);
  }
};

const removeIfThere = (file: string): void => {
  try {
    rmSync(file, { force: true });
  } catch {
    // Where nothing can be removed nothing was written.
  }
};

/** An entry: its checksum, how long the plain part is, that part as JSON, what V8 made of it. */
const pack = (key: string, { v8Code = new Uint8Array(), ...plain }: Compiled): Buffer => {
  const json = Buffer.from(JSON.stringify(plain));
  const size = Buffer.alloc(sizeBytes);
  size.writeUInt32LE(json.length);
  return Buffer.concat([checksum(key, size, json, v8Code), size, json, v8Code]);
};

/** @returns nothing where it is not what was packed under that key */
const unpack = (key: string, bytes: Buffer): Compiled | undefined => {
  const start = checksumBytes + sizeBytes;
  if (bytes.length < start || !checksum(key, bytes.subarray(checksumBytes)).equals(bytes.subarray(0, checksumBytes)))
    return undefined;
  const end = start + bytes.readUInt32LE(checksumBytes);
  const plain = JSON.parse(bytes.toString("utf8", start, end)) as Compiled;
  return bytes.length > end ? { ...plain, v8Code: new Uint8Array(bytes.subarray(end)) } : plain;
};

const checksumBytes = 20;
const sizeBytes = 4;

const checksum = (key: string, ...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sha1").update(key);
  for (const part of parts) hash.update(part);
  return hash.digest();
};
