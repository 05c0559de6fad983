/**
 * The detailed records of generations that are gone, on the disk (R20): one line of JSON each, at the end of a file. They are
 * written in batches, after the swap that they are of, and read one at a time when somebody asks. Nobody waits for the
 * disk, and nothing fails with it: what cannot be written or read is summed up, as it is where there is no place.
 */
import { appendFile, mkdir, open, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { GenerationSummary } from "../summary.ts";

/** A file of this size becomes the older of two, and the older one before it goes. */
const mostFileBytes = 32 * 1024 * 1024;
/** What comes within this time, in ms, is written together. */
const gatherMs = 250;
/** So many are turned into text in one job: about half a millisecond. */
const batch = 64;
/** Where the disk does not keep up, no more than these wait; one collection can prove the end of thousands. */
const mostWaiting = 10_000;

/** Where a record lies, counted over all that was ever written to this file and the older one, and its length; in bytes. */
export interface RecordPlace {
  readonly at: number;
  readonly bytes: number;
}

/** A line of the file. */
type Line = { readonly module: string } & GenerationSummary;

interface Waiting {
  readonly module: string;
  readonly summary: () => GenerationSummary;
  /** @param place nothing where it could not be written */
  readonly written: (place: RecordPlace | undefined) => void;
}

export interface RecordsHost {
  /** The file; nothing as long as there is no place for it. */
  readonly file: () => string | undefined;
  /** Told once; `message` is the system's own. */
  readonly onFailed: (message: string) => void;
  readonly mostBytes?: number;
}

export class Records {
  readonly #host: RecordsHost;
  readonly #mostBytes: number;
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Writing and reading, one after the other. */
  #last: Promise<unknown> = Promise.resolve();
  /** Known once the first record came: at the end of a session its lock is let go of before the last is written. */
  #file: string | undefined;
  /** Where the file that is written begins and ends. */
  #begin = 0;
  #end: number | undefined;
  #hasFailed = false;

  constructor(host: RecordsHost) {
    this.#host = host;
    this.#mostBytes = host.mostBytes ?? mostFileBytes;
  }

  /**
   * Takes a record to be written soon.
   * @param summary asked when it is
   * @returns whether it was taken; else it is to be summed up, and `written` is not called
   */
  add(module: string, summary: Waiting["summary"], written: Waiting["written"]): boolean {
    this.#file ??= this.#host.file();
    if (this.#hasFailed || this.#waiting.length >= mostWaiting || this.#file === undefined) return false;
    this.#waiting.push({ module, summary, written });
    this.#timer ??= setTimeout(() => void this.flush(), gatherMs).unref();
    return true;
  }

  /** @returns nothing where it is not there any more, or is not what was written. */
  read(module: string, generation: number, place: RecordPlace): Promise<GenerationSummary | undefined> {
    return this.#inTurn(async () => {
      try {
        const text = await this.#textAt(place);
        const { module: of, ...summary } = JSON.parse(text) as Line;
        return of === module && summary.generation === generation ? summary : undefined;
      } catch {
        return undefined;
      }
    });
  }

  /** @returns when what was taken is on its way to the disk. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#inTurn(async () => {
      while (this.#waiting.length > 0) {
        const records = this.#waiting.splice(0, batch);
        try {
          await this.#write(records);
        } catch (error) {
          this.#fail(records, error);
        }
      }
    });
  }

  async #write(records: readonly Waiting[]): Promise<void> {
    const file = this.#file as string;
    const lines = records.map(({ module, summary }) =>
      Buffer.from(`${JSON.stringify({ module, ...summary() } satisfies Line)}\n`),
    );
    const end = await this.#endOf(file);
    await appendFile(file, Buffer.concat(lines));
    let at = end;
    for (const [index, line] of lines.entries()) {
      records[index]?.written({ at, bytes: line.length });
      at += line.length;
    }
    this.#end = at;
    if (at - this.#begin > this.#mostBytes) {
      await rename(file, olderRecordsOf(file));
      this.#begin = at;
    }
  }

  /** What an earlier run wrote stays; where it was torn, the line is ended. */
  async #endOf(file: string): Promise<number> {
    if (this.#end !== undefined) return this.#end;
    await mkdir(dirname(file), { recursive: true });
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    );
    if (size > 0) await appendFile(file, "\n");
    return (this.#end = size > 0 ? size + 1 : 0);
  }

  async #textAt({ at, bytes }: RecordPlace): Promise<string> {
    const file = this.#file as string;
    const isOlder = at < this.#begin;
    const handle = await open(isOlder ? olderRecordsOf(file) : file);
    try {
      // The older file ends where the newer begins.
      const start = isOlder ? (await handle.stat()).size - this.#begin : -this.#begin;
      if (at + start < 0) return "";
      const text = Buffer.alloc(bytes);
      await handle.read(text, 0, bytes, at + start);
      return text.toString();
    } finally {
      await handle.close();
    }
  }

  #fail(records: readonly Waiting[], error: unknown): void {
    this.#hasFailed = true;
    for (const { written } of [...records, ...this.#waiting.splice(0)]) written(undefined);
    this.#host.onFailed(error instanceof Error ? error.message : String(error));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done;
    return done;
  }
}

/** The file that becomes of it when it has grown enough. */
export const olderRecordsOf = (file: string): string => file.replace(/(\.\w+)?$/, ".older$1");
