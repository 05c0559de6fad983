/**
 * The proof that nothing refers to old code any more (R6–R9). A natural collection proves it for nothing; where the
 * loop has time to spare, one is forced. Who is still there after that is retained.
 */
import type { Version } from "../modules/version.ts";
import { collect, nextJob } from "./collector.ts";

/** The proof is tried when nothing was swapped for so long: swaps in a row share one collection, and none is in the way of the next; in ms. */
const settleMs = 150;
/** Where collecting takes long, as in a large program, more quiet is waited for: so many times what it took last. */
const settleShare = 4;
const mostSettleMs = 500;
/** Nor is it put off for longer than this, in ms (R7). */
const latestMs = 700;
/** How long to wait with the next try while the loop has no time, in ms. */
const retryMs = 1000;
/** Caches inside V8 let go of some code only at the second or third collection. */
const mostCollections = 3;
/** Forced collections take at most this part of the time while the loop works. */
const share = 0.01;

export interface CertifierHost {
  readonly now: () => number;
  /** Number of the last turn. */
  readonly turn: () => number;
  /** Events wait to be handled right now. */
  readonly isBusy: () => boolean;
  /** Something became of a generation: reclaimed, or retained. */
  readonly onSettled: (version: Version) => void;
  /** Collections were forced, and everybody was looked at. */
  readonly onProved: () => void;
}

export class Certifier {
  readonly #host: CertifierHost;
  /** Superseded, and not proved gone. */
  readonly #open = new Set<Version>();
  readonly #registry: FinalizationRegistry<Version>;
  #timer: NodeJS.Timeout | undefined;
  #proving: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #isClosed = false;
  #lastEnd = Number.NEGATIVE_INFINITY;
  #lastMs = 0;
  /** When the first and the last of those were superseded whose proof is waited with. */
  #expectedSince = 0;
  #expectedAt = 0;

  constructor(host: CertifierHost) {
    this.#host = host;
    this.#registry = new FinalizationRegistry((version) => {
      // A forced collection is told by whoever forced it.
      if (!this.#proving) this.#look(version, "collection", 0);
    });
  }

  /** A generation was spliced in. The collector will tell when the last of its functions is gone. */
  watch(version: Version, token: object): void {
    this.#registry.register(token, version);
  }

  /** Generations were superseded: their end is to be proved. */
  expect(versions: Iterable<Version>): void {
    for (const version of versions) this.#open.add(version);
    this.#expectedAt = this.#host.now();
    if (this.#timer === undefined) this.#expectedSince = this.#expectedAt;
    this.#schedule(this.#settleMs);
  }

  /** Proves now, whatever it costs: for somebody who asks. What is under way began too early to know what is true now. */
  async prove(): Promise<void> {
    if (!this.#proving) return this.#begin();
    return (this.#next ??= this.#proving.then(() => {
      this.#next = undefined;
      return this.#begin();
    }));
  }

  get openCount(): number {
    return this.#open.size;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  get #settleMs(): number {
    return Math.min(mostSettleMs, Math.max(settleMs, settleShare * this.#lastMs));
  }

  #begin(): Promise<void> {
    return (this.#proving = this.#force().finally(() => (this.#proving = undefined)));
  }

  #schedule(ms: number): void {
    if (this.#timer !== undefined || this.#isClosed || ![...this.#open].some(({ status }) => status === "draining"))
      return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const now = this.#host.now();
      const quietMs = this.#expectedAt + this.#settleMs - now;
      if (quietMs > 1 && now - this.#expectedSince < latestMs) return this.#schedule(quietMs);
      const mayForce = !this.#host.isBusy() || this.#host.now() - this.#lastEnd > this.#lastMs / share;
      if (mayForce) void this.prove();
      else this.#schedule(retryMs);
    }, ms).unref();
  }

  async #force(): Promise<void> {
    const start = this.#host.now();
    for (let collections = 1; collections <= mostCollections && this.#open.size > 0 && !this.#isClosed; collections++) {
      // What the first one leaves is let go function by function in the second.
      if (collections === 2) await this.#release();
      else await collect(this.#host.now);
      // Only the last one makes those retained who are still there.
      for (const version of this.#open)
        if (collections === mostCollections || version.isGone()) this.#look(version, "forced collection", collections);
    }
    this.#lastEnd = this.#host.now();
    this.#lastMs = this.#lastEnd - start;
    this.#host.onProved();
  }

  async #release(): Promise<void> {
    await nextJob();
    const releases = [...this.#open].flatMap((version) => version.prepareRelease() ?? []);
    await collect(this.#host.now, {
      before: () => releases.forEach((release) => release.clear()),
      after: () => releases.forEach((release) => release.restore()),
    });
  }

  #look(version: Version, by: "collection" | "forced collection", collections: number): void {
    const before = version.status;
    version.look({ by, atTurn: this.#host.turn(), at: Date.now(), collections });
    if (version.status === "reclaimed") this.#open.delete(version);
    if (version.status !== before) this.#host.onSettled(version);
  }
}
