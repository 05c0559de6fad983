/** One open workspace: its files, its running program, its loop. */
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { History } from "./history/history.ts";
import type { Host } from "./host.ts";
import type { Logbook } from "./logbook.ts";
import { Effects } from "./loop/effects.ts";
import { Loop } from "./loop/loop.ts";
import { Finding, type Place } from "./loop/problem.ts";
import { SlotTable } from "./loop/slot.ts";
import type { Stage } from "./loop/stage.ts";
import { consoleMaker } from "./modules/console.ts";
import type { GenerationHost } from "./modules/generation.ts";
import type { Linkage, Source } from "./modules/linkage.ts";
import { type Breathe, load } from "./modules/load.ts";
import { problemAtExport, problemOfFile, readableStack, wordsOfThrown } from "./modules/problem.ts";
import { Program } from "./modules/program.ts";
import { Externals, assumedLinkage, isLocal, linkageOfSource, resolveLocal } from "./modules/resolve.ts";
import { refusal, swap } from "./modules/swap.ts";
import { timersFor } from "./modules/timers.ts";
import type { Notifier } from "./notify.ts";
import type { Plain } from "./plain.ts";
import { countsOfModule, functionSummaries } from "./references/counts.ts";
import { graphOf } from "./references/graph.ts";
import type { Compiler } from "./source/compile.ts";
import { type FileState, Files, problemOfState } from "./source/files.ts";
import { Watch } from "./source/watch.ts";
import { Refusal, clashesOf, scanFolder } from "./source/workspace.ts";
import type {
  GenerationSummary,
  Graph,
  LogEntry,
  LoopStatus,
  ModuleStatus,
  ModuleSummary,
  Problem,
  ProblemCode,
  SwapReport,
  TurnSummary,
} from "./summary.ts";

/** Turns told in one notification at the most. */
const mostTurnsTold = 50;
/** Opening tells of its progress when it takes longer than this, in ms. */
const quietMs = 500;
/** Loading yields to the rest of the process after so many ms. */
const breathMs = 12;

export interface SessionParts {
  readonly host: Host;
  readonly compiler: Compiler;
  readonly notifier: Notifier;
  readonly logbook: Logbook;
}

export interface SwapRequest {
  readonly ids: readonly string[];
  /** Text to use in place of a module's file. */
  readonly sources?: Readonly<Record<string, string>> | undefined;
  readonly dryRun?: boolean | undefined;
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
  readonly #externals: Externals;
  /** Modules whose summaries are to be told. */
  readonly #dirty = new Set<string>();
  readonly #removed = new Set<string>();
  #watch: Watch | undefined;
  #isLoaded = false;
  #isClosed = false;
  #isFolderGone = false;
  /** One swap at a time; the next waits for it. */
  #lastSwap: Promise<unknown> = Promise.resolve();
  #turnsTold = 0;

  private constructor(folder: string, ids: Iterable<string>, parts: SessionParts) {
    this.folder = folder;
    this.#parts = parts;
    this.#files = new Files(folder, parts.compiler, ids);
    this.#externals = new Externals(folder);
    const callTimeoutMs = parts.host.callTimeoutMs ?? 1000;
    this.#effects = new Effects((module) => this.#touch([module]));
    this.loop = new Loop(
      {
        now: parts.host.now,
        callTimeoutMs,
        problemOf: (code, error, at) => this.#problemOfCall(code, error, at),
        onTurn: (turn) => this.#onTurn(turn),
        onProblem: (problem) => this.#onProblem(problem),
        onLog: (entry) => parts.logbook.log(entry),
        onChange: () => this.#tellLoop(),
        onRunaway: ({ cell }) => this.#quarantine(cell.id),
        onRunawayPerformer: ({ module }) => this.#quarantine(module),
      },
      this.#slots,
      this.history,
      this.#effects,
    );
    this.#program = new Program({
      loop: this.loop,
      slots: this.#slots,
      effects: this.#effects,
      host: this.#generationHost(),
      callTimeoutMs,
      onProblem: (problem) => this.#onProblem(problem),
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
    const found = await scanFolder(real, (seen) => progress("scan", seen, 0));
    const session = new Session(real, [...found.modules, ...found.settings], parts);
    await session.#compileAll(found.modules, (done) => progress("compile", done, found.modules.length));
    session.#reportFiles(found.modules);
    session.#watch = await Watch.start(real, {
      onWritten: (id) => void session.#onWritten(id),
      onDeleted: (id) => session.#onDeleted(id),
      onFolderGone: () => session.#onFolderGone(),
    });
    return session;
  }

  get stage(): Stage {
    return this.#effects.stage;
  }

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Evaluates every module that can be, and queues `start` if somebody listens. */
  async load(): Promise<void> {
    const ids = [...this.#files.ids()].filter((id) => this.#files.isModule(id));
    await this.#loadModules(ids);
    this.#isLoaded = true;
    if (this.#slots.listensFor("start")) this.loop.emit({ type: "start" }, "host");
    this.#touch(this.#moduleIds());
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.loop.dispose();
    for (const { live } of this.#program.modules.values()) live?.generation.resources.close();
    await this.#watch?.stop();
  }

  modules(): ModuleSummary[] {
    return this.#moduleIds().map((id) => this.#summaryOf(id));
  }

  moduleCount(): number {
    return this.#moduleIds().length;
  }

  graph(level: "module" | "function"): Graph {
    const modules = this.#moduleIds().map((id) => ({
      id,
      status: this.#statusOf(id),
      generation: this.#program.modules.get(id)?.generation?.number ?? 0,
      linkage: this.#program.view(id) ?? this.#linkageFromFile(id),
    }));
    return graphOf(this.#program, modules, level);
  }

  /** Whether some handler would be called for an event; input is queued only then. */
  isListenedFor(event: { readonly type?: unknown }): boolean {
    return typeof event?.type === "string" && this.#slots.listensFor(event.type);
  }

  stateOf(id: string): Plain {
    return this.#known(id).state;
  }

  /** The namespace that importers of a module see. */
  exportsOf(id: string): Readonly<Record<string, unknown>> {
    this.#known(id);
    return this.#program.module(id).bindings.holder.namespace;
  }

  generationsOf(id: string): GenerationSummary[] {
    const module = this.#known(id);
    return module.versions.map((version) => version.summary([]));
  }

  sourceOf(id: string): { id: string; file: string; text: string; running?: string } {
    this.#known(id);
    const content = this.#files.stateOf(id)?.content;
    const running = this.#program.modules.get(id)?.source?.text;
    return {
      id,
      file: join(this.folder, id),
      text: content?.ok ? content.text : (running ?? ""),
      ...(running === undefined ? {} : { running }),
    };
  }

  /** Swaps modules as one transaction. Never throws for what the user wrote: the report says it. */
  async swap(request: SwapRequest): Promise<SwapReport> {
    const swapping = this.#lastSwap.then(() => this.#swap(request));
    this.#lastSwap = swapping.catch(() => undefined);
    return swapping;
  }

  async #swap({ ids, sources = {}, dryRun = false }: SwapRequest): Promise<SwapReport> {
    const start = this.#parts.host.now();
    const refuse = (problems: readonly Problem[]): SwapReport => {
      const compile = this.#parts.host.now() - start;
      const timings = { compile, link: 0, evaluate: 0, migrate: 0, commit: 0, total: compile };
      return this.#ended({ ...refusal(this.#program, problems, dryRun), timings });
    };
    if (!this.#isLoaded)
      return refuse([problemOfFile("unknown-module", "", "Nothing of this folder runs yet: trust it first.")]);
    const collected = await this.#collect(new Set([...ids, ...Object.keys(sources)]), sources);
    if (!Array.isArray(collected.linkages)) return refuse(collected.problems);
    const compileMs = this.#parts.host.now() - start;
    const report = swap(this.#program, collected.linkages, { dryRun, compileMs, now: this.#parts.host.now });
    const ended = this.#ended(report);
    if (ended.ok && !dryRun) await this.#loadWaiting();
    return ended;
  }

  /** Compiles and resolves the modules of a transaction, and those they import that are not loaded yet. */
  async #collect(
    ids: Set<string>,
    sources: Readonly<Record<string, string>>,
  ): Promise<{ linkages: readonly Linkage[]; problems: [] } | { linkages: undefined; problems: readonly Problem[] }> {
    const problems: Problem[] = [];
    const texts = new Map<string, Source>();
    const exists = (id: string): boolean => this.#files.has(id) || ids.has(id) || this.#program.view(id) !== undefined;
    for (const id of ids) {
      const source = await this.#sourceFor(id, sources[id]);
      if ("code" in source) {
        problems.push(source);
        continue;
      }
      texts.set(id, source);
      for (const { specifier } of source.compiled.requests) {
        const target = isLocal(specifier) ? resolveLocal(id, specifier, exists) : undefined;
        if (target !== undefined && !this.#program.view(target)) ids.add(target);
      }
    }
    if (problems.length > 0) return { linkages: undefined, problems };
    await this.#externals.load([...texts.values()]);
    const linkages: Linkage[] = [];
    for (const source of texts.values()) {
      const outcome = linkageOfSource(source, exists, this.#externals);
      if (outcome.ok) linkages.push(outcome.linkage);
      else problems.push(...outcome.problems);
    }
    return problems.length > 0 ? { linkages: undefined, problems } : { linkages, problems: [] };
  }

  async #sourceFor(id: string, given: string | undefined): Promise<Source | Problem> {
    if (given !== undefined) {
      const outcome = await this.#parts.compiler.compile(id, given);
      return outcome.ok ? { id, text: given, compiled: outcome.compiled } : { ...outcome.problem, file: id };
    }
    const module = this.#program.modules.get(id);
    if (!this.#files.has(id) && !module)
      return problemOfFile("unknown-module", id, `There is no module ${id} in this workspace.`);
    if (!this.#files.has(id))
      return problemOfFile(
        "file-unreadable",
        id,
        `The file of ${id} was deleted: the module runs on, and cannot be swapped without a text.`,
      );
    return sourceOfState(await this.#files.refresh(id));
  }

  #ended(report: SwapReport): SwapReport {
    const { notifier } = this.#parts;
    if (report.dryRun) return report;
    if (report.ok) {
      for (const { id } of report.modules) this.#parts.logbook.settle(id);
      for (const problem of report.problems) this.#onProblem(problem);
      this.#touchAround(report.modules.map(({ id }) => id));
      if (this.#slots.listensFor("swap"))
        this.loop.emit({ type: "swap", modules: report.modules.map(({ id, from, to }) => ({ id, from, to })) }, "host");
    } else {
      for (const problem of report.problems) {
        const module = this.#program.modules.get(problem.file);
        if (module && this.#files.has(problem.file)) module.problem = problem;
        this.#parts.logbook.problem(problem);
      }
      this.#touch(report.problems.map(({ file }) => file));
    }
    notifier.tell("modules.swapped", report);
    this.#tellLoop();
    return report;
  }

  /** After a repair: loads what waited for it. */
  async #loadWaiting(): Promise<void> {
    const waiting = this.#moduleIds().filter((id) => {
      const module = this.#program.modules.get(id);
      return (
        module !== undefined &&
        !module.live &&
        module.problem !== undefined &&
        mayBeMendedElsewhere.has(module.problem.code)
      );
    });
    if (waiting.length > 0) await this.#loadModules(waiting);
  }

  async #loadModules(ids: readonly string[]): Promise<void> {
    const broken = new Set<string>();
    const texts = new Map<string, Source>();
    const wanted = new Set(ids);
    for (const id of wanted) {
      const state = this.#files.stateOf(id) ?? (await this.#files.refresh(id));
      const source = sourceOfState(state);
      if ("code" in source) {
        broken.add(id);
        this.#program.module(id);
        continue;
      }
      texts.set(id, source);
      for (const { specifier } of source.compiled.requests) {
        const target = isLocal(specifier) ? resolveLocal(id, specifier, this.#files.has) : undefined;
        if (target !== undefined && !this.#program.view(target)) wanted.add(target);
      }
    }
    await this.#externals.load([...texts.values()]);
    const linkages: Linkage[] = [];
    for (const source of texts.values()) {
      const outcome = linkageOfSource(
        source,
        (id) => this.#files.has(id) || this.#program.view(id) !== undefined,
        this.#externals,
      );
      if (outcome.ok) linkages.push(outcome.linkage);
      else {
        broken.add(source.id);
        this.#program.module(source.id).problem = outcome.problems[0];
        for (const problem of outcome.problems) this.#onProblem(problem);
      }
    }
    const { loaded, refused, problems } = await load(this.#program, linkages, broken, this.#breathe());
    for (const id of loaded) this.#parts.logbook.settle(id);
    for (const problem of [...refused.values(), ...problems]) this.#onProblem(problem);
    this.#touchAround([...loaded, ...refused.keys(), ...broken]);
  }

  #breathe(): Breathe {
    const { now } = this.#parts.host;
    const start = now();
    let last = start;
    return async (done, of) => {
      if (now() - last < breathMs) return;
      if (now() - start > quietMs)
        this.#parts.notifier.tellSoon("workspace.progress", () => ({ doing: "evaluate", done, of }));
      await new Promise((resolve) => setImmediate(resolve));
      last = now();
    };
  }

  async #compileAll(ids: readonly string[], onDone: (done: number) => void): Promise<void> {
    let done = 0;
    const pending = [...ids].reverse();
    const work = async (): Promise<void> => {
      for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
        await this.#files.refresh(id);
        onDone(++done);
      }
    };
    // Several in flight: the worker compiles while the next files are read.
    await Promise.all(Array.from({ length: 16 }, work));
  }

  #reportFiles(modules: readonly string[]): void {
    const { logbook } = this.#parts;
    if (modules.length === 0)
      logbook.problem(
        problemOfFile(
          "folder-empty",
          "",
          `There are no modules in ${this.folder}: add a .ts file and it appears here.`,
        ),
      );
    for (const { id, other } of clashesOf(modules))
      logbook.problem(
        problemOfFile(
          "file-name-clash",
          id,
          `${id} and ${other} differ in case only: both run here, on other systems they are one file.`,
        ),
      );
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
    const problem = problemOfState(state);
    if (module) module.problem = undefined;
    this.#parts.logbook.settle(id);
    if (problem) this.#onProblem(problem);
    this.#removed.delete(id);
    this.#touch([id]);
  }

  #onDeleted(id: string): void {
    this.#files.remove(id);
    const module = this.#program.modules.get(id);
    if (!module?.live) {
      this.#program.modules.delete(id);
      this.#removed.add(id);
    }
    this.#touch([id]);
  }

  #onFolderGone(): void {
    if (this.#isFolderGone || this.#isClosed) return;
    this.#isFolderGone = true;
    for (const id of [...this.#files.ids()]) this.#onDeleted(id);
    this.#onProblem(
      problemOfFile("folder-gone", "", `The folder ${this.folder} was deleted: its modules run on from memory.`),
    );
  }

  #generationHost(): GenerationHost {
    const { logbook } = this.#parts;
    const consoles = consoleMaker((level, message, id) => {
      const readable = readableStack(message, (one, generation) => this.#program.sourceOf(one, generation)?.compiled);
      logbook.log(this.#entry(level, readable, id));
    });
    return {
      bindingsOf: (id) => this.#program.module(id).bindings,
      importDynamically: (from, specifier) => this.#importDynamically(from, String(specifier)),
      metaOf: (id) => {
        const filename = join(this.folder, id);
        return Object.assign(Object.create(null) as object, {
          url: pathToFileURL(filename).href,
          filename,
          dirname: join(filename, ".."),
        });
      },
      thingsFor: (id, resources) => ({
        console: consoles(id),
        ...timersFor(resources, (kind, call) => this.#guardCallback(id, kind, call)),
      }),
      onResources: (id) => this.#touch([id]),
    };
  }

  async #importDynamically(from: string, specifier: string): Promise<unknown> {
    if (isLocal(specifier)) {
      const id = resolveLocal(from, specifier, (one) => this.#program.view(one) !== undefined);
      if (id === undefined) throw new TypeError(`import("${specifier}") in ${from}: there is no such module running.`);
      return this.#program.module(id).bindings.holder.namespace;
    }
    const external = await this.#externals.one(specifier);
    if (external instanceof Error) throw external;
    return external.namespace;
  }

  /** Runs a timer's callback: what it throws is a problem of its module, not of the process. */
  #guardCallback(id: string, kind: string, call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#onProblem(
        this.#program.problemOf(
          "resource-threw",
          error,
          id,
          `A ${kind} callback of ${id} threw ${wordsOfThrown(error)}.`,
        ),
      );
    }
  }

  #quarantine(id: string): void {
    this.#program.module(id).isQuarantined = true;
    this.#touch([id]);
  }

  /** What a call did wrong: thrown, or found by the loop, which has no stack and is placed at the function. */
  #problemOfCall(code: ProblemCode, error: unknown, { module, function: name, generation }: Place): Problem {
    const source = this.#program.sourceOf(module, generation);
    if (!(error instanceof Finding))
      return this.#program.problemOf(code, error, module, `\`${name}\` of ${module} threw ${wordsOfThrown(error)}.`);
    return source ? problemAtExport(code, source, name, error.message) : problemOfFile(code, module, error.message);
  }

  #entry(level: LogEntry["level"], message: string, module?: string): LogEntry {
    return { level, message, at: Date.now(), turn: this.history.last, ...(module === undefined ? {} : { module }) };
  }

  #onTurn(turn: TurnSummary): void {
    this.#turnsTold = Math.min(this.#turnsTold, turn.turn - 1);
    this.#parts.notifier.tellSoon("loop.turn", () => this.#newTurns());
  }

  #newTurns(): { turns: readonly TurnSummary[]; skipped: number; status: LoopStatus } {
    const news = this.history.last - this.#turnsTold;
    this.#turnsTold = this.history.last;
    const limit = Math.min(news, mostTurnsTold);
    return { turns: this.history.list({ limit }), skipped: news - limit, status: this.loop.status() };
  }

  #tellLoop(): void {
    this.#parts.notifier.tellSoon("loop.changed", () => this.loop.status());
  }

  #onProblem(problem: Problem): void {
    this.#parts.logbook.problem(problem);
    const module = this.#program.modules.get(problem.file);
    if (module?.live && !module.problem) {
      module.problem = problem;
      this.#touch([module.id]);
    }
  }

  /** Modules whose counts follow from the given ones: they, and whatever they import. */
  #touchAround(ids: readonly string[]): void {
    const around = new Set(ids);
    for (const id of ids) {
      for (const importer of this.#program.ledger.importersOf(id)) around.add(importer);
      for (const target of this.#program.view(id)?.targets ?? []) if (target.kind === "module") around.add(target.id);
      for (const target of this.#program.modules.get(id)?.versions.at(-2)?.source?.compiled.requests ?? []) {
        const before = isLocal(target.specifier) ? resolveLocal(id, target.specifier, this.#files.has) : undefined;
        if (before !== undefined) around.add(before);
      }
    }
    this.#touch(around);
  }

  #touch(ids: Iterable<string>): void {
    for (const id of ids) this.#dirty.add(id);
    this.#parts.notifier.tellSoon("modules.changed", () => {
      const present = new Set(this.#moduleIds());
      const modules = [...this.#dirty].filter((id) => present.has(id)).map((id) => this.#summaryOf(id));
      const removed = [...this.#removed].filter((id) => !present.has(id));
      this.#dirty.clear();
      this.#removed.clear();
      return { modules, removed };
    });
  }

  /** What is listed: every module's file, and whatever runs. */
  #moduleIds(): string[] {
    const ids = new Set<string>();
    for (const id of this.#files.ids()) if (this.#files.isModule(id)) ids.add(id);
    for (const [id, { live }] of this.#program.modules) if (live) ids.add(id);
    return [...ids].sort();
  }

  #known(id: string) {
    if (!this.#files.has(id) && !this.#program.modules.get(id)?.live)
      throw new Refusal("unknown-module", `There is no module ${id} in this workspace.`);
    return this.#program.module(id);
  }

  #statusOf(id: string): ModuleStatus {
    const module = this.#program.modules.get(id);
    if (module?.isQuarantined) return "quarantined";
    const state = this.#files.stateOf(id);
    if (!this.#files.has(id)) return "deleted";
    const isBroken = state !== undefined && problemOfState(state) !== undefined;
    if (!module?.live) return isBroken || module?.problem ? "failed" : "new";
    if (state?.content.ok && state.content.text === module.source?.text) return "running";
    return isBroken || (module.problem && !isRuntime(module.problem)) ? "failed" : "changed";
  }

  #summaryOf(id: string): ModuleSummary {
    const module = this.#program.module(id);
    const linkage = module.generation?.linkage ?? this.#linkageFromFile(id);
    const state = this.#files.stateOf(id);
    const problem = (state && problemOfState(state)) ?? module.problem;
    return {
      id,
      status: this.#statusOf(id),
      generation: module.generation?.number ?? 0,
      functions: functionSummaries(this.#program, module),
      references: countsOfModule(this.#program, module),
      imports: [
        ...new Set((linkage?.targets ?? []).map((target) => (target.kind === "module" ? target.id : target.specifier))),
      ],
      importers: [...this.#program.ledger.importersOf(id)].sort(),
      ...(problem ? { problem } : {}),
    };
  }

  /** What the text on disk says, for modules that do not run. */
  #linkageFromFile(id: string): Linkage | undefined {
    const state = this.#files.stateOf(id);
    const source = state && sourceOfState(state);
    return source && !("code" in source) ? assumedLinkage(source, this.#files.has) : undefined;
  }
}

/** Problems that a repair of another module may end. */
const mayBeMendedElsewhere: ReadonlySet<Problem["code"]> = new Set([
  "dependency-failed",
  "missing-export",
  "unresolved-import",
  "ambiguous-export",
  "circular-export",
]);

/** Problems of what runs, as opposed to reasons why something does not. */
const isRuntime = ({ code }: Problem): boolean =>
  /^(?:handler|outcome|performer|source|resource|disposer|effect|unknown-effect|queue)/.test(code);

const sourceOfState = (state: FileState): Source | Problem => {
  const problem = problemOfState(state);
  if (problem) return problem;
  const { id, content, outcome } = state;
  if (!content.ok || !outcome?.ok) throw new Error(`${id} has neither a problem nor a compiled text`);
  return { id, text: content.text, compiled: outcome.compiled };
};
