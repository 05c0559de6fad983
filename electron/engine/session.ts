/** One open workspace: its files, its running program, its loop. */
import { realpath } from "node:fs/promises";
import { getHeapStatistics } from "node:v8";
import { Catalog } from "./catalog.ts";
import { Debugger } from "./debugger.ts";
import { History } from "./history/history.ts";
import type { Kept } from "./history/journal-folder.ts";
import type { Host, ResumePolicy } from "./host.ts";
import { Keeper } from "./keeper.ts";
import { Loader, quietMs } from "./loader.ts";
import type { Logbook } from "./logbook.ts";
import { Effects } from "./loop/effects.ts";
import { Loop } from "./loop/loop.ts";
import { Finding, type Place } from "./loop/problem.ts";
import { SlotTable } from "./loop/slot.ts";
import type { Stage } from "./loop/stage.ts";
import { AutoUndo } from "./modules/auto-undo.ts";
import { nameOf } from "./modules/books.ts";
import { Collector } from "./modules/collect.ts";
import { compileAhead } from "./modules/maker.ts";
import { problemAtExport, problemOfFile, wordsOfThrown } from "./modules/problem.ts";
import { Program } from "./modules/program.ts";
import { GenerationEnded } from "./modules/resources.ts";
import { Externals, isLocal, resolveLocal } from "./modules/resolve.ts";
import { LiveCalls } from "./live/calls.ts";
import { partAt } from "./live/part.ts";
import { lookOut } from "./lookout.ts";
import { Newscaster } from "./newscaster.ts";
import { OnSave } from "./on-save.ts";
import { Blamer } from "./references/blame.ts";
import { Certifier } from "./references/certificate.ts";
import { Records } from "./references/records.ts";
import { References } from "./references/references.ts";
import { provenanceOf } from "./history/provenance.ts";
import { findTurns, type SearchRequest } from "./history/search.ts";
import { readSession, saveSession } from "./history/session-file.ts";
import { Rewinder } from "./history/rewind.ts";
import { Prompt } from "./prompt/prompt.ts";
import { emptyReport } from "./replay/replay.ts";
import { Replayer } from "./replay/replayer.ts";
import { keptStopsOf } from "./stops-kept.ts";
import type { Notifier } from "./notify.ts";
import type { Event, Plain } from "./plain.ts";
import type { Compiler } from "./source/compile.ts";
import { Files, problemOfState } from "./source/files.ts";
import { Watch } from "./source/watch.ts";
import { type FileSet, Refusal, clashesOf, scanFolder } from "./source/workspace.ts";
import { type SwapRequest, Swaps } from "./swaps.ts";
import { surroundingsOf } from "./surroundings.ts";
import type {
  Certificate,
  FoundTurns,
  GenerationSummary,
  Graph,
  ModuleSummary,
  PerformanceSummary,
  Problem,
  ProblemCode,
  Provenance,
  ReplayReport,
  SavedSummary,
  ShownValue,
  SourceSummary,
  SwapReport,
  SwappedModule,
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
  readonly #onSave: OnSave;
  #watch: Watch | undefined;
  #endLookout: (() => void) | undefined;
  #isLoaded = false;
  #isClosed = false;
  #isFolderGone = false;

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
        problemOf: (code, error, at) => this.#problemOfCall(code, error, at),
        onTurn: (turn) => {
          this.live.turnEnded(turn);
          this.#news.turnEnded();
          this.#keeper.touch();
        },
        onProblem: (problem) => this.#onProblem(problem),
        onLog: (entry) => logbook.log(entry),
        onChange: () => {
          this.#news.loopChanged();
          this.#keeper.touch(!this.loop.isRunning);
        },
        rewound: () => this.rewinder.status(),
        onRunaway: ({ cell }) => this.#quarantine(cell.id),
        onRunawayPerformer: ({ module }) => this.#quarantine(module),
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
    this.#onSave = new OnSave({ swap: (ids) => this.swap({ ids }), differs: (id) => this.#isToBeSwapped(id) });
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
        onRunaway: (id) => this.#quarantine(id),
      }),
      callTimeoutMs,
      onProblem: (problem) => this.#onProblem(problem),
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
      onProblem: (problem) => this.#onProblem(problem),
      onChanged: (ids) => this.#tellAround(ids),
      onSpliced: () => this.#start(),
    });
    this.#swaps = new Swaps({
      now: host.now,
      program: this.#program,
      collector: this.#collector,
      isLoaded: () => this.#isLoaded,
      typeErrors: (texts) => this.#typeErrors(texts),
      onEnded: (ids, report) => this.#ended(ids, report),
      onSwapped: async (ids) => {
        this.#autoUndo.swapped(ids);
        await this.#loader.loadWaiting();
      },
    });
    this.#news = new Newscaster({ notifier, catalog: this.#catalog, loop: this.loop, history: this.history });
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
    session.#reportFiles(found);
    session.#watch = new Watch(
      real,
      {
        onWritten: (id) => session.#onWritten(id),
        onDeleted: (id) => session.#onDeleted(id),
        onFolderGone: () => session.#onFolderGone(),
        onBlind: (message) => session.#onProblem(problemOfFile("folder-unreadable", "", message)),
      },
      { ids: session.#files.ids(), at: scannedAt },
    );
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
      onProblem: (problem) => this.#onProblem(problem),
      quarantine: (id) => this.#quarantine(id),
    });
    const kept = await this.#keeper.find(this.#saved === undefined ? policy : "never");
    this.#heed(this.#keeper.options);
    await this.debugger.restore();
    if (this.#keeper.pending?.how === "held") return;
    if (this.#saved !== undefined) await this.#goOnFromFile(this.#saved);
    else if (kept) await this.#goOnFrom(kept);
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

  /** Code, states, queue and pending `after`s as they were. */
  async #goOnFrom({ meta, modules, queue, afters, turns, drawings }: Kept): Promise<void> {
    this.loop.stand({ turn: meta.turn, clock: meta.clock, queue, afters });
    this.history.restore(meta.turn, turns);
    for (const { id, generation } of modules) this.#program.module(id).lastNumber = generation - 1;
    const failed = await this.#loader.load(
      modules.map(({ id }) => id),
      {
        sources: Object.fromEntries(modules.map(({ id, text }) => [id, text])),
        states: new Map(modules.flatMap(({ id, state }) => (state === undefined ? [] : [[id, state] as const]))),
      },
    );
    for (const { id, isQuarantined } of modules)
      if (this.#program.view(id)) this.#program.module(id).isQuarantined = isQuarantined;
    this.stage.restore(drawings.filter(({ module }) => this.#program.view(module)));
    this.#keeper.failed(failed);
  }

  /** Where a saved session ended, with its history. */
  async #goOnFromFile(file: string): Promise<void> {
    const { end } = await readSession(file, this.history);
    const { standing, states, program, drawings, quarantined, breakpoints } = end;
    const sources: Record<string, string> = {};
    for (const [id, generation] of Object.entries(program)) {
      this.#program.module(id).lastNumber = generation - 1;
      sources[id] = this.history.marks.textOf(id, generation) ?? "";
    }
    this.loop.stand(standing);
    await this.#loader.load(Object.keys(sources), { sources, states: new Map(Object.entries(states)) });
    for (const id of quarantined) if (this.#program.view(id)) this.#program.module(id).isQuarantined = true;
    this.stage.restore(drawings.filter(({ module }) => this.#program.view(module)));
    await this.debugger.setBreakpoints(keptStopsOf({ breakpoints }).breakpoints).catch(() => undefined);
  }

  /**
   * Writes the whole session to one file: history, states, texts, what waits, breakpoints.
   * @throws Refusal where it cannot be written
   */
  async save(file: string): Promise<SavedSummary> {
    const { history } = this;
    const { loop, states, drawings } = this.rewinder.end();
    const running = [...this.#program.modules.values()].filter(({ live }) => live);
    const turns = history.last - history.begin + 1;
    const bytes = await saveSession(file, this.folder, history, {
      standing: loop,
      states: Object.fromEntries(states),
      drawings,
      program: Object.fromEntries(running.map(({ id, lastNumber }) => [id, lastNumber])),
      quarantined: running.filter(({ isQuarantined }) => isQuarantined).map(({ id }) => id),
      breakpoints: this.#keeper.stops.breakpoints.map((one) => one as Plain),
    });
    return { file, bytes, turns };
  }

  /**
   * Replays a saved session, of which nothing runs here: under its own code, or under this folder's files.
   * @throws Refusal where the file is no session
   */
  async replaySaved(file: string, under: "recorded" | "files"): Promise<ReplayReport> {
    const { head } = await readSession(file, this.history);
    if (head.to < head.from) return emptyReport;
    if (under === "recorded") return this.replayer.replay({ from: head.from, under: { kind: "recorded" } });
    const texts = new Map<string, string>();
    for (const id of this.#files.ids()) {
      const content = this.#files.isModule(id) ? this.#files.stateOf(id)?.content : undefined;
      if (content?.ok) texts.set(id, content.text);
    }
    return this.replayer.replay({ from: head.from, under: { kind: "program", texts } });
  }

  /** @param isKept false: this run leaves no journal */
  async close({ isKept = true } = {}): Promise<void> {
    this.#isClosed = true;
    const recorded = this.#program.records.flush();
    // Begins with writing down how everything stands, which the rest then ends.
    const kept = this.#keeper.close({ isKept });
    this.live.dispose();
    this.loop.dispose();
    this.replayer.cancel();
    this.#endLookout?.();
    this.#certifier.close();
    this.references.close();
    for (const { live } of this.#program.modules.values()) live?.generation.end();
    this.#watch?.stop();
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
    this.#onSave.isOn = swapOnSave;
  }

  /** Where the workspace's options refuse them; `undefined` where they cannot be told. */
  async #typeErrors(texts: ReadonlyMap<string, string>): Promise<readonly Problem[] | undefined> {
    if (!this.#keeper.options.refuseTypeErrors) return [];
    return this.#parts.host.checkTypes?.(this.folder, texts);
  }

  /** A fresh generation failed too often: its swap is undone. */
  async #goBackFrom(id: string, { message }: Problem, failed: number): Promise<void> {
    const report = await this.undo(id);
    if (!report.ok) return;
    const times = failed === 1 ? "at once" : `${failed} times in its first second`;
    this.#parts.logbook.problem(
      problemOfFile("swap-undone", id, `The new ${id} failed ${times}, so its swap was undone: ${message}`),
    );
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

  /** Tells everybody how a swap ended. */
  #ended(ids: readonly string[], report: SwapReport): void {
    const { notifier, logbook } = this.#parts;
    if (report.dryRun) return;
    if (report.ok) {
      const swapped = report.modules.map(({ id }) => id);
      logbook.withdraw("folder-empty");
      for (const id of swapped) logbook.settle(id);
      this.#autoUndo.settled(swapped);
      for (const problem of report.problems) this.#onProblem(problem);
      const isSeenOutside = ({ from, to, exports: { added, removed } }: SwappedModule): boolean =>
        from === 0 || to === 0 || added.length + removed.length > 0;
      this.#tellAround(
        swapped,
        report.modules.filter(isSeenOutside).map(({ id }) => id),
      );
      if (this.#slots.listensFor("swap"))
        this.loop.emit({ type: "swap", modules: report.modules.map(({ id, from, to }) => ({ id, from, to })) }, "host");
    } else {
      // That an unload was refused is told, and over: nothing is wrong with any module (S17).
      const lasting = report.problems.filter(({ code }) => code !== "still-imported");
      for (const problem of lasting) logbook.problem(problem);
      for (const id of ids) {
        const problem = lasting.find(({ file }) => file === id) ?? lasting[0];
        if (problem && this.#catalog.has(id)) this.#program.module(id).problem = problem;
      }
      this.#news.modulesChanged(ids);
    }
    notifier.tell("modules.swapped", report);
    this.#news.loopChanged();
  }

  /** Queues `start` when the folder is loaded first: before anything that sources emit. */
  #start(): void {
    if (!this.#isLoaded && this.#slots.listensFor("start")) this.loop.emit({ type: "start" }, "host");
  }

  #reportFiles({ modules, unreadable }: FileSet): void {
    const { logbook } = this.#parts;
    const report = (code: ProblemCode, file: string, message: string): void =>
      logbook.problem(problemOfFile(code, file, message));
    if (modules.length === 0)
      report("folder-empty", "", `There are no modules in ${this.folder}: add a .ts file and it appears here.`);
    for (const { folder, message } of unreadable) report("folder-unreadable", folder, message);
    for (const { id, other } of clashesOf(modules)) logbook.problem(clashProblem(id, other));
    for (const id of modules) {
      const state = this.#files.stateOf(id);
      const problem = state && problemOfState(state);
      if (problem) logbook.problem(problem);
    }
  }

  async #onWritten(id: string): Promise<void> {
    const before = this.#files.stateOf(id);
    const state = await this.#files.refresh(id);
    if (this.#isClosed || state === before) return;
    const module = this.#program.modules.get(id);
    if (module) module.problem = undefined;
    if (!before) this.#onAdded(id);
    this.#parts.logbook.settle(id);
    const problem = problemOfState(state);
    if (problem) this.#onProblem(problem);
    this.#news.modulesChanged([id]);
    if (module?.live && state.outcome?.ok)
      compileAhead(state.outcome.compiled, nameOf({ id, generation: module.lastNumber + 1 }));
    await this.#onSave.saved(id);
  }

  /** An empty text is one that is being written: nobody saves a module to have it do nothing. */
  #isToBeSwapped(id: string): boolean {
    const state = this.#files.stateOf(id);
    if (!this.#isLoaded || this.#isClosed || !state?.content.ok || !state.outcome?.ok) return false;
    const { text } = state.content;
    const isWanted = this.#program.view(id) !== undefined || this.#files.isModule(id);
    return isWanted && text.trim() !== "" && text !== this.#program.modules.get(id)?.source?.text;
  }

  #onAdded(id: string): void {
    this.#parts.logbook.withdraw("folder-empty");
    const other = this.#files.clashOf(id);
    if (other !== undefined) this.#parts.logbook.problem(clashProblem(id, other));
  }

  #onDeleted(id: string): void {
    this.#files.remove(id);
    this.#parts.logbook.withdraw("file-name-clash", id);
    if (this.#program.view(id)) return this.#news.modulesChanged([id]);
    this.#program.modules.delete(id);
    this.#parts.logbook.settle(id);
    this.#news.moduleRemoved(id);
  }

  #onFolderGone(): void {
    if (this.#isFolderGone || this.#isClosed) return;
    this.#isFolderGone = true;
    for (const id of this.#files.ids()) this.#onDeleted(id);
    this.#onProblem(
      problemOfFile("folder-gone", "", `The folder ${this.folder} was deleted: its modules run on from memory.`),
    );
  }

  /** Something was thrown, or a promise rejected, that nobody caught: told as a problem of the module it came from. */
  uncaught(error: unknown): void {
    if (error instanceof GenerationEnded) return;
    const message = (from: string): string =>
      `Nobody caught what ${from} threw (${wordsOfThrown(error)}): catch it, or await the promise where it can be caught.`;
    const problem = this.#program.problemOf("uncaught", error, "", message("a callback or a promise"));
    this.#onProblem(
      problem.file === "" ? problem : this.#program.problemOf("uncaught", error, "", message(problem.file)),
    );
  }

  /** Lets a runaway go on: its handlers, performers and callbacks are called again. */
  revive(id: string): ModuleSummary {
    const module = this.#catalog.known(id);
    if (module.isQuarantined) module.problem = undefined;
    module.isQuarantined = false;
    this.#keeper.touch();
    this.#news.modulesChanged([id]);
    return this.#catalog.summaryOf(id);
  }

  #quarantine(id: string): void {
    this.#program.module(id).isQuarantined = true;
    this.#keeper.touch();
    this.#news.modulesChanged([id]);
  }

  /** What a call did wrong: thrown, or found by the loop, which has no stack and is placed at the function. */
  #problemOfCall(code: ProblemCode, error: unknown, { module, function: name, generation }: Place): Problem {
    if (!(error instanceof Finding))
      return this.#program.problemOf(code, error, module, `\`${name}\` of ${module} threw ${wordsOfThrown(error)}.`);
    const seen = error.culprit && this.#program.problemOf(code, error.culprit, module, error.message);
    if (seen && seen.line > 0) return seen;
    const source = this.#program.sourceOf(module, generation);
    return source ? problemAtExport(code, source, name, error.message) : problemOfFile(code, module, error.message);
  }

  #onProblem(problem: Problem): void {
    this.#parts.logbook.problem(problem);
    // Nothing is wrong with what runs when old code of its module fails.
    if (problem.generation !== undefined) return;
    this.#autoUndo.saw(problem);
    const module = this.#program.modules.get(problem.file);
    if (!module?.live || module.problem) return;
    module.problem = problem;
    this.#news.modulesChanged([module.id]);
  }

  /**
   * Tells of the given modules, and of those whose counts follow from them: what they import, and imported before.
   * @param seen those of them of which importers see more than new code: all who import them are told of too
   */
  #tellAround(ids: readonly string[], seen = ids): void {
    // A function may have become none, which whoever re-exports it tells of itself.
    const around = this.#program.withReexporters(ids);
    for (const id of seen) for (const importer of this.#program.ledger.importersOf(id)) around.add(importer);
    for (const id of ids) {
      for (const version of this.#program.modules.get(id)?.versions.slice(-2) ?? [])
        for (const { specifier } of version.source?.compiled.requests ?? []) {
          const target = isLocal(specifier) ? resolveLocal(id, specifier, (one) => this.#catalog.has(one)) : undefined;
          if (target !== undefined) around.add(target);
        }
    }
    this.#news.modulesChanged(around);
  }
}

const clashProblem = (id: string, other: string): Problem =>
  problemOfFile(
    "file-name-clash",
    id,
    `${id} and ${other} differ in case only: both run here, on other systems they are one file.`,
  );
