/** Compiled output on disk, by content: what was compiled once is not compiled again in the next session. */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Compiled } from "./compiled.ts";

/** Grows when the compiled form changes; entries of another version are not found. */
const formatVersion = 1;

export class CompileCache {
  readonly #folder: string;
  readonly #salt: string;

  /** @param compilerVersion versions of whatever decides the output. */
  constructor(folder: string, compilerVersion: string) {
    this.#folder = folder;
    this.#salt = `${formatVersion} ${compilerVersion}`;
  }

  keyOf(file: string, text: string): string {
    return createHash("sha256").update(`${this.#salt}\n${file}\n`).update(text).digest("hex");
  }

  /** @returns nothing where there is no entry, or one that is torn or was changed. */
  async read(key: string): Promise<Compiled | undefined> {
    try {
      const text = await readFile(this.#fileOf(key), "utf8");
      const end = text.indexOf("\n");
      const body = text.slice(end + 1);
      return text.slice(0, end) === checksum(body) ? (JSON.parse(body) as Compiled) : undefined;
    } catch {
      return undefined;
    }
  }

  /** A cache that cannot be written is no cache, and no error. */
  async write(key: string, compiled: Compiled): Promise<void> {
    const file = this.#fileOf(key);
    const body = JSON.stringify(compiled);
    const temporary = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(temporary, `${checksum(body)}\n${body}`);
      await rename(temporary, file);
    } catch {
      // See above.
    }
  }

  #fileOf(key: string): string {
    return join(this.#folder, key.slice(0, 2), key.slice(2));
  }
}

const checksum = (text: string): string => createHash("sha1").update(text).digest("hex");
