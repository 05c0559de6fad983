import { strict as assert } from "node:assert";
import type { Effect } from "../plain.ts";
import type { CallSummary } from "../summary.ts";
import { Stage } from "./stage.ts";

/** One exported `perform…` function of one generation. */
export interface Performer {
  /** Id of the module. */
  readonly module: string;
  /** Name of the export: `performWait`. */
  readonly name: string;
  /** Type of effect that it carries out: `wait`. */
  readonly effect: string;
  readonly generation: number;
  readonly call: (effect: unknown) => unknown;
  /** Its effects are passed over while this says so. */
  readonly quarantined?: () => boolean;
}

/** Effects that the host carries out itself; a performer of one of these would never be called. */
export const hostEffects: ReadonlySet<string> = new Set(["emit", "after", "log", "draw"]);

/** An effect that waits for the host, which carries it out when the guard is off. */
export interface HostEffect {
  readonly effect: Effect;
  /** Its place in the outcome: `effects[2]`. */
  readonly index: number;
  readonly call: CallSummary;
  readonly turn: number;
  /** When it was asked for, on the loop's clock. */
  readonly clockMs: number;
}

export interface CallInFlight {
  readonly module: string;
  readonly name: string;
  readonly generation: number;
  readonly count: number;
}

/** Who carries out which effect, how many of their calls have not settled, and the stage. */
export class Effects {
  readonly stage = new Stage();
  readonly #performers = new Map<string, Performer>();
  readonly #inFlight = new Map<Performer, number>();
  /** Whose answers are not waited for any more. */
  readonly #dropped = new WeakSet<Performer>();
  readonly #onCallsChanged: (call: CallInFlight) => void;

  /** @param onCallsChanged told of a performer whose calls in flight are more or fewer than before */
  constructor(onCallsChanged: (call: CallInFlight) => void = () => {}) {
    this.#onCallsChanged = onCallsChanged;
  }

  splice(out: readonly Performer[], into: readonly Performer[]): void {
    for (const performer of out) {
      assert(this.#performers.get(performer.effect) === performer, `${performer.name} does not perform`);
      this.#performers.delete(performer.effect);
    }
    for (const performer of into) {
      const other = this.#performers.get(performer.effect);
      assert(other === undefined, `${performer.effect} is performed by ${other?.module} already`);
      this.#performers.set(performer.effect, performer);
    }
  }

  performerOf(effect: string): Performer | undefined {
    return this.#performers.get(effect);
  }

  /** Calls of that performer, of whatever generation, that have not settled. */
  callsInFlight(module: string, name: string): number {
    let sum = 0;
    for (const [performer, count] of this.#inFlight) {
      if (performer.module === module && performer.name === name) sum += count;
    }
    return sum;
  }

  /** All calls that have not settled, by performer and generation. */
  inFlight(): readonly CallInFlight[] {
    return [...this.#inFlight].map(([{ module, name, generation }, count]) => ({ module, name, generation, count }));
  }

  callBegan(performer: Performer): void {
    this.#changed(performer, (this.#inFlight.get(performer) ?? 0) + 1);
  }

  /** Strikes off a generation's calls that have not settled; what they answer is not heard. @returns those */
  drop(module: string, generation: number): readonly CallInFlight[] {
    const dropped = this.inFlight().filter((call) => call.module === module && call.generation === generation);
    for (const performer of this.#inFlight.keys()) {
      if (performer.module !== module || performer.generation !== generation) continue;
      this.#dropped.add(performer);
      this.#changed(performer, 0);
    }
    return dropped;
  }

  isDropped(performer: Performer): boolean {
    return this.#dropped.has(performer);
  }

  callSettled(performer: Performer): void {
    if (this.#dropped.has(performer)) return;
    const count = this.#inFlight.get(performer);
    assert(count !== undefined, `${performer.name} settled a call that it had not begun`);
    this.#changed(performer, count - 1);
  }

  #changed(performer: Performer, count: number): void {
    if (count === 0) this.#inFlight.delete(performer);
    else this.#inFlight.set(performer, count);
    const { module, name, generation } = performer;
    this.#onCallsChanged({ module, name, generation, count });
  }
}
