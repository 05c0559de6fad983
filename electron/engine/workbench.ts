/** The engine's front: opens workspaces one at a time and tells what happens in them. The only file that knows all parts. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Host, ResumePolicy } from "./host.ts";
import { Logbook } from "./logbook.ts";
import { type Listener, type NotificationName, Notifier } from "./notify.ts";
import { unpackSession } from "./replay/unpack.ts";
import { Session } from "./session.ts";
import { CompileCache } from "./source/cache.ts";
import { Compiler } from "./source/compile.ts";
import { Refusal } from "./source/workspace.ts";
import type { Drawing, LoopStatus, PendingSession, WorkspaceOptions, WorkspaceSummary } from "./summary.ts";

export const createWorkbench = (host: Host): Workbench => new Workbench(host, createCompiler(host));

/** A compiler with threads of its own; several workbenches may share it. */
export const createCompiler = ({ compilerWorker, cacheFolder }: Host): Compiler =>
  new Compiler(
    compilerWorker,
    cacheFolder === undefined
      ? undefined
      : new CompileCache({ folder: cacheFolder, version: compilerVersion(compilerWorker) }),
  );

interface OpenOptions {
  readonly run: boolean;
  readonly resume?: ResumePolicy;
  readonly isKept?: boolean;
}

export class Workbench {
  readonly #host: Host;
  readonly #notifier = new Notifier();
  readonly #compiler: Compiler;
  #logbook: Logbook;
  #session: Session | undefined;
  /** Saved sessions by the folders that they were unpacked into. */
  readonly #unpacked = new Map<string, string>();

  constructor(host: Host, compiler: Compiler) {
    this.#host = host;
    this.#compiler = compiler;
    this.#logbook = new Logbook(this.#notifier, host.now);
  }

  /** Starts what takes a while to start, so that the first swap does not wait for it. */
  warmUp(): void {
    this.#compiler.warmUp();
  }

  /**
   * Opens a folder; the one open before goes on until the new one is read, and stays open when it cannot be.
   * @param run evaluate its modules; otherwise nothing of it runs before `load`
   * @param resume what is done with what an earlier run left; absent: what the host says
   * @param isKept false: the run before it leaves nothing to go on from
   * @throws Refusal where it cannot be opened
   */
  async open(folder: string, { run, resume, isKept = true }: OpenOptions): Promise<WorkspaceSummary> {
    const logbook = new Logbook(this.#notifier, this.#host.now);
    const session = await Session.open(folder, {
      host: this.#host,
      compiler: this.#compiler,
      notifier: this.#notifier,
      logbook,
      saved: this.#unpacked.get(await realpath(folder).catch(() => folder)),
    });
    await this.#session?.close({ isKept });
    // News of the session that ended would be taken for news of this one.
    this.#notifier.forget();
    this.#session = session;
    this.#logbook = logbook;
    if (run) await session.load(resume);
    this.#notifier.tell("ready", this.status());
    return this.status();
  }

  /**
   * Writes the modules of a saved session into a folder. Nothing of it runs; opened and loaded, it goes on where the
   * session ended, as long as this process lives.
   *
   * @param into absent: a new folder beside the file
   * @returns the folder
   */
  async unpack(file: string, into?: string): Promise<string> {
    const folder = await unpackSession(file, into);
    this.#unpacked.set(folder, file);
    return folder;
  }

  /** Evaluates the open folder's modules, after it was opened without. */
  async load(): Promise<void> {
    const session = this.session;
    if (!session.isLoaded) await session.load();
    this.#notifier.tell("ready", this.status());
  }

  /** Ends what runs; the compiler's thread too, unless it is shared. */
  async close({ keepCompiler = false } = {}): Promise<void> {
    await this.#session?.close();
    this.#session = undefined;
    this.#notifier.dispose();
    if (!keepCompiler) await this.#compiler.close();
  }

  /** @returns a function that takes the listener out again. */
  on<N extends NotificationName>(name: N, listener: Listener<N>): () => void {
    return this.#notifier.on(name, listener);
  }

  /** Whoever listens does not keep up: tells less while held, and then how things are. */
  hold(isHeld: boolean): void {
    this.#notifier.hold(isHeld);
  }

  /** For whoever runs the process: what nobody caught is a problem of the open workspace, and no reason to end. */
  uncaught(error: unknown): void {
    this.#session?.uncaught(error);
  }

  status(): WorkspaceSummary {
    return { folder: this.#session?.folder ?? "", modules: this.#session?.moduleCount() ?? 0 };
  }

  /** What an earlier run of the open workspace left, until somebody says what to do with it. */
  pending(): PendingSession | null {
    return this.session.keeper.pending ?? null;
  }

  /** Goes on from what an earlier run left; the loop runs again if it ran then. */
  async resume(): Promise<LoopStatus> {
    const { folder, keeper } = this.session;
    if (!keeper.pending)
      throw new Refusal("nothing-to-resume", "There is nothing left to go on from: this is how it stands.");
    const { how } = keeper.pending;
    if (how !== "opened") await this.open(folder, { run: true, resume: "always", isKept: how === "held" });
    const { session } = this;
    session.keeper.accept();
    return session.keeper.wasRunning ? this.run() : this.pause();
  }

  /** Forgets what an earlier run left; where that is what is open, opens the folder afresh, paused. */
  async discard(): Promise<WorkspaceSummary> {
    const { folder, keeper } = this.session;
    if (keeper.pending?.how === "offered") keeper.decline();
    else if (keeper.pending) await this.open(folder, { run: true, resume: "forget" });
    return this.status();
  }

  /** Changes the options that are given. */
  options(change: Partial<WorkspaceOptions> = {}): WorkspaceOptions {
    const { session } = this;
    if (Object.keys(change).length > 0) session.setOptions({ ...session.keeper.options, ...change });
    return session.keeper.options;
  }

  run(): LoopStatus {
    this.session.keeper.accept();
    this.session.loop.run();
    return this.session.loop.status();
  }

  pause(): LoopStatus {
    this.session.loop.pause();
    return this.session.loop.status();
  }

  get logbook(): Logbook {
    return this.#logbook;
  }

  /** What is drawn. `version` grows with each draw. */
  get stage(): { readonly version: number; readonly drawings: () => readonly Drawing[] } {
    return this.#session?.stage ?? emptyStage;
  }

  /** The open workspace. @throws Refusal while none is. */
  get session(): Session {
    if (!this.#session) throw new Refusal("folder-missing", "No folder is open: open one first.");
    return this.#session;
  }
}

const emptyStage = { version: 0, drawings: (): readonly Drawing[] => [] };

/** Whatever decides what compiling yields; it keys the cache. The built worker names its chunks by their contents. */
const compilerVersion = (worker: string | URL): string => {
  const require = createRequire(import.meta.url);
  const { version } = require("esbuild-wasm/package.json") as { version: string };
  const { v8 } = process.versions;
  return `${version} ${createHash("sha256").update(readFileSync(worker)).digest("hex")} ${v8} ${process.arch}`;
};
