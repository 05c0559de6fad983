/**
 * Which events a replay handles, and in what order: what came from outside as it was recorded, what handlers emit as
 * they emit it now. An event that corresponds to a recorded one has its turn where that one had it; a new one comes
 * behind everything that waited when it was emitted (P3).
 */
import { isMessage } from "../loop/outcome.ts";
import type { Event, Outcome } from "../plain.ts";
import type { CallSummary, TurnSummary } from "../summary.ts";

/** An event that is to be handled. */
export interface Item {
  readonly event: Event;
  /** The recorded turn that it corresponds to. */
  readonly recorded: TurnSummary | undefined;
  /** Its place: the recorded turn, or, of a new one, the turn behind which it comes. */
  readonly at: number;
}

/** What became of an event that was emitted when it was recorded. */
interface Fate {
  readonly event: Event;
  /** Absent where it had no turn in this stretch: it was dropped, edited, or waited still. */
  readonly turn: TurnSummary | undefined;
}

export class Agenda {
  readonly #turns: readonly TurnSummary[];
  readonly #given: readonly TurnSummary[];
  #nextGiven = 0;
  /** Given events that were in the queue by now. */
  #queuedGiven = 0;
  /** Emitted ones, ascending by place; those of one place in the order in which they were emitted. */
  readonly #emitted: Item[] = [];
  /** Turns of recorded events by the turn that emitted them. */
  readonly #children = new Map<number, TurnSummary[]>();
  /** The last place that is taken. */
  #end: number;

  /** @param turns of the stretch, ascending */
  constructor(turns: readonly TurnSummary[]) {
    this.#turns = turns;
    const first = turns[0]?.turn ?? 0;
    this.#end = first - 1;
    this.#given = turns.filter((turn) => {
      const { cause } = turn;
      if ((cause.by !== "handler" && cause.by !== "effect emit") || cause.turn < first || cause.edited) return true;
      const children = this.#children.get(cause.turn);
      if (children) children.push(turn);
      else this.#children.set(cause.turn, [turn]);
      return false;
    });
  }

  /** The stretch as it was recorded. */
  get turns(): readonly TurnSummary[] {
    return this.#turns;
  }

  next(): Item | undefined {
    const given = this.#given[this.#nextGiven];
    const emitted = this.#emitted[0];
    if (given && (!emitted || given.turn < emitted.at)) {
      this.#nextGiven++;
      return { event: given.event, recorded: given, at: given.turn };
    }
    return this.#emitted.shift();
  }

  /** What a turn emitted, call by call. */
  add(of: Item, calls: readonly CallSummary[]): void {
    this.#queueGivenBefore(of.at);
    const fates = this.#fatesOf(of.recorded);
    // As in a turn: first what is emitted, then the effects.
    for (const listOf of [emittedBy, emittedByEffects])
      for (const call of calls) {
        const seen = new Map<string, number>();
        for (const event of listOf(call.outcome)) {
          const nth = seen.get(event.type) ?? 0;
          seen.set(event.type, nth + 1);
          const fate = fates.get(nameOf(listOf, call, event.type))?.[nth];
          if (fate === undefined) this.#insert({ event, recorded: undefined, at: Math.max(this.#end, of.at) });
          else if (fate.turn) this.#insert({ event, recorded: fate.turn, at: fate.turn.turn });
        }
      }
  }

  #insert(item: Item): void {
    this.#end = Math.max(this.#end, item.at);
    let at = this.#emitted.length;
    while (at > 0 && this.#emitted[at - 1]!.at > item.at) at--;
    this.#emitted.splice(at, 0, item);
  }

  #queueGivenBefore(turn: number): void {
    for (; this.#queuedGiven < this.#given.length; this.#queuedGiven++) {
      const given = this.#given[this.#queuedGiven]!;
      if (given.queuedAfter >= turn) return;
      this.#end = Math.max(this.#end, given.turn);
    }
  }

  #fatesOf(recorded: TurnSummary | undefined): ReadonlyMap<string, readonly Fate[]> {
    const fates = new Map<string, Fate[]>();
    if (!recorded) return fates;
    const children = [...(this.#children.get(recorded.turn) ?? [])];
    for (const listOf of [emittedBy, emittedByEffects])
      for (const call of recorded.calls)
        for (const event of listOf(call.outcome)) {
          const place = children.findIndex((child) => child.event === event);
          const [turn] = place < 0 ? [] : children.splice(place, 1);
          const name = nameOf(listOf, call, event.type);
          const list = fates.get(name);
          if (list) list.push({ event, turn });
          else fates.set(name, [{ event, turn }]);
        }
    return fates;
  }
}

type Lister = (outcome: Outcome | undefined) => readonly Event[];

const emittedBy: Lister = (outcome) => outcome?.emit ?? [];

const emittedByEffects: Lister = (outcome) =>
  (outcome?.effects ?? []).flatMap((effect) =>
    effect.type === "emit" && isMessage(effect["event"]) ? [effect["event"] as Event] : [],
  );

/** Events correspond that one function emits in the same way, by type and order. */
const nameOf = (listOf: Lister, { module, function: name }: CallSummary, type: string): string =>
  `${listOf === emittedBy ? "emit" : "effect"}\n${module}\n${name}\n${type}`;
