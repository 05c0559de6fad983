/** Keeps one workspace over the end of the process: its journal, what an earlier run left, and its options (J1–J12). */
import { Journal, type JournalSubject } from "./history/journal.ts";
import { JournalFolder, type Kept } from "./history/journal-folder.ts";
import type { JournalPlace, ResumePolicy } from "./host.ts";
import { problemOfFile } from "./modules/problem.ts";
import { keptStopsOf, type KeptStops, noStops } from "./stops-kept.ts";
import type { PendingSession, Problem, WorkspaceOptions } from "./summary.ts";

/** A run that lives so long after it was brought back has survived it, in ms. */
const survivedMs = 1000;

const noOptions: WorkspaceOptions = { autoUndo: null, swapOnSave: false, refuseTypeErrors: false };

export interface KeeperParts {
  readonly place: JournalPlace | undefined;
  /** Real path. */
  readonly workspace: string;
  readonly now: () => number;
  readonly onProblem: (problem: Problem) => void;
}

export class Keeper {
  readonly #parts: KeeperParts;
  readonly #folder: JournalFolder | undefined;
  #isOurs = false;
  #journal: Journal | undefined;
  #survived: NodeJS.Timeout | undefined;
  #pending: PendingSession | undefined;
  #options = noOptions;
  #stops = noStops;
  #wasRunning = false;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    this.#folder = parts.place && new JournalFolder(parts.place.folder, parts.workspace);
  }

  /** What an earlier run left, until somebody said what to do with it. */
  get pending(): PendingSession | undefined {
    return this.#pending;
  }

  /** The loop ran when what was opened was written. */
  get wasRunning(): boolean {
    return this.#wasRunning;
  }

  /** Where records of old generations go; nothing while there is no place, or it is another process's. */
  get recordsFile(): string | undefined {
    return this.#isOurs ? this.#folder?.records : undefined;
  }

  get options(): WorkspaceOptions {
    return this.#options;
  }

  set options(options: WorkspaceOptions) {
    this.#options = options;
    this.#writeOptions();
  }

  /** Breakpoints and what else pauses the loop. */
  get stops(): KeptStops {
    return this.#stops;
  }

  set stops(stops: KeptStops) {
    this.#stops = stops;
    this.#writeOptions();
  }

  #writeOptions(): void {
    if (this.#isOurs) this.#attempt(() => this.#folder?.writeOptions({ ...this.#options, ...this.#stops }));
  }

  /**
   * Takes the journal, and looks what is in it.
   * @returns what to go on from, if the workspace is to open so; nothing of it is to be loaded while it is `held`.
   */
  async find(policy: ResumePolicy): Promise<Kept | undefined> {
    const folder = this.#folder;
    if (!folder || !this.#take(folder)) return undefined;
    const written = folder.readOptions();
    this.#options = optionsOf(written);
    this.#stops = keptStopsOf(written);
    if (policy === "forget") folder.forgetAll();
    const found = await folder.find();
    if (found.kind === "damaged") this.#tell("journal-damaged", found.message);
    if (found.kind !== "kept") return undefined;
    const { kept } = found;
    const isToGoOn = policy === "always" || (policy === "ask" && !kept.meta.isClean);
    if (!isToGoOn) {
      this.#attempt(() => folder.putAside());
      if (kept.meta.turn > 0) this.#pend(kept, "offered");
      return undefined;
    }
    const isHeld = policy === "ask" && folder.wasResuming;
    this.#pend(kept, isHeld ? "held" : "opened");
    if (isHeld) return undefined;
    this.#wasRunning = kept.meta.mode === "running";
    this.#attempt(() => void (folder.isResuming = true));
    return kept;
  }

  /** Modules of an earlier run that did not come back. */
  failed(problems: readonly Problem[]): void {
    if (this.#pending) this.#pending = { ...this.#pending, failed: problems };
  }

  /** From now on everything is written down; what there was before is replaced when it is. */
  async begin(subject: JournalSubject): Promise<void> {
    const { place, now } = this.#parts;
    if (!this.#isOurs || !place || !this.#folder) return;
    const folder = this.#folder;
    this.#journal = new Journal(place.worker, folder.file, subject, {
      now,
      onFailed: (message) =>
        this.#tell(
          "journal-failed",
          `This workspace cannot be saved (${message}): if Graft ends now, its state is lost.`,
        ),
      onStretched: (intervalMs, bytes) =>
        this.#tell(
          "journal-slow",
          `${megabytes(bytes)} MB of state change at a time, so they are saved every ${seconds(intervalMs)} s only: that much may be lost if Graft is killed.`,
        ),
      onLate: (ms) =>
        this.#tell(
          "journal-slow",
          `Nothing was saved for ${seconds(ms)} s, because the disk takes that long: so much may be lost if Graft is killed.`,
        ),
      onUnsaved: (module) =>
        this.#tell(
          "state-unsaved",
          `The state of ${module} is nested too deeply to be saved: keep it flatter.`,
          module,
        ),
    });
    await this.#journal.begin();
    if (this.#pending?.how !== "opened") return;
    this.#attempt(() => folder.forgetPrevious());
    this.#survived = setTimeout(() => this.#survive(), survivedMs).unref();
  }

  /** Something may have changed that the journal tells. */
  touch(isImmediate = false): void {
    this.#journal?.touch(isImmediate);
  }

  /** What was done is not saved yet, and more of it would be too much to lose. */
  get isBehind(): boolean {
    return this.#journal?.isBehind ?? false;
  }

  /** @returns when all that is so now is on the disk. */
  async flush(): Promise<void> {
    await this.#journal?.flush();
  }

  /** The person goes on with what was opened. */
  accept(): void {
    if (this.#pending?.how === "opened") this.#pending = undefined;
  }

  /** What was offered is not wanted. */
  decline(): void {
    this.#pending = undefined;
    this.#attempt(() => this.#folder?.forgetPrevious());
  }

  /** @param isKept false: this run is to leave nothing, for another goes on from what was before it */
  async close({ isKept }: { readonly isKept: boolean }): Promise<void> {
    if (!this.#isOurs) return;
    await this.#journal?.close({ isClean: isKept });
    if (this.#journal && !isKept) this.#attempt(() => this.#folder?.forget());
    this.#survive();
    this.#folder?.release();
    this.#isOurs = false;
  }

  #survive(): void {
    clearTimeout(this.#survived);
    // What is held stays so until somebody said what to do.
    if (this.#pending?.how !== "held") this.#attempt(() => void (this.#folder && (this.#folder.isResuming = false)));
  }

  #take(folder: JournalFolder): boolean {
    try {
      const owner = folder.take();
      if (owner === undefined) this.#isOurs = true;
      else
        this.#tell(
          "journal-owned",
          `Another Graft (process ${owner}) has this workspace open and saves it; this one does not.`,
        );
    } catch (error) {
      this.#tell("journal-failed", `This workspace cannot be saved: ${sentenceOf(error)}.`);
    }
    return this.#isOurs;
  }

  #pend({ meta, modules, reason }: Kept, how: PendingSession["how"]): void {
    this.#pending = {
      folder: this.#parts.workspace,
      how,
      savedAt: meta.at,
      turn: meta.turn,
      queued: meta.queued,
      modules: modules.length,
      failed: [],
      ...(reason === undefined ? {} : { reason }),
    };
  }

  /** That a file cannot be touched is told, and stops nothing. */
  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#tell("journal-failed", `This workspace cannot be saved: ${sentenceOf(error)}.`);
    }
  }

  #tell(code: Problem["code"], message: string, file = ""): void {
    this.#parts.onProblem(problemOfFile(code, file, message));
  }
}

/** What was written by hand, or by another version, counts as far as it is understood. */
const optionsOf = (written: unknown): WorkspaceOptions => {
  const { autoUndo, swapOnSave, refuseTypeErrors } = (written ?? {}) as {
    readonly autoUndo?: { readonly failures?: unknown } | null;
    readonly swapOnSave?: unknown;
    readonly refuseTypeErrors?: unknown;
  };
  const failures = autoUndo?.failures;
  return {
    autoUndo: typeof failures === "number" && failures >= 1 ? { failures } : null,
    swapOnSave: swapOnSave === true,
    refuseTypeErrors: refuseTypeErrors === true,
  };
};

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
const seconds = (ms: number): string => (ms / 1000).toFixed(1);

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
