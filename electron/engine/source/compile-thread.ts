/** One thread of the compiler: texts go in, what becomes of each comes out. */
import { Worker } from "node:worker_threads";
import type { CachePlace } from "./cache.ts";
import type { CompileOutcome } from "./compiled.ts";
import type { CompileReply, CompileRequest, PromptRequest } from "./compile.worker.ts";
import type { PromptOutcome } from "./prompt.ts";

/** Nested texts are compiled by recursion: some 20,000 deep with this. It is reserved, not used. */
const stackMb = 16;

interface Waiting {
  readonly request: CompileRequest;
  readonly resolve: (outcome: CompileOutcome) => void;
  /** The worker stopped once while it had this text. */
  isSuspect: boolean;
}

export class CompileThread {
  readonly #workerFile: string | URL;
  readonly #place: CachePlace | undefined;
  /** By ticket, in the order in which they were asked. */
  readonly #waiting = new Map<number, Waiting>();
  readonly #prompts = new Map<number, (outcome: PromptOutcome) => void>();
  #worker: Worker | undefined;
  #tickets = 0;

  /** The worker starts with the first text. @param place of the cache into which it writes */
  constructor(workerFile: string | URL, place: CachePlace | undefined) {
    this.#workerFile = workerFile;
    this.#place = place;
  }

  /** How many texts wait. */
  get load(): number {
    return this.#waiting.size;
  }

  /** @param key of the cache's entry to be written */
  compile(file: string, text: string, key: string | undefined): Promise<CompileOutcome> {
    const ticket = ++this.#tickets;
    return new Promise((resolve) => {
      const request: CompileRequest = { ticket, file, text, ...(key === undefined ? {} : { key }) };
      this.#waiting.set(ticket, { request, resolve, isSuspect: false });
      // While suspects are tried one by one, the others wait behind them.
      if (!this.#hasSuspects()) this.#post(request);
    });
  }

  /** Compiles what was typed at a module's prompt. @param file tells the language */
  prompt(file: string, text: string): Promise<PromptOutcome> {
    const ticket = ++this.#tickets;
    return new Promise((resolve) => {
      this.#prompts.set(ticket, resolve);
      this.#post({ ticket, file, text, isPrompt: true });
    });
  }

  /** Whoever still waits is told that the compiler was closed. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    for (const waiting of this.#waiting.values()) waiting.resolve(stopped("The compiler was closed."));
    this.#waiting.clear();
    this.#forgetPrompts();
    await worker?.terminate();
  }

  #post(request: CompileRequest | PromptRequest): void {
    (this.#worker ??= this.#start()).postMessage(request);
  }

  #start(): Worker {
    const worker = new Worker(this.#workerFile, {
      name: "graft-compiler",
      workerData: this.#place,
      resourceLimits: { stackSizeMb: stackMb },
      // esbuild writes there when it crashes.
      stdout: true,
      stderr: true,
    });
    worker.stdout.resume();
    worker.stderr.resume();
    worker.on("message", (reply: CompileReply) => {
      const { ticket } = reply;
      if ("prompt" in reply) {
        this.#prompts.get(ticket)?.(reply.prompt);
        this.#prompts.delete(ticket);
        return;
      }
      const { outcome } = reply;
      const waiting = this.#waiting.get(ticket);
      this.#waiting.delete(ticket);
      waiting?.resolve(outcome);
      if (waiting?.isSuspect) this.#goOn();
    });
    // `exit` follows.
    worker.on("error", () => undefined);
    worker.on("exit", () => this.#onExit(worker));
    return worker;
  }

  /**
   * One text may have stopped the compiler while others waited: each is tried again, alone. What stops it then is
   * refused (C4).
   */
  #onExit(worker: Worker): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    this.#forgetPrompts();
    const [first] = this.#waiting.values();
    if (first?.isSuspect) {
      this.#waiting.delete(first.request.ticket);
      first.resolve(
        stopped(
          `The compiler stopped over ${first.request.file}: simplify it, or save it again to have it tried again.`,
        ),
      );
    } else for (const waiting of this.#waiting.values()) waiting.isSuspect = true;
    this.#goOn();
  }

  #forgetPrompts(): void {
    for (const resolve of this.#prompts.values())
      resolve({ ok: false, message: "The compiler stopped; say it again, or more simply.", line: 1, column: 1 });
    this.#prompts.clear();
  }

  /** Posts the next suspect; when none is left, everybody who came meanwhile. */
  #goOn(): void {
    const waiting = [...this.#waiting.values()];
    const [first] = waiting;
    if (first?.isSuspect) this.#post(first.request);
    else for (const { request } of waiting) this.#post(request);
  }

  #hasSuspects(): boolean {
    const [first] = this.#waiting.values();
    return first?.isSuspect === true;
  }
}

const stopped = (message: string): CompileOutcome => ({
  ok: false,
  problem: { code: "compiler-stopped", message, line: 0, column: 0 },
});
