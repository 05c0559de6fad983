/**
 * All that is told of how generations end: certificates, what keeps those that should be gone, and what a person can do
 * about these.
 */
import type { Catalog } from "../catalog.ts";
import type { Logbook } from "../logbook.ts";
import { byCodeUnits } from "../modules/namespace.ts";
import { problemOfDisposal } from "../modules/problem.ts";
import type { Program } from "../modules/program.ts";
import type { Version } from "../modules/version.ts";
import { Refusal } from "../source/workspace.ts";
import type {
  Certificate,
  DropReport,
  ExplainCost,
  Holder,
  MeasureReport,
  RetentionPoint,
  RevokeReport,
} from "../summary.ts";
import { Alarm } from "./alarm.ts";
import type { Blamer, BlameOutcome } from "./blame.ts";
import type { Certifier } from "./certificate.ts";
import { placeSteps, sentenceOf } from "./explanation.ts";
import { findOf } from "./find.ts";
import { holdersOf, wordsOfCalls } from "./holders.ts";
import type { RevokeHow } from "./revoke.ts";

/** Certificates ask for a path by themselves while the heap is smaller than this. */
const mostHeapBytes = 100_000_000;
/** Alarms do while it is smaller than this: nobody asked, and nobody is to wait for seconds. */
const mostQuietBytes = 25_000_000;

export interface ReferencesParts {
  readonly program: Program;
  readonly catalog: Catalog;
  readonly certifier: Certifier;
  readonly blamer: Blamer;
  readonly logbook: Logbook;
  readonly now: () => number;
  /** Number of the last turn. */
  readonly turn: () => number;
  /** Nobody would notice if the process stood still for a moment. */
  readonly mayStandStill: () => boolean;
}

export class References {
  readonly #parts: ReferencesParts;

  readonly #alarm: Alarm;
  /** How often searches were given up. */
  #cancelled = 0;

  constructor(parts: ReferencesParts) {
    this.#parts = parts;
    const { program, logbook, now, turn } = parts;
    this.#alarm = new Alarm({
      now,
      turn,
      modules: () => program.modules.values(),
      holdersOf: (module, version) => holdersOf(program, module, version),
      tell: (problem) => logbook.problem(problem),
      withdraw: (file) => logbook.withdraw("generation-retained", file),
      explain: (version) => this.#explainQuietly(version),
    });
  }

  /** Collections were forced: looks who should be gone and is not. */
  proved(): void {
    this.#parts.program.trim();
    void this.#alarm.check();
  }

  /**
   * Every record; of one module, or of all, by module and number.
   * @param living only of generations that are not reclaimed
   */
  certificates(id?: string, { living = false } = {}): Certificate[] {
    const { catalog, program } = this.#parts;
    if (id !== undefined) return catalog.certificatesOf(id, living);
    return [...program.modules.keys()].sort(byCodeUnits).flatMap((one) => catalog.certificatesOf(one, living));
  }

  trend(id: string): readonly RetentionPoint[] {
    this.#parts.catalog.known(id);
    return this.#alarm.trendOf(id);
  }

  /**
   * Lets go of what the host itself has of an old generation: calls in flight, whose answers are not heard then, and what
   * they have made or are about to make.
   * @throws Refusal where the generation runs, or is gone
   */
  drop(id: string, generation: number): DropReport {
    const version = this.#version(id, generation);
    const dropped = version?.dropHandles();
    if (!dropped) {
      const why = version?.status === "current" ? "runs: swap or unload it first" : "is gone";
      throw new Refusal("not-revoked", `${id} #${generation} ${why}.`);
    }
    const calls = this.#parts.program.parts.effects.drop(id, generation);
    const problems = dropped.failures.map((failure) => problemOfDisposal({ id, generation }, failure));
    for (const problem of problems) this.#parts.logbook.problem(problem);
    void this.prove();
    return { id, generation, dropped: [...dropped.labels, ...calls.map(wordsOfCalls)], problems };
  }

  /**
   * Stops what is left of a generation; or lets its calls go on in the current one, as far as they can.
   * @throws Refusal where the generation runs, is gone, or was revoked so before
   */
  revoke(id: string, generation: number, how: RevokeHow): RevokeReport {
    const version = this.#version(id, generation);
    const { bindings } = this.#parts.program.module(id);
    const revoked = version?.revoke(how, (name) => (name in bindings.record ? bindings.record[name] : undefined));
    if (revoked) return { id, generation, ...revoked };
    const why = version?.status === "current" ? "runs: swap or unload it first" : "is gone, or was revoked before";
    throw new Refusal("not-revoked", `${id} #${generation} ${why}.`);
  }

  /**
   * The account of a generation's end. Drives the proof: collects what can be collected first, and looks in the heap for
   * what keeps the rest, unless that would take too long.
   */
  async certificate(id: string, generation: number): Promise<Certificate> {
    const { catalog, certifier } = this.#parts;
    const version = this.#version(id, generation);
    if (!version) return catalog.recordedCertificateOf(id, generation);
    await certifier.prove();
    // What was found before may have let go since.
    version.doubt();
    if (version.status !== "retained" || hasBooked(catalog.certificateOf(id, generation).holders))
      return catalog.recordedCertificateOf(id, generation);
    const { heapBytes, ms } = this.cost();
    if (heapBytes > mostHeapBytes)
      return {
        ...catalog.certificateOf(id, generation),
        pathRefused: `The heap is ${megabytes(heapBytes)}; to look through it would stop the program for about ${seconds(ms)}: ask for it expressly.`,
      };
    const certificate = this.#withPath(version, await this.#blame(version));
    this.#alarm.explained(catalog.known(id));
    return certificate;
  }

  /** Collects what can be collected, and settles what that proves. */
  prove(): Promise<void> {
    return this.#parts.certifier.prove();
  }

  /** Looks for what keeps a generation, however large the heap is. */
  async explain(id: string, generation: number): Promise<Certificate> {
    const version = this.#version(id, generation);
    const wasCancelled = await this.#proveFirst();
    if (version?.status !== "retained") return this.#parts.catalog.recordedCertificateOf(id, generation);
    const certificate = this.#withPath(version, wasCancelled ? { kind: "cancelled" } : await this.#blame(version));
    this.#alarm.explained(this.#parts.catalog.known(id));
    return certificate;
  }

  /** Looks in the heap how large each generation is; costs what `explain` does. */
  async measure(): Promise<MeasureReport> {
    const wasCancelled = await this.#proveFirst();
    const outcome: BlameOutcome = wasCancelled ? { kind: "cancelled" } : await this.#parts.blamer.measure();
    if (outcome.kind === "cancelled") return { measured: 0, refused: "The search was cancelled." };
    if (outcome.kind === "refused") return { measured: 0, refused: outcome.message };
    if (outcome.kind === "failed") return { measured: 0, refused: `The heap could not be read: ${outcome.message}` };
    return { measured: this.#sized(outcome) };
  }

  /** What `explain` would cost now. */
  cost(): ExplainCost {
    const { heapBytes, blockedMs, totalMs, refused } = this.#parts.blamer.estimate();
    const cost = { heapBytes, blockedMs: Math.round(blockedMs), ms: Math.round(totalMs) };
    return refused === undefined ? cost : { ...cost, refused };
  }

  get isExplaining(): boolean {
    return this.#parts.blamer.isRunning;
  }

  cancelExplain(): void {
    this.#cancelled++;
    this.#parts.blamer.cancel();
  }

  /** What a search does before it begins. @returns whether it was given up meanwhile */
  async #proveFirst(): Promise<boolean> {
    const before = this.#cancelled;
    await this.#parts.certifier.prove();
    return this.#cancelled !== before;
  }

  close(): void {
    this.#alarm.close();
    this.#parts.blamer.cancel();
  }

  /** For an alarm: only where it takes little and nobody notices. */
  async #explainQuietly(version: Version): Promise<void> {
    const { blamer, mayStandStill, program } = this.#parts;
    const holders = holdersOf(program, program.module(version.id), version);
    if (hasBooked(holders) || !mayStandStill() || blamer.estimate().heapBytes > mostQuietBytes) return;
    this.#withPath(version, await this.#blame(version));
  }

  #blame(version: Version): Promise<BlameOutcome> {
    return this.#parts.blamer.explain(() =>
      version.status === "retained" ? { serial: version.serial, current: this.#running() } : undefined,
    );
  }

  /** @returns how many generations' sizes were told */
  #sized(outcome: BlameOutcome): number {
    if (outcome.kind !== "found" && outcome.kind !== "free") return 0;
    const now = this.#parts.program.moment();
    let measured = 0;
    for (const { versions } of this.#parts.program.modules.values())
      for (const version of versions) {
        const bytes = outcome.sizes.get(version.serial);
        if (bytes === undefined) continue;
        version.measured(bytes, now);
        measured++;
      }
    return measured;
  }

  /** Tokens of the generations that run. */
  #running(): number[] {
    return [...this.#parts.program.modules.values()].flatMap(({ generation }) => generation?.serial ?? []);
  }

  #withPath(version: Version, outcome: BlameOutcome): Certificate {
    const now = this.#parts.program.moment();
    this.#sized(outcome);
    if (outcome.kind === "found") {
      const steps = placeSteps(outcome.steps, this.#parts.program.sourceOf);
      version.lookedFor(findOf({ path: sentenceOf(steps), steps }, now), now);
    } else version.doubt();
    const certificate = this.#parts.catalog.certificateOf(version.id, version.number);
    switch (outcome.kind) {
      case "found":
        return certificate;
      case "free":
        return { ...certificate, pathRefused: "Nothing in the heap keeps it any more: the next collection takes it." };
      case "cancelled":
        return { ...certificate, pathRefused: "The search was cancelled." };
      case "refused":
        return { ...certificate, pathRefused: outcome.message };
      case "failed":
        return { ...certificate, pathRefused: `The heap could not be read: ${outcome.message}` };
    }
  }

  /**
   * @returns nothing where it is long gone
   * @throws Refusal where there is no such module or generation
   */
  #version(id: string, generation: number): Version | undefined {
    const { catalog } = this.#parts;
    catalog.certificateOf(id, generation);
    return catalog.known(id).versions.find(({ number }) => number === generation);
  }
}

/** What the ledger knows needs no search. */
const hasBooked = (holders: readonly Holder[]): boolean => holders.some(({ kind }) => kind !== "closure");

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`;
const seconds = (ms: number): string => `${Math.max(1, Math.round(ms / 1000))} s`;
