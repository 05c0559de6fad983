import { strict as assert } from "node:assert";
import type { Plain } from "../plain.ts";
import type { SlotSummary } from "../summary.ts";

/** Where the host keeps one module's state. */
export interface StateCell {
  /** Id of the module. */
  readonly id: string;
  state: Plain;
}

/** One exported `on…` function of one generation. */
export interface Handler {
  readonly cell: StateCell;
  /** Name of the export: `onTick`. */
  readonly name: string;
  /** Type of event it is called for: `tick`; `any` for every event. */
  readonly slot: string;
  readonly generation: number;
  /** Its place among the module's declarations. */
  readonly order: number;
  readonly call: (state: unknown, event: unknown) => unknown;
  /** Skipped while this says so. */
  readonly quarantined: () => boolean;
}

/** The slot whose handlers are called for every event. */
export const ANY = "any";

/** Which handlers the loop calls for which type of event, and in what order: T2. */
export class SlotTable {
  readonly #slots = new Map<string, readonly Handler[]>();
  /** Handlers of a type with those of `any` among them; only for types that have a slot of their own. */
  readonly #called = new Map<string, readonly Handler[]>();
  #summary: readonly SlotSummary[] | undefined;

  /** Takes handlers out and puts others in, as one change. */
  splice(out: readonly Handler[], into: readonly Handler[]): void {
    for (const handler of out) {
      const slot = this.#slots.get(handler.slot) ?? [];
      assert(slot.includes(handler), `${handler.cell.id} ${handler.name} is not in the slot ${handler.slot}`);
      this.#put(
        handler.slot,
        slot.filter((other) => other !== handler),
      );
    }
    for (const handler of into) this.#put(handler.slot, [...(this.#slots.get(handler.slot) ?? []), handler]);
    this.#called.clear();
    this.#summary = undefined;
  }

  /** What one turn calls for an event of this type; the same array until the next splice. */
  handlersFor(type: string): readonly Handler[] {
    const cached = this.#called.get(type);
    if (cached !== undefined) return cached;
    const own = type === ANY ? undefined : this.#slots.get(type);
    const any = this.#slots.get(ANY) ?? none;
    if (own === undefined) return any;
    const called = any === none ? own : [...own, ...any].sort(byPlace);
    this.#called.set(type, called);
    return called;
  }

  /** Whether an event of this type would be handled by anybody. */
  listensFor(type: string): boolean {
    return this.#slots.has(type) || this.#slots.has(ANY);
  }

  summary(): readonly SlotSummary[] {
    this.#summary ??= [...this.#slots.keys()].sort(byCodeUnits).map((event) => ({
      event,
      handlers: this.#slots.get(event)!.map(({ cell, name, generation }) => ({
        module: cell.id,
        function: name,
        generation,
      })),
    }));
    return this.#summary;
  }

  #put(slot: string, handlers: readonly Handler[]): void {
    if (handlers.length === 0) this.#slots.delete(slot);
    else this.#slots.set(slot, [...handlers].sort(byPlace));
  }
}

const none: readonly Handler[] = [];

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byPlace = (a: Handler, b: Handler): number =>
  byCodeUnits(a.cell.id, b.cell.id) || Number(a.slot === ANY) - Number(b.slot === ANY) || a.order - b.order;
