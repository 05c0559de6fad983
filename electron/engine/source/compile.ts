/** The engine's side of the compiler: asks its threads, remembers what they said. */
import { availableParallelism } from "node:os";
import type { CompileOutcome } from "./compiled.ts";
import type { CompileCache } from "./cache.ts";
import { CompileThread } from "./compile-thread.ts";
import type { PromptOutcome } from "./prompt.ts";
import { setFlags } from "./v8-flags.ts";

/** A thread more, for a folder that nobody compiled before, is worth its start when so many texts came in a row. */
const startedAfter = 150;
/** And is closed when it had nothing to do for so long, in ms: each takes some 40 MB. */
const idleMs = 3000;
const mostThreads = Math.min(4, availableParallelism());
/** A thread that has so many waiting does not run dry. */
const busyLoad = 8;

export class Compiler {
  readonly #workerFile: string | URL;
  readonly #cache: CompileCache | undefined;
  /** The first one stays. */
  readonly #threads: [CompileThread, ...CompileThread[]];
  /** Texts asked for since none waited. */
  #inARow = 0;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(workerFile: string | URL, cache?: CompileCache) {
    setFlags();
    this.#workerFile = workerFile;
    this.#cache = cache;
    this.#threads = [new CompileThread(workerFile, cache?.place)];
  }

  /** Compiles one file. Many may be in flight; a file that the cache knows does not wake a thread. */
  async compile(file: string, text: string): Promise<CompileOutcome> {
    const key = this.#cache?.keyOf(file, text);
    if (key !== undefined) {
      const compiled = this.#cache?.read(key);
      if (compiled) return { ok: true, compiled };
    }
    return this.#thread().compile(file, text, key);
  }

  /** Compiles what was typed at a module's prompt. @param file tells the language */
  prompt(file: string, text: string): Promise<PromptOutcome> {
    return this.#threads[0].prompt(file, text);
  }

  /** Starts the first thread before it is needed: the first transform would wait for it, and be slow itself. */
  warmUp(): void {
    void this.#threads[0].compile("warm-up.ts", "export const warm: number = 1;\n", undefined);
  }

  /** Whoever still waits is told that the compiler was closed. */
  async close(): Promise<void> {
    clearTimeout(this.#idleTimer);
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  /** The one that has the least to do. */
  #thread(): CompileThread {
    const [first, ...others] = this.#threads;
    if (others.length === 0 && first.load === 0) this.#inARow = 0;
    this.#inARow++;
    const least = others.reduce((found, thread) => (thread.load < found.load ? thread : found), first);
    if (others.length > 0) this.#closeWhenIdle();
    if (least.load < busyLoad || this.#inARow < startedAfter * this.#threads.length) return least;
    if (this.#threads.length === mostThreads) return least;
    const more = new CompileThread(this.#workerFile, this.#cache?.place);
    this.#threads.push(more);
    return more;
  }

  #closeWhenIdle(): void {
    this.#idleTimer ??= setTimeout(() => {
      this.#idleTimer = undefined;
      if (this.#threads.some(({ load }) => load > 0)) return this.#closeWhenIdle();
      this.#inARow = 0;
      for (const thread of this.#threads.splice(1)) void thread.close();
    }, idleMs).unref();
  }
}
