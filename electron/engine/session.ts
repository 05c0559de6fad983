/** One open workspace: its files, its running program, its loop. */
import { realpath } from "node:fs/promises";
import { getHeapStatistics } from "node:v8";
import { Aftermath } from "./aftermath.ts";
import { Catalog } from "./catalog.ts";
import { Debugger } from "./debugger.ts";
import { FileFollower } from "./file-follower.ts";
import { History } from "./history/history.ts";
import type { Host, ResumePolicy } from "./host.ts";
import { Keeper } from "./keeper.ts";
import { Loader, quietMs } from "./loader.ts";
import type { Logbook } from "./logbook.ts";
import { Effects } from "./loop/effects.ts";
import { Loop } from "./loop/loop.ts";
import { SlotTable } from "./loop/slot.ts";
import type { Stage } from "./loop/stage.ts";
import { AutoUndo } from "./modules/auto-undo.ts";
import { Collector } from "./modules/collect.ts";
import { problemAtExport, problemOfFile } from "./modules/problem.ts";
import { Program } from "./modules/program.ts";
import { Externals } from "./modules/resolve.ts";
import { LiveCalls } from "./live/calls.ts";
import { partAt } from "./live/part.ts";
import { lookOut } from "./lookout.ts";
import { Newscaster } from "./newscaster.ts";
import { Blamer } from "./references/blame.ts";
import { Certifier } from "./references/certificate.ts";
import { Records } from "./references/records.ts";
import { References } from "./references/references.ts";
import { provenanceOf } from "./history/provenance.ts";
import { findTurns, type SearchRequest } from "./history/search.ts";
import { Rewinder } from "./history/rewind.ts";
import { Prompt } from "./prompt/prompt.ts";
import { Replayer } from "./replay/replayer.ts";
import type { Notifier } from "./notify.ts";
import type { Event, Plain } from "./plain.ts";
import type { Compiler } from "./source/compile.ts";
import { Files } from "./source/files.ts";
import { Refusal, scanFolder } from "./source/workspace.ts";
import { Restorer } from "./restorer.ts";
import { type SwapRequest, Swaps } from "./swaps.ts";
import { surroundingsOf } from "./surroundings.ts";
import { Troubles } from "./troubles.ts";
import type {
  Certificate,
  FoundTurns,
  GenerationSummary,
  Graph,
  ModuleSummary,
  PerformanceSummary,
  Problem,
  Provenance,
  ReplayReport,
  SavedSummary,
  ShownValue,
  SourceSummary,
  SwapReport,
  WorkspaceOptions,
} from "./summary.ts";

export interface SessionParts {
  readonly host: Host;
  readonly compiler: Compiler;
  readonly notifier: Notifier;
  readonly logbook: Logbook;
  /** A saved session that the folder was unpacked from: it goes on from there. */
  readonly saved?: string | undefined;
}

export class Session {
  readonly folder: string;
  readonly loop: Loop;
  readonly history = new History();
  readonly #parts: SessionParts;
  readonly #files: Files;
  readonly #slots = new SlotTable();
  readonly #effects: Effects;
  readonly #program: Program;
  readonly #catalog: Catalog;
  readonly #collector: Collector;
  readonly #loader: Loader;
  readonly #swaps: Swaps;
  readonly #news: Newscaster;
  readonly #certifier: Certifier;
  /** Into a module that runs. */
  readonly prompt: Prompt;
  /** What handlers do, for whoever looks at their text. */
  readonly live: LiveCalls;
  /** How generations end, and what keeps those that should be gone. */
  readonly references: References;
  /** Runs what was again, on a copy. */
  readonly replayer: Replayer;
  /** Goes back to an earlier turn, and to futures that were left. */
  readonly rewinder: Rewinder;
  readonly #saved: string | undefined;
  readonly #keeper: Keeper;
  /** Breakpoints, steps, the queue in a person's hands. */
  readonly debugger: Debugger;
  readonly #autoUndo: AutoUndo;
  readonly #follower: FileFollower;
  /** Tells what goes wrong. */
  readonly #troubles: Troubles;
  readonly #aftermath: Aftermath;
  readonly #restorer: Restorer;
  #endLookout: (() => void) | undefined;
  #isLoaded = false;

  private constructor(folder: string, ids: Iterable<string>, parts: SessionParts) {
    const { host, compiler, notifier, logbook } = parts;
    const callTimeoutMs = host.callTimeoutMs ?? 1000;
    this.folder = folder;
    this.#parts = parts;
    this.#saved = parts.saved;
    this.#files = new Files(folder, compiler, ids);
    this.#effects = new Effects((call) => {
      this.#program.callsChanged(call);
      this.#news.modulesChanged([call.module]);
    });
    this.loop = new Loop(
      {
        now: host.now,
        callTimeoutMs,
        mayGoOn: () => !this.#keeper.isBehind,
        isTyping: () => host.isTyping?.() === true,
        atEnd: process.nextTick,
        problemOf: (code, error, at) => this.#troubles.ofCall(code, error, at),
        onTurn: (turn) => {
          this.live.turnEnded(turn);
          this.#news.turnEnded();
          this.#keeper.touch();
        },
        onProblem: (problem) => this.#troubles.report(problem),
        onLog: (entry) => logbook.log(entry),
        onChange: () => {
          this.#news.loopChanged();
          this.#keeper.touch(!this.loop.isRunning);
        },
        rewound: () => this.rewinder.status(),
        onRunaway: ({ cell }) => this.#troubles.quarantine(cell.id),
        onRunawayPerformer: ({ module }) => this.#troubles.quarantine(module),
      },
      this.#slots,
      this.history,
      this.#effects,
    );
    this.#keeper = new Keeper({
      place: host.journal,
      workspace: folder,
      now: host.now,
      onProblem: (problem) => logbook.problem(problem),
    });
    this.debugger = new Debugger({ loop: this.loop, compiler, keeper: this.#keeper, now: host.now });
    this.#autoUndo = new AutoUndo(host.now, (id, problem, failed) => void this.#goBackFrom(id, problem, failed));
    this.#certifier = new Certifier({
      now: host.now,
      turn: () => this.history.at,
      isBusy: () => this.loop.isBusy,
      onSettled: (version) => this.#news.generationSettled(version),
      onProved: () => this.references.proved(),
    });
    const externals = new Externals(folder);
    this.#program = new Program({
      now: host.now,
      loop: this.loop,
      slots: this.#slots,
      effects: this.#effects,
      history: this.history,
      certifier: this.#certifier,
      host: surroundingsOf({
        folder,
        program: () => this.#program,
        externals,
        say: (level, message, module) =>
          logbook.log({ level, message, at: Date.now(), turn: this.history.at, ...(module ? { module } : {}) }),
        onResources: (id) => this.#news.modulesChanged([id]),
        onRunaway: (id) => this.#troubles.quarantine(id),
      }),
      callTimeoutMs,
      onProblem: (problem) => this.#troubles.report(problem),
      records: new Records({
        file: () => this.#keeper.recordsFile,
        onFailed: (message) =>
          logbook.problem(
            problemOfFile(
              "records-failed",
              "",
              `Records of old generations cannot be written (${message}): of those beyond the last 200 of a module, only number, turns and proof are kept.`,
            ),
          ),
      }),
    });
    this.#catalog = new Catalog(this.#files, this.#program);
    this.references = new References({
      program: this.#program,
      catalog: this.#catalog,
      certifier: this.#certifier,
      blamer: new Blamer(host.heapWorker, host.now),
      logbook,
      now: host.now,
      turn: () => this.history.at,
      mayStandStill: () => !this.loop.isRunning && !this.loop.isBusy,
    });
    this.live = new LiveCalls({
      now: host.now,
      notifier,
      newestTurns: (limit) => this.history.list({ limit }),
      lineOf: (id, generation, name) => {
        const source = this.#program.sourceOf(id, generation);
        return source ? problemAtExport("handler-threw", source, name, "").line : 0;
      },
    });
    this.#collector = new Collector(this.#files, compiler, this.#program, externals);
    this.rewinder = new Rewinder({
      loop: this.loop,
      history: this.history,
      stage: this.stage,
      modules: this.#program.modules,
      onForked: (turn) => this.#news.forked(turn),
    });
    this.prompt = new Prompt({ program: this.#program, compiler, now: host.now, callTimeoutMs });
    this.replayer = new Replayer({
      now: host.now,
      history: this.history,
      collector: this.#collector,
      program: this.#program,
      externals,
      metaOf: this.#program.parts.host.metaOf,
      callTimeoutMs,
    });
    this.#loader = new Loader({
      now: host.now,
      notifier,
      logbook,
      files: this.#files,
      program: this.#program,
      catalog: this.#catalog,
      collector: this.#collector,
      onProblem: (problem) => this.#troubles.report(problem),
      onChanged: (ids) => this.#aftermath.tellAround(ids),
      onSpliced: () => this.#start(),
    });
    this.#swaps = new Swaps({
      now: host.now,
      program: this.#program,
      collector: this.#collector,
      isLoaded: () => this.#isLoaded,
      typeErrors: (texts) => this.#typeErrors(texts),
      onEnded: (ids, report) => this.#aftermath.ended(ids, report),
      onSwapped: async (ids) => {
        this.#autoUndo.swapped(ids);
        await this.#loader.loadWaiting();
      },
    });
    this.#news = new Newscaster({
      notifier,
      catalog: this.#catalog,
      loop: this.loop,
      history: this.history,
      now: host.now,
      isTyping: () => host.isTyping?.() === true,
    });
    const told = { program: this.#program, catalog: this.#catalog, logbook, news: this.#news };
    this.#troubles = new Troubles({ ...told, keeper: this.#keeper, autoUndo: this.#autoUndo });
    const onProblem = (problem: Problem): void => this.#troubles.report(problem);
    this.#aftermath = new Aftermath({
      ...told,
      loop: this.loop,
      slots: this.#slots,
      notifier,
      autoUndo: this.#autoUndo,
      onProblem,
    });
    this.#follower = new FileFollower({
      ...told,
      folder,
      files: this.#files,
      isLoaded: () => this.#isLoaded,
      swap: (ids) => this.swap({ ids }),
      onProblem,
    });
    this.#restorer = new Restorer({
      folder,
      files: this.#files,
      program: this.#program,
      loader: this.#loader,
      loop: this.loop,
      history: this.history,
      stage: this.stage,
      rewinder: this.rewinder,
      replayer: this.replayer,
      keeper: this.#keeper,
      debugger: this.debugger,
    });
  }

  /**
   * Scans and compiles a folder; evaluates nothing.
   * @throws Refusal where the folder cannot be opened
   */
  static async open(folder: string, parts: SessionParts): Promise<Session> {
    const opened = parts.host.now();
    const real = await realpath(folder).catch(() => folder);
    const progress = (doing: "scan" | "compile", done: number, of: number): void => {
      if (parts.host.now() - opened > quietMs)
        parts.notifier.tellSoon("workspace.progress", () => ({ doing, done, of }));
    };
    const scannedAt = Date.now();
    const found = await scanFolder(real, (seen) => progress("scan", seen, 0));
    const session = new Session(real, [...found.modules, ...found.settings], parts);
    await session.#loader.compileAll(found.modules, (done) => progress("compile", done, found.modules.length));
    session.#follower.follow(found, scannedAt);
    return session;
  }

  /**
   * Evaluates every module that can be, and queues `start` if somebody listens; or goes on from what an earlier run left,
   * paused; or, where that run did not survive it, evaluates nothing before somebody says so.
   */
  async load(policy: ResumePolicy = this.#parts.host.journal?.resume ?? "never"): Promise<void> {
    this.#endLookout ??= lookOut({
      host: this.#parts.host,
      folder: this.folder,
      callTimeoutMs: this.#program.parts.callTimeoutMs,
      loop: this.loop,
      onProblem: (problem) => this.#troubles.report(problem),
      quarantine: (id) => this.#troubles.quarantine(id),
    });
    const kept = await this.#keeper.find(this.#saved === undefined ? policy : "never");
    this.#heed(this.#keeper.options);
    await this.debugger.restore();
    if (this.#keeper.pending?.how === "held") return;
    if (this.#saved !== undefined) await this.#restorer.goOnFromFile(this.#saved);
    else if (kept) await this.#restorer.goOnFrom(kept);
    else
      await this.#loader.load(
        [...this.#files.ids()].filter((id) => this.#files.isModule(id)),
        "fresh",
      );
    this.#isLoaded = true;
    this.#news.modulesChanged(this.#catalog.ids());
    const { loop, history, stage } = this;
    await this.#keeper.begin({ loop, history, stage, modules: this.#program.modules });
  }

  /**
   * Writes the whole session to one file: history, states, texts, what waits, breakpoints.
   * @throws Refusal where it cannot be written
   */
  async save(file: string): Promise<SavedSummary> {
    return this.#restorer.save(file);
  }

  /**
   * Replays a saved session, of which nothing runs here: under its own code, or under this folder's files.
   * @throws Refusal where the file is no session
   */
  async replaySaved(file: string, under: "recorded" | "files"): Promise<ReplayReport> {
    return this.#restorer.replaySaved(file, under);
  }

  /** @param isKept false: this run leaves no journal */
  async close({ isKept = true } = {}): Promise<void> {
    this.#follower.end();
    const recorded = this.#program.records.flush();
    // Begins with writing down how everything stands, which the rest then ends.
    const kept = this.#keeper.close({ isKept });
    this.live.dispose();
    this.#news.dispose();
    this.loop.dispose();
    this.replayer.cancel();
    this.#endLookout?.();
    this.#certifier.close();
    this.references.close();
    for (const { live } of this.#program.modules.values()) live?.generation.end();
    await kept;
    await recorded;
  }

  /** What an earlier run left and what became of it; options; whether the state outlives the process. */
  get keeper(): Keeper {
    return this.#keeper;
  }

  performance(): PerformanceSummary {
    const { rate, delayMs, queued } = this.loop.status();
    const { rss, heapUsed } = process.memoryUsage();
    return {
      rate,
      delayMs,
      queued,
      rssBytes: rss,
      heapBytes: heapUsed,
      heapLimitBytes: getHeapStatistics().heap_size_limit,
      oldGenerations: this.#certifier.openCount,
    };
  }

  setOptions(options: WorkspaceOptions): void {
    this.#keeper.options = options;
    this.#heed(options);
  }

  #heed({ autoUndo, swapOnSave }: WorkspaceOptions): void {
    this.#autoUndo.limit = autoUndo?.failures;
    this.#follower.swapsOnSave = swapOnSave;
  }

  /** Where the workspace's options refuse them; `undefined` where they cannot be told. */
  async #typeErrors(texts: ReadonlyMap<string, string>): Promise<readonly Problem[] | undefined> {
    if (!this.#keeper.options.refuseTypeErrors) return [];
    return this.#parts.host.checkTypes?.(this.folder, texts);
  }

  /** A fresh generation failed too often: its swap is undone. */
  async #goBackFrom(id: string, problem: Problem, failed: number): Promise<void> {
    const report = await this.undo(id);
    if (!report.ok) return;
    const times = failed === 1 ? "at once" : `${failed} times in its first second`;
    const message = `The new ${id} failed ${times}, so its swap was undone: ${problem.message}`;
    // Its file still has the text that failed, at the same place.
    this.#parts.logbook.problem({ ...problem, code: "swap-undone", file: id, message });
  }

  /** It goes on from a saved session: paused, where that ended, until somebody lets it go on (V1). */
  get isSaved(): boolean {
    return this.#saved !== undefined;
  }

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  get stage(): Stage {
    return this.#effects.stage;
  }

  modules(): ModuleSummary[] {
    return this.#catalog.ids().map((id) => this.#catalog.summaryOf(id));
  }

  moduleCount(): number {
    return this.#catalog.ids().length;
  }

  graph(level: "module" | "function", ids?: readonly string[]): Graph {
    return this.#catalog.graph(level, ids);
  }

  generationsOf(id: string): GenerationSummary[] {
    return this.#catalog.generationsOf(id);
  }

  /** @returns when the records of generations that are listed no more are written. */
  recorded(): Promise<void> {
    return this.#program.records.flush();
  }

  /** One generation in detail, however old it is. */
  generationOf(id: string, generation: number): Promise<GenerationSummary> {
    return this.#catalog.generationOf(id, generation);
  }

  /** The account of a generation's end. Drives the proof: collects what can be collected first. */
  async certificateOf(id: string, generation: number): Promise<Certificate> {
    return this.references.certificate(id, generation);
  }

  sourceOf(id: string, generation?: number): SourceSummary {
    return this.#catalog.sourceOf(id, generation);
  }

  stateOf(id: string): Plain {
    return this.#catalog.known(id).state;
  }

  /**
   * Who wrote what of a module's state: of the value at a path, and of each of its fields.
   * @param turn after which; absent: now
   */
  provenance({
    id,
    path = "",
    turn,
  }: {
    id: string;
    path?: string | undefined;
    turn?: number | undefined;
  }): Provenance {
    const { history } = this;
    const module = this.#catalog.known(id);
    return turn === undefined || (turn === history.at && turn === history.last)
      ? provenanceOf(history, { id, path, turn: history.at, now: this.loop.safeStateOf(module) })
      : provenanceOf(history, { id, path, turn });
  }

  /** The namespace that importers of a module see. */
  exportsOf(id: string): Readonly<Record<string, unknown>> {
    return this.#catalog.known(id).bindings.holder.namespace;
  }

  /** A part of a module's state, to be shown; `null` where there is none. */
  partOfState(id: string, path: string): ShownValue | null {
    return partAt(this.stateOf(id), path);
  }

  /**
   * The event that a handler failed with last.
   * @throws Refusal where it did not, or nobody looks at its module
   */
  failedEvent(id: string, name: string): Event {
    const event = this.live.failedEvent(id, name);
    if (event === undefined) throw new Refusal("not-waiting", `\`${name}\` of ${id} has no event to run again.`);
    return event;
  }

  /** Turns of the history that fit. */
  async find(request: SearchRequest): Promise<FoundTurns> {
    return findTurns(this.history, request, this.#parts.host.now);
  }

  /** Whether some handler would be called for an event; input is queued only then. */
  isListenedFor(event: { readonly type?: unknown }): boolean {
    return typeof event?.type === "string" && this.#slots.listensFor(event.type);
  }

  /** Swaps modules as one transaction. Never throws for what the user wrote: the report says it. */
  async swap(request: SwapRequest): Promise<SwapReport> {
    return this.#swaps.swap(request);
  }

  /** Takes modules out of the loop; refused while others import them. */
  async unload(ids: readonly string[]): Promise<SwapReport> {
    return this.#swaps.unload(ids);
  }

  /**
   * Undoes the last swap that a module was in, as a whole; redo brings it back. Texts and, unless they are to be kept,
   * states go back together.
   */
  async undo(id: string, state: "restore" | "keep" = "restore"): Promise<SwapReport> {
    return this.#swaps.goBack(id, "undo", state);
  }

  async redo(id: string, state: "restore" | "keep" = "restore"): Promise<SwapReport> {
    return this.#swaps.goBack(id, "redo", state);
  }

  /** Queues `start` when the folder is loaded first: before anything that sources emit. */
  #start(): void {
    if (!this.#isLoaded && this.#slots.listensFor("start")) this.loop.emit({ type: "start" }, "host");
  }

  /** Something was thrown, or a promise rejected, that nobody caught: told as a problem of the module it came from. */
  uncaught(error: unknown): void {
    this.#troubles.uncaught(error);
  }

  /** Lets a runaway go on: its handlers, performers and callbacks are called again. */
  revive(id: string): ModuleSummary {
    return this.#troubles.revive(id);
  }
}
