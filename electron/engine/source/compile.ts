/** The engine's side of the compiler: asks the worker, remembers what it said. */
import { Worker } from "node:worker_threads";
import type { CompileOutcome } from "./compiled.ts";
import type { CompileReply, CompileRequest } from "./compile.worker.ts";
import type { CompileCache } from "./cache.ts";

export class Compiler {
  readonly #workerFile: string | URL;
  readonly #cache: CompileCache | undefined;
  readonly #waiting = new Map<number, (outcome: CompileOutcome) => void>();
  #worker: Worker | undefined;
  #tickets = 0;

  constructor(workerFile: string | URL, cache?: CompileCache) {
    this.#workerFile = workerFile;
    this.#cache = cache;
  }

  /** Compiles one file. Many may be in flight; a file that the cache knows does not wake the worker. */
  async compile(file: string, text: string): Promise<CompileOutcome> {
    const key = this.#cache?.keyOf(file, text);
    if (key !== undefined) {
      const compiled = await this.#cache?.read(key);
      if (compiled) return { ok: true, compiled };
    }
    const outcome = await this.#ask(file, text);
    if (outcome.ok && key !== undefined) void this.#cache?.write(key, outcome.compiled);
    return outcome;
  }

  /** Starts the worker before it is needed: the first transform would wait for it, and be slow itself. */
  warmUp(): void {
    void this.#ask("warm-up.ts", "export const warm: number = 1;\n");
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #ask(file: string, text: string): Promise<CompileOutcome> {
    const ticket = ++this.#tickets;
    return new Promise((resolve) => {
      this.#waiting.set(ticket, resolve);
      (this.#worker ??= this.#start()).postMessage({ ticket, file, text } satisfies CompileRequest);
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#workerFile, { name: "graft-compiler" });
    // The worker must not keep a process alive that has nothing else to do; a compile in flight must.
    worker.on("message", ({ ticket, outcome }: CompileReply) => {
      this.#waiting.get(ticket)?.(outcome);
      this.#waiting.delete(ticket);
    });
    worker.on("error", (error) => this.#failAll(`The compiler stopped: ${error.message}. Try again.`));
    worker.on("exit", () => this.#failAll("The compiler was closed."));
    return worker;
  }

  #failAll(message: string): void {
    this.#worker = undefined;
    for (const resolve of this.#waiting.values())
      resolve({ ok: false, problem: { code: "syntax", message, line: 0, column: 0 } });
    this.#waiting.clear();
  }
}
