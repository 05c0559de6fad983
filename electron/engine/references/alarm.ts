/** Says, once a generation, that it should be gone and is not (R15); and remembers how many were there when. */
import { problemOfFile } from "../modules/problem.ts";
import type { Module } from "../modules/module.ts";
import type { Version } from "../modules/version.ts";
import type { Holder, Problem, RetentionPoint } from "../summary.ts";

/** A generation should be gone after so many later ones of its module, or after so long. */
const laterGenerations = 3;
const patienceMs = 30_000;
/** Points of a module's trend that are kept; every second one of the older half goes when there are more. */
const mostPoints = 400;

export interface AlarmHost {
  readonly now: () => number;
  readonly turn: () => number;
  readonly modules: () => Iterable<Module>;
  readonly holdersOf: (module: Module, version: Version) => readonly Holder[];
  readonly tell: (problem: Problem) => void;
  readonly withdraw: (file: string) => void;
  /** A generation is overdue: whoever has time may look for what keeps it before it is told. */
  readonly explain: (version: Version) => Promise<void>;
}

export class Alarm {
  readonly #host: AlarmHost;
  /** When it was first seen to outlive a collection. */
  readonly #since = new WeakMap<Version, number>();
  /** By module, what was told of which generation. */
  readonly #told = new Map<string, Map<Version, Problem>>();
  readonly #trends = new Map<string, RetentionPoint[]>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(host: AlarmHost) {
    this.#host = host;
  }

  /** Something was proved, or found to be still there: looks who is overdue. */
  async check(): Promise<void> {
    let next = Number.POSITIVE_INFINITY;
    for (const module of this.#host.modules()) {
      if (!this.#trends.has(module.id) && wasNeverSwapped(module)) continue;
      this.#note(module);
      for (const version of retainedOf(module)) {
        const since = this.#since.get(version) ?? this.#host.now();
        this.#since.set(version, since);
        if (this.#told.get(module.id)?.has(version)) continue;
        const due = since + patienceMs - this.#host.now();
        if (due > 0 && module.lastNumber - version.number < laterGenerations) next = Math.min(next, due);
        else await this.#raise(module, version);
      }
      this.#withdraw(module);
    }
    this.#wake(next);
  }

  trendOf(id: string): readonly RetentionPoint[] {
    return this.#trends.get(id) ?? [];
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** Somebody looked for what keeps a generation of a module: what was told without that is told anew. */
  explained(module: Module): void {
    const told = this.#told.get(module.id);
    if (!told) return;
    const before = [...told.values()].map(({ message }) => message).join("\n");
    for (const version of told.keys()) told.set(version, this.#problemOf(module, version));
    if ([...told.values()].map(({ message }) => message).join("\n") === before) return;
    this.#host.withdraw(module.id);
    for (const problem of told.values()) this.#host.tell(problem);
  }

  #wake(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#isClosed || ms === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(() => void this.check(), ms).unref();
  }

  async #raise(module: Module, version: Version): Promise<void> {
    const told = this.#told.get(module.id) ?? new Map<Version, Problem>();
    this.#told.set(module.id, told);
    // Not told yet, and not to be looked for twice.
    told.set(version, this.#problemOf(module, version));
    await this.#host.explain(version);
    if (this.#isClosed || version.status !== "retained") return;
    const problem = this.#problemOf(module, version);
    told.set(version, problem);
    this.#host.tell(problem);
  }

  #problemOf(module: Module, version: Version): Problem {
    const holders = this.#host.holdersOf(module, version).map(({ label }) => label);
    const message = `${module.id} #${version.number} should be gone: still held by ${holders.join(", ")}.`;
    return problemOfFile("generation-retained", module.id, message);
  }

  /** What is gone after all is no problem any more; the others of its module are told again. */
  #withdraw({ id }: Module): void {
    const told = this.#told.get(id);
    if (!told) return;
    const gone = [...told.keys()].filter(({ isOpen }) => !isOpen);
    if (gone.length === 0) return;
    for (const version of gone) told.delete(version);
    this.#host.withdraw(id);
    for (const problem of told.values()) this.#host.tell(problem);
  }

  #note(module: Module): void {
    const retained = retainedOf(module).length;
    const points = this.#trends.get(module.id) ?? [];
    if ((points.at(-1)?.retained ?? 0) === retained) return;
    points.push({ at: Date.now(), turn: this.#host.turn(), generation: module.lastNumber, retained });
    this.#trends.set(
      module.id,
      points.length <= mostPoints ? points : points.filter((_, index) => index % 2 === 0 || index > mostPoints / 2),
    );
  }
}

/** As most modules are: a check of thousands takes no time in proportion to them that matters. */
const wasNeverSwapped = ({ versions }: Module): boolean => versions.length === 1 && versions[0]!.status === "current";

const retainedOf = ({ versions }: Module): readonly Version[] => versions.filter(({ status }) => status === "retained");
