/**
 * Turns in columns: hundreds of thousands a second come and outlive the collector's young generation, which copies what
 * lives. An event and an outcome are kept as they are; what is known beside of a turn costs no object of its own.
 */
import type { Effect, Event, Outcome, Plain } from "../plain.ts";
import type { Asker, CallSummary, Cause, TurnSummary } from "../summary.ts";

/** Which code was called. Turns share it. */
type Site = Pick<CallSummary, "module" | "function" | "generation">;

/** One stands for the list of it, as most lists have one. */
export type Items<Item> = Item | readonly Item[];

const SMALLEST = 64;
/** Sites of generations that are gone need not be found again. */
const mostSites = 4096;
/** @param effects one of them or a list of several */
export type Visit = (module: string, state: Plain | undefined, effects: Items<Effect> | undefined) => void;

/** By number: whose causes are a site and a turn. */
const askers = ["handler", "effect emit", "performer"] as const;

/**
 * A ring of turns with consecutive numbers: a turn's place is its number modulo the size.
 */
export class TurnLog {
  #size = SMALLEST;
  #last: number;
  #count = 0;
  #bytes = 0;
  #events = listOf<Event>(SMALLEST);
  /** Of turns with one call that ended well, whose outcome the next three hold; of others all that is known of the calls. */
  #sites = listOf<Site | readonly CallSummary[]>(SMALLEST);
  #states = listOf<Plain>(SMALLEST);
  #emits = listOf<Items<Event>>(SMALLEST);
  #effects = listOf<Items<Effect>>(SMALLEST);
  /** 1: the call gave an outcome. */
  #gave = new Uint8Array(SMALLEST);
  #causes = listOf<Site | Cause>(SMALLEST);
  /** Place in `askers`, from 1; 0: the cause is told whole. */
  #askers = new Uint8Array(SMALLEST);
  #askerTurns = new Float64Array(SMALLEST);
  #queuedAfters = new Float64Array(SMALLEST);
  #clockMs = new Float64Array(SMALLEST);
  #ms = new Float64Array(SMALLEST);
  #weights = new Float64Array(SMALLEST);
  #lastSite: Site = { module: "", function: "", generation: 0 };
  readonly #known = new Map<string, Site[]>();
  #knownCount = 0;

  /** @param last the number before the first turn's */
  constructor(last = 0) {
    this.#last = last;
  }

  get count(): number {
    return this.#count;
  }

  /** What all of them take in memory, roughly. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Number of the newest turn, or, where there is none, of the one before the next. */
  get last(): number {
    return this.#last;
  }

  /** Number of the oldest turn. */
  get first(): number {
    return this.#last - this.#count + 1;
  }

  has(turn: number): boolean {
    return turn > this.#last - this.#count && turn <= this.#last;
  }

  /** @param bytes what it takes in memory, roughly */
  append({ turn, event, cause, queuedAfter, clockMs, calls }: TurnSummary, bytes: number): void {
    if (this.#count === this.#size) this.#resize(this.#size * 2);
    const place = turn & (this.#size - 1);
    this.#events[place] = event;
    this.#queuedAfters[place] = queuedAfter;
    this.#clockMs[place] = clockMs;
    this.#weights[place] = bytes;
    this.#bytes += bytes;
    this.#keepCause(place, cause);
    if (isKeptWhole(calls)) this.#sites[place] = calls;
    else this.#keepCall(place, calls[0]!);
    this.#last = turn;
    this.#count++;
  }

  get(turn: number): TurnSummary {
    const place = turn & (this.#size - 1);
    return {
      turn,
      event: this.#events[place]!,
      cause: this.#causeAt(place),
      queuedAfter: this.#queuedAfters[place]!,
      clockMs: this.#clockMs[place]!,
      calls: this.#callsAt(place),
    };
  }

  bytesOf(turn: number): number {
    return this.#weights[turn & (this.#size - 1)]!;
  }

  /** Visits what the turn's calls gave that changes how things stand, in their order. */
  eachOutcome(turn: number, visit: Visit): void {
    const place = turn & (this.#size - 1);
    const site = this.#sites[place]!;
    if (isSite(site)) {
      if (this.#gave[place] === 1) visit(site.module, this.#states[place], this.#effects[place]);
    } else for (const { module, outcome } of site) if (outcome) visit(module, outcome.state, outcome.effects);
  }

  removeFirst(): void {
    this.#empty(this.first);
    this.#count--;
  }

  /** Takes out the turns after one. */
  cutAfter(turn: number): TurnLog {
    const cut = new TurnLog(turn);
    for (let at = turn + 1; at <= this.#last; at++) cut.append(this.get(at), this.bytesOf(at));
    for (; this.#last > turn; this.#last--) {
      this.#empty(this.#last);
      this.#count--;
    }
    return cut;
  }

  /** Forgets all turns. @param last the number before the next one's */
  clear(last: number): void {
    this.#count = 0;
    this.#bytes = 0;
    this.#last = last;
    this.#known.clear();
    this.#knownCount = 0;
    this.#resize(SMALLEST);
  }

  #empty(turn: number): void {
    const place = turn & (this.#size - 1);
    this.#bytes -= this.#weights[place]!;
    this.#events[place] = undefined;
    this.#sites[place] = undefined;
    this.#states[place] = undefined;
    this.#emits[place] = undefined;
    this.#effects[place] = undefined;
    this.#causes[place] = undefined;
  }

  #keepCall(place: number, call: CallSummary): void {
    const { outcome } = call;
    this.#sites[place] = this.#siteOf(call);
    this.#ms[place] = call.ms;
    this.#gave[place] = outcome === undefined ? 0 : 1;
    if (outcome === undefined) return;
    this.#states[place] = outcome.state;
    if (outcome.emit !== undefined) this.#emits[place] = fewest(outcome.emit);
    if (outcome.effects !== undefined) this.#effects[place] = fewest(outcome.effects);
  }

  #keepCause(place: number, cause: Cause): void {
    const asker = cause.edited === true ? 0 : numberOf(cause.by);
    this.#askers[place] = asker;
    if (asker === 0) this.#causes[place] = cause;
    else {
      const { turn } = cause as Asker;
      this.#causes[place] = this.#siteOf(cause as Asker);
      this.#askerTurns[place] = turn;
    }
  }

  #causeAt(place: number): Cause {
    const asker = this.#askers[place]!;
    if (asker === 0) return this.#causes[place] as Cause;
    const { module, function: name, generation } = this.#causes[place] as Site;
    return { by: askers[asker - 1]!, turn: this.#askerTurns[place]!, module, function: name, generation };
  }

  #callsAt(place: number): readonly CallSummary[] {
    const site = this.#sites[place]!;
    if (!isSite(site)) return site;
    const { module, function: name, generation } = site;
    const ms = this.#ms[place]!;
    if (this.#gave[place] === 0) return [{ module, function: name, generation, ms }];
    return [{ module, function: name, generation, ms, outcome: this.#outcomeAt(place) }];
  }

  /** Field by field: a search makes a hundred thousand of them. */
  #outcomeAt(place: number): Outcome {
    const outcome: { state?: Plain; emit?: readonly Event[]; effects?: readonly Effect[] } = {};
    const state = this.#states[place];
    const emit = this.#emits[place];
    const effects = this.#effects[place];
    if (state !== undefined) outcome.state = state;
    if (emit !== undefined) outcome.emit = listed(emit);
    if (effects !== undefined) outcome.effects = listed(effects);
    return outcome;
  }

  #siteOf({ module, function: name, generation }: Site): Site {
    const last = this.#lastSite;
    if (last.module === module && last.function === name && last.generation === generation) return last;
    return (this.#lastSite = this.#findSite(module, name, generation));
  }

  #findSite(module: string, name: string, generation: number): Site {
    const sites = this.#known.get(module);
    // The newest generations are called most.
    for (let at = (sites?.length ?? 0) - 1; at >= 0; at--) {
      const site = sites![at]!;
      if (site.function === name && site.generation === generation) return site;
    }
    if (this.#knownCount === mostSites) {
      this.#known.clear();
      this.#knownCount = 0;
    }
    const site = { module, function: name, generation };
    const list = this.#known.get(module);
    if (list) list.push(site);
    else this.#known.set(module, [site]);
    this.#knownCount++;
    return site;
  }

  #resize(size: number): void {
    const mask = this.#size - 1;
    const move = <Column extends { [place: number]: unknown }>(from: Column, to: Column): Column => {
      for (let turn = this.first; turn <= this.#last; turn++) to[turn & (size - 1)] = from[turn & mask];
      return to;
    };
    this.#events = move(this.#events, listOf<Event>(size));
    this.#sites = move(this.#sites, listOf<Site | readonly CallSummary[]>(size));
    this.#states = move(this.#states, listOf<Plain>(size));
    this.#emits = move(this.#emits, listOf<Items<Event>>(size));
    this.#effects = move(this.#effects, listOf<Items<Effect>>(size));
    this.#gave = move(this.#gave, new Uint8Array(size));
    this.#causes = move(this.#causes, listOf<Site | Cause>(size));
    this.#askers = move(this.#askers, new Uint8Array(size));
    this.#askerTurns = move(this.#askerTurns, new Float64Array(size));
    this.#queuedAfters = move(this.#queuedAfters, new Float64Array(size));
    this.#clockMs = move(this.#clockMs, new Float64Array(size));
    this.#ms = move(this.#ms, new Float64Array(size));
    this.#weights = move(this.#weights, new Float64Array(size));
    this.#size = size;
  }
}

/** Whether a turn's calls take room of their own. */
export const isKeptWhole = (calls: readonly CallSummary[]): boolean =>
  calls.length !== 1 || calls[0]!.error !== undefined;

const isSite = (site: Site | readonly CallSummary[]): site is Site => !Array.isArray(site);

const fewest = <Item>(items: readonly Item[]): Items<Item> => (items.length === 1 ? items[0]! : items);

export const listed = <Item>(items: Items<Item>): readonly Item[] =>
  Array.isArray(items) ? (items as readonly Item[]) : [items as Item];

const listOf = <Item>(size: number): (Item | undefined)[] => Array<Item | undefined>(size).fill(undefined);

const numberOf = (by: Cause["by"]): number => (askers as readonly string[]).indexOf(by) + 1;
