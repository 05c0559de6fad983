/**
 * What a generation has made that outlives the call that made it. Booked when it is made, struck off when it ends,
 * disposed of when the generation does (O1–O5).
 */
import { PastHolders } from "../references/past.ts";
import type { Holder, Moment } from "../summary.ts";
import type { Flight } from "./flight.ts";
import { type Scope, scopeNow } from "./owner.ts";

export type ResourceKind =
  | "timer"
  | "source"
  | "listener"
  | "request"
  | "server"
  | "socket"
  | "watcher"
  | "process"
  | "thread"
  | "channel"
  /** What a person defined at the module's prompt. */
  | "prompt";

export interface Resource {
  readonly kind: ResourceKind;
  /** In words: `setInterval 500 ms`. */
  readonly label: string;
  readonly dispose: () => void;
  /** Values that it keeps, by the names that a person gave them. The way to old code is told through it (R10). */
  readonly kept?: ReadonlyMap<string, unknown>;
  /** For those whose end nobody tells: whether it still lives. */
  readonly isLive?: () => boolean;
}

/** What is aborted at a generation's end is aborted with this: it is no fault of anybody's. */
export class GenerationEnded extends Error {
  override readonly name = "GenerationEnded";

  constructor() {
    super("The generation that began this has ended.");
  }
}

export interface DisposeFailure {
  readonly label: string;
  readonly error: unknown;
}

export interface BookParts {
  /** Id of the module. */
  readonly id: string;
  readonly generation: number;
  readonly onChange: () => void;
  /** Absent: nobody will ask since when something was booked. */
  readonly moment?: () => Moment;
  /** What a disposer threw long after the commit, when a call settled. */
  readonly onFailure: (failure: DisposeFailure) => void;
  /**
   * Runs a callback of the module's: guarded, in this scope, its faults told as problems; not at all while the
   * generation is quarantined (O6).
   */
  readonly run: (scope: Scope, label: string, call: () => unknown) => unknown;
}

let last = 0;

/** What was disposed of, in words, and what the disposers threw. */
export interface Dropped {
  readonly labels: readonly string[];
  readonly failures: readonly DisposeFailure[];
}

interface Booking {
  /** The call in flight that made it, if one did. */
  readonly flight: Flight | undefined;
  readonly since: Moment | undefined;
}

export class ResourceBook {
  /** Names it to the thread that watches this one. */
  readonly number = ++last;
  readonly id: string;
  readonly generation: number;
  /** Of code that no call in flight has started. */
  readonly scope: Scope = { book: this };
  /** What it held and let go, and later whatever else held the generation. */
  readonly past = new PastHolders();
  readonly #resources = new Map<Resource, Booking>();
  readonly #parts: BookParts;
  #isClosed = false;
  #isDropped = false;

  constructor(parts: BookParts) {
    this.#parts = parts;
    this.id = parts.id;
    this.generation = parts.generation;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get size(): number {
    this.forgetDead();
    return this.#resources.size;
  }

  list(): readonly Resource[] {
    this.forgetDead();
    return [...this.#resources.keys()];
  }

  /** As holders of the generation. */
  holders(): readonly Holder[] {
    this.forgetDead();
    return [...this.#resources].map(([resource, { since }]) => ({
      ...holderOf(resource),
      ...(since ? { since } : {}),
    }));
  }

  /** The scope of what the code that runs now makes for this generation. */
  scopeNow(): Scope {
    const scope = scopeNow();
    return scope?.book === this ? scope : this.scope;
  }

  /** Books a resource. After the generation's end nothing new may live, save what a call in flight makes. */
  add(resource: Resource, { flight }: Scope = this.scopeNow()): void {
    const isInFlight = flight !== undefined && !flight.hasSettled;
    if (this.#isClosed && (!isInFlight || this.#isDropped)) return this.#dispose(resource);
    this.#resources.set(resource, { flight: isInFlight ? flight : undefined, since: this.#parts.moment?.() });
    this.#parts.onChange();
    if (this.#isClosed) flight?.onSettled(() => this.#endWith(flight));
  }

  strikeOff(resource: Resource): void {
    if (this.#remove(resource)) this.#parts.onChange();
  }

  run(scope: Scope, label: string, call: () => unknown): unknown {
    return this.#parts.run(scope, label, call);
  }

  /**
   * Disposes of everything but what calls in flight have made, or of one kind while the rest lives on. One disposer that
   * throws stops no other.
   * @returns what the disposers threw.
   */
  close(kind?: ResourceKind): readonly DisposeFailure[] {
    if (kind === undefined) this.#isClosed = true;
    const failures: DisposeFailure[] = [];
    const flights = new Set<Flight>();
    for (const [resource, { flight }] of this.#resources) {
      if (kind !== undefined && resource.kind !== kind) continue;
      if (kind === undefined && flight && !flight.hasSettled) {
        flights.add(flight);
        continue;
      }
      this.#remove(resource);
      try {
        resource.dispose();
      } catch (error) {
        failures.push({ label: resource.label, error });
      }
    }
    for (const flight of flights) flight.onSettled(() => this.#endWith(flight));
    this.#parts.onChange();
    return failures;
  }

  /** Disposes also of what calls in flight have made; what they make from now on does not live. */
  drop(): Dropped {
    this.#isClosed = true;
    this.#isDropped = true;
    const labels: string[] = [];
    const failures: DisposeFailure[] = [];
    for (const resource of this.list()) {
      const { label } = resource;
      labels.push(label);
      this.#remove(resource);
      try {
        resource.dispose();
      } catch (error) {
        failures.push({ label, error });
      }
    }
    this.#parts.onChange();
    return { labels, failures };
  }

  /** The generation has ended, and now the call too. */
  #endWith(flight: Flight): void {
    for (const [resource, booking] of this.#resources)
      if (booking.flight === flight) {
        this.#remove(resource);
        this.#dispose(resource);
      }
  }

  #dispose(resource: Resource): void {
    try {
      resource.dispose();
    } catch (error) {
      this.#parts.onFailure({ label: resource.label, error });
    }
  }

  /** Strikes off what has ended without telling. */
  forgetDead(): void {
    for (const resource of this.#resources.keys()) if (resource.isLive?.() === false) this.#remove(resource);
  }

  #remove(resource: Resource): boolean {
    const booking = this.#resources.get(resource);
    if (!booking) return false;
    const { since } = booking;
    const until = this.#parts.moment?.();
    if (since && until) this.past.add(holderOf(resource), since, until);
    return this.#resources.delete(resource);
  }
}

const holderOf = ({ kind, label }: Resource): Holder => ({ kind: kind === "source" ? "source" : "resource", label });
