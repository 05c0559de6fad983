/** The record of one generation: it outlives the code, and holds none of it. */
import { createHash } from "node:crypto";
import type {
  Explanation,
  GenerationMemory,
  GenerationStatus,
  GenerationSummary,
  Holder,
  Moment,
  RevokeReport,
} from "../summary.ts";
import type { Generation } from "./generation.ts";
import { type Find, unknownHolder } from "../references/find.ts";
import type { PastHolders } from "../references/past.ts";
import { Release } from "../references/release.ts";
import { type RevokeHow, type Revoked, type Successor, revoke, standIn } from "../references/revoke.ts";
import type { Token } from "../references/token.ts";
import type { Source } from "./linkage.ts";
import type { Dropped } from "./resources.ts";

/** How it was proved that nothing refers to a generation any more. */
export interface Proof {
  readonly by: "collection" | "forced collection";
  /** Last turn before the proof. */
  readonly atTurn: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Forced collections that it took; 0 for a natural one. */
  readonly collections: number;
}

type Phase =
  | { readonly kind: "current" }
  | { readonly kind: "draining"; readonly since: Moment }
  | { readonly kind: "retained"; readonly since: Moment; readonly collections: number; readonly seen: Moment }
  | { readonly kind: "reclaimed"; readonly since: Moment; readonly proof: Proof };

export class Version {
  readonly id: string;
  readonly number: number;
  #source: Source | undefined;
  /** When it was spliced in. */
  readonly begun: Moment;
  /** Who held it and let go. */
  readonly past: PastHolders;
  /** What was found to keep it, when that was looked for last. */
  #find: Find | undefined;
  /** It may have let go since. */
  #isDoubted = false;
  /** Calls in flight, by the performer's name. */
  readonly #calls = new Map<string, { readonly since: Moment; count: number; times: number }>();
  /** What its token is known by. */
  readonly serial: number;
  readonly #token: WeakRef<Token>;
  /** Found out when it is asked for, or when the text is forgotten. */
  #sourceHash: string | undefined;
  readonly #exports: readonly string[];
  #memory: GenerationMemory;
  readonly #functions: readonly { readonly name: string; readonly code: WeakRef<object> }[];
  /** Exports whose calls can go on elsewhere. */
  readonly #forwarding: ReadonlySet<string>;
  #phase: Phase = { kind: "current" };
  #revoked: (Revoked & { readonly how: RevokeHow }) | undefined;

  constructor(generation: Generation, functions: ReadonlyMap<string, object>, begun: Moment) {
    this.id = generation.id;
    this.number = generation.number;
    const { locals, indirects, source } = generation.linkage;
    this.#source = source;
    this.#memory = {
      textBytes: Buffer.byteLength(source.text),
      codeBytes: Buffer.byteLength(source.compiled.code),
    };
    this.begun = begun;
    this.past = generation.resources.past;
    this.#exports = [
      ...locals.keys(),
      ...indirects.keys(),
      ...source.compiled.starExports.map(
        ({ request }) => `* of ${JSON.stringify(source.compiled.requests[request]?.specifier)}`,
      ),
    ];
    this.serial = generation.serial;
    this.#token = generation.token;
    this.#functions = [...functions].map(([name, code]) => ({ name, code: new WeakRef(code) }));
    this.#forwarding = new Set(
      source.compiled.localExports.flatMap(({ name, canForward }) => (canForward ? [name] : [])),
    );
  }

  get status(): GenerationStatus {
    return this.#phase.kind;
  }

  /** What it was compiled from; forgotten of old generations to bound memory. */
  get source(): Source | undefined {
    return this.#source;
  }

  /** SHA-256 of its text, in hexadecimal. */
  get sourceHash(): string {
    return (this.#sourceHash ??= createHash("sha256")
      .update(this.#source?.text ?? "")
      .digest("hex"));
  }

  forgetSource(): void {
    if (this.#source === undefined) return;
    void this.sourceHash;
    this.#source = undefined;
  }

  /** Present once it is reclaimed. */
  get proof(): Proof | undefined {
    return this.#phase.kind === "reclaimed" ? this.#phase.proof : undefined;
  }

  /** Turn after which it was spliced in. */
  get fromTurn(): number {
    return this.begun.turn;
  }

  /** When it was taken out. */
  get ended(): Moment | undefined {
    return this.#phase.kind === "current" ? undefined : this.#phase.since;
  }

  /** Last turn before it was taken out. */
  get toTurn(): number | undefined {
    return this.ended?.turn;
  }

  /** What was asked of its code, if it was revoked. */
  get revoked(): RevokeHow | undefined {
    return this.#revoked?.how;
  }

  /** Whether it still waits for its end to be proved. */
  get isOpen(): boolean {
    return this.#phase.kind === "draining" || this.#phase.kind === "retained";
  }

  /** What was found in the heap to keep it, as long as nobody has doubts. */
  get found(): Find | undefined {
    return this.#isDoubted ? undefined : this.#find;
  }

  get explanation(): Explanation | undefined {
    return this.found?.explanation;
  }

  /** When it was first seen to outlive a collection. */
  get retainedSince(): Moment | undefined {
    return this.#phase.kind === "retained" ? this.#phase.seen : undefined;
  }

  /** Another generation took its place, or none. */
  supersede(now: Moment): void {
    if (this.#phase.kind === "current") this.#phase = { kind: "draining", since: now };
  }

  /** What was found may have let go. */
  doubt(): void {
    this.#isDoubted = true;
  }

  /** Somebody looked for what keeps it. @param find nothing where nothing does that anybody could tell */
  lookedFor(find: Find | undefined, now: Moment): void {
    const before = this.#find;
    const isSame = before?.holder.label === find?.holder.label;
    if (before && !isSame) this.past.add(before.holder, before.since, now);
    this.#find = before && find && isSame ? { ...find, since: before.since } : find;
    this.#isDoubted = false;
  }

  /** @param count calls of a performer that have not settled */
  callsChanged(name: string, count: number, now: Moment): void {
    const calls = this.#calls.get(name);
    if (!calls) {
      this.#calls.set(name, { since: now, count, times: count });
      return;
    }
    if (count > calls.count) calls.times++;
    calls.count = count;
    if (count > 0) return;
    this.#calls.delete(name);
    const holder: Holder = {
      kind: "call",
      label: `a call of ${name} in flight`,
      module: this.id,
      generation: this.number,
    };
    this.past.add(holder, calls.since, now, calls.times);
  }

  /** Since when calls of a performer are in flight. */
  callsSince(name: string): Moment | undefined {
    return this.#calls.get(name)?.since;
  }

  /** Whether the collector took all of it. Looking keeps alive what is still there until the job ends. */
  isGone(): boolean {
    return this.#token.deref() === undefined && this.#functions.every(({ code }) => code.deref() === undefined);
  }

  /**
   * Looks whether the collector took it. To be called in a job of its own. Only what is gone is proved; an object that nobody asked the collector about proves nothing.
   *
   * @param proof what would prove it, now
   */
  look(proof: Proof): void {
    if (this.#phase.kind !== "draining" && this.#phase.kind !== "retained") return;
    const { since } = this.#phase;
    const now = { at: proof.at, turn: proof.atTurn };
    const { retainedSince } = this;
    if (this.isGone()) {
      if (retainedSince && !this.#find) this.past.add(unknownHolder, retainedSince, now);
      this.lookedFor(undefined, now);
      this.#phase = { kind: "reclaimed", since, proof };
    } else if (proof.by === "forced collection")
      this.#phase = { kind: "retained", since, collections: proof.collections, seen: retainedSince ?? now };
  }

  /** What of the heap only it leads to. */
  measured(heapBytes: number, seen: Moment): void {
    this.#memory = { ...this.#memory, heapBytes, seen };
  }

  /** What it has made that still lives. */
  handles(): readonly Holder[] {
    return this.#token.deref()?.book?.holders() ?? [];
  }

  /** Disposes of that. @returns `undefined` where it runs, or is gone */
  dropHandles(): Dropped | undefined {
    return this.isOpen ? this.#token.deref()?.book?.drop() : undefined;
  }

  /** Begins to let go what no held function of it can reach. To be called in a job of its own. */
  prepareRelease(): Release | undefined {
    return this.isOpen && !this.#revoked ? Release.prepare(this.#token) : undefined;
  }

  /**
   * Makes what its code uses next throw, and its exported functions throw too or go on in the current generation (R14);
   * which of these may be chosen again.
   *
   * @param exportNow what the module exports by a name, whenever that is asked
   * @returns `undefined` where it runs, is gone, or was revoked so before
   */
  revoke(how: RevokeHow, exportNow: Successor["exportNow"]): Omit<RevokeReport, "id" | "generation"> | undefined {
    if (!this.isOpen || this.#revoked?.how === how) return undefined;
    const revoked = this.#revoked ?? revoke(this.#token, this.id, this.number);
    if (!revoked) return undefined;
    this.#revoked = { ...revoked, how };
    const exportThen = (name: string): object | undefined =>
      this.#functions.find((one) => one.name === name)?.code.deref();
    standIn(this.#token, this.id, this.number, how, { exportNow, exportThen });
    const forwards: string[] = [];
    const stopped: string[] = [];
    const unstoppable: string[] = [];
    for (const { name, code } of this.#functions) {
      const held = code.deref();
      if (!held) continue;
      if (!this.#forwarding.has(name)) (revoked.isReached(held) ? stopped : unstoppable).push(name);
      else (how === "forward" && typeof exportNow(name) === "function" ? forwards : stopped).push(name);
    }
    return { how, throws: revoked.throws, forwards, stopped, unstoppable };
  }

  summary(holders: readonly Holder[]): GenerationSummary {
    const functions = this.#functions.map(({ name, code }) => ({ name, status: this.#statusOf(code) }));
    const held = this.past.list();
    return {
      generation: this.number,
      status: this.status,
      functions,
      holders: this.status === "reclaimed" ? [] : holders,
      ...(held.length > 0 ? { held } : {}),
      ...(this.past.forgotten > 0 ? { heldMore: this.past.forgotten } : {}),
      fromTurn: this.fromTurn,
      ...(this.#revoked ? { revoked: true, revokedHow: this.#revoked.how } : {}),
      ...(this.toTurn === undefined ? {} : { toTurn: this.toTurn }),
      began: this.begun,
      ...(this.ended ? { ended: this.ended } : {}),
      exports: this.#exports,
      sourceHash: this.sourceHash,
      memory: this.#memory,
      ...(this.proof ? { proof: this.proof } : {}),
    };
  }

  /** A function that is gone is reclaimed, whoever of its siblings is not. */
  #statusOf(code: WeakRef<object>): GenerationStatus {
    if (this.status === "current" || this.status === "reclaimed") return this.status;
    return code.deref() === undefined ? "reclaimed" : this.status;
  }
}
