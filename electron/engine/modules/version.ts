/** The record of one generation: it outlives the code, and holds none of it. */
import { createHash } from "node:crypto";
import type { Explanation, GenerationStatus, GenerationSummary, Holder, RevokeReport } from "../summary.ts";
import type { Generation } from "./generation.ts";
import { Release } from "../references/release.ts";
import { type RevokeHow, type Revoked, type Successor, revoke, standIn } from "../references/revoke.ts";
import type { Token } from "../references/token.ts";
import type { Source } from "./linkage.ts";

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
  | { readonly kind: "draining"; readonly sinceTurn: number }
  | { readonly kind: "retained"; readonly sinceTurn: number; readonly collections: number }
  | { readonly kind: "reclaimed"; readonly sinceTurn: number; readonly proof: Proof };

export class Version {
  readonly id: string;
  readonly number: number;
  /** What it was compiled from; dropped for old generations to bound memory. */
  source: Source | undefined;
  /** Turn after which it was spliced in. */
  readonly fromTurn: number;
  /** What was found to keep it, when that was looked for last. */
  explanation: Explanation | undefined;
  /** What its token is known by. */
  readonly serial: number;
  readonly #token: WeakRef<Token>;
  readonly #sourceHash: string;
  readonly #functions: readonly { readonly name: string; readonly code: WeakRef<object> }[];
  /** Exports whose calls can go on elsewhere. */
  readonly #forwarding: ReadonlySet<string>;
  #phase: Phase = { kind: "current" };
  #revoked: (Revoked & { readonly how: RevokeHow }) | undefined;

  constructor(generation: Generation, functions: ReadonlyMap<string, object>, fromTurn: number) {
    this.id = generation.id;
    this.number = generation.number;
    this.source = generation.linkage.source;
    this.#sourceHash = createHash("sha256").update(this.source.text).digest("hex");
    this.fromTurn = fromTurn;
    this.serial = generation.serial;
    this.#token = generation.token;
    this.#functions = [...functions].map(([name, code]) => ({ name, code: new WeakRef(code) }));
    this.#forwarding = new Set(
      this.source.compiled.localExports.flatMap(({ name, canForward }) => (canForward ? [name] : [])),
    );
  }

  get status(): GenerationStatus {
    return this.#phase.kind;
  }

  /** Present once it is reclaimed. */
  get proof(): Proof | undefined {
    return this.#phase.kind === "reclaimed" ? this.#phase.proof : undefined;
  }

  /** Last turn before it was taken out. */
  get toTurn(): number | undefined {
    return this.#phase.kind === "current" ? undefined : this.#phase.sinceTurn;
  }

  /** What was asked of its code, if it was revoked. */
  get revoked(): RevokeHow | undefined {
    return this.#revoked?.how;
  }

  /** Whether it still waits for its end to be proved. */
  get isOpen(): boolean {
    return this.#phase.kind === "draining" || this.#phase.kind === "retained";
  }

  /** Another generation took its place, or none. */
  supersede(turn: number): void {
    if (this.#phase.kind === "current") this.#phase = { kind: "draining", sinceTurn: turn };
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
    const { sinceTurn } = this.#phase;
    if (this.isGone()) {
      this.#phase = { kind: "reclaimed", sinceTurn, proof };
      this.explanation = undefined;
    } else if (proof.by === "forced collection")
      this.#phase = { kind: "retained", sinceTurn, collections: proof.collections };
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
    return {
      generation: this.number,
      status: this.status,
      functions,
      holders: this.status === "reclaimed" ? [] : holders,
      fromTurn: this.fromTurn,
      ...(this.#revoked ? { revoked: true, revokedHow: this.#revoked.how } : {}),
      ...(this.toTurn === undefined ? {} : { toTurn: this.toTurn }),
      sourceHash: this.#sourceHash,
      ...(this.proof ? { proof: this.proof } : {}),
    };
  }

  /** A function that is gone is reclaimed, whoever of its siblings is not. */
  #statusOf(code: WeakRef<object>): GenerationStatus {
    if (this.status === "current" || this.status === "reclaimed") return this.status;
    return code.deref() === undefined ? "reclaimed" : this.status;
  }
}
