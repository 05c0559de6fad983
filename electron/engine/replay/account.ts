/** Holds what a replay does against what was recorded, turn by turn. */
import { briefly } from "../history/brief.ts";
import type { History, Setting } from "../history/history.ts";
import type {
  Difference,
  ErrorDifference,
  EventDifference,
  MessageDifference,
  ReplayReport,
} from "../history/summary.ts";
import type { Event, Outcome, Plain } from "../plain.ts";
import type { CallSummary, Problem, TurnSummary } from "../summary.ts";
import type { Item } from "./agenda.ts";
import type { Copy } from "./copy.ts";
import { Comparison, type Found, firstDifference, isEqual } from "./difference.ts";

/** Of each kind; more are counted. */
const mostDifferences = 1000;

/** What a run that hangs or takes too much is blamed for says how long it took, which is never the same. */
const cuts: ReadonlySet<string> = new Set(["handler-timeout", "memory-cut"]);

export class Account {
  readonly problems: Problem[] = [];
  turns = 0;
  readonly #turns: readonly TurnSummary[];
  /** As `isEqual` takes it. */
  readonly #within: number;
  /** States as they were recorded, after the turns that were accounted for. */
  readonly #recorded: Map<string, Plain>;
  readonly #settings: readonly Setting[];
  #nextTurn = 0;
  #nextSetting = 0;
  /** States of the copy. */
  readonly #states = new Map<string, Plain>();
  readonly #comparisons = new Map<string, Comparison>();
  readonly #differences: Difference[] = [];
  readonly #migrated: Omit<Difference, "turn">[] = [];
  readonly #emitted: MessageDifference[] = [];
  readonly #effects: MessageDifference[] = [];
  readonly #errors: ErrorDifference[] = [];
  readonly #events: EventDifference[] = [];
  #more = 0;

  constructor(history: History, turns: readonly TurnSummary[], from: number) {
    this.#turns = turns;
    this.#within = history.numbersWithin;
    this.#recorded = new Map(history.statesBefore(from));
    this.#settings = history.settings.filter(({ afterTurn }) => afterTurn >= from);
  }

  /** The code is in: what the states are now. */
  begin(copy: Copy): void {
    for (const id of copy.ids()) {
      this.#states.set(id, copy.stateOf(id));
      if (this.#recorded.has(id))
        this.#compare(id, (found) => this.#note(this.#migrated, () => ({ module: id, ...short(found) })));
    }
  }

  /** The code is another, with these states. */
  recode(copy: Copy): void {
    for (const id of copy.ids()) this.#states.set(id, copy.stateOf(id));
  }

  /** Whether a module's state after a turn is what was recorded. */
  isAsRecorded(module: string, turn: number, state: Plain): boolean {
    this.#passOver(turn + 1);
    return isEqual(this.#recorded.get(module), state, this.#within);
  }

  /** One turn of the copy; turns come in order. */
  add(item: Item, calls: readonly CallSummary[]): void {
    this.turns++;
    const { recorded, at: turn, event } = item;
    this.#passOver(turn);
    if (recorded) this.#nextTurn++;
    if (recorded) this.#record(recorded);
    for (const { module, outcome } of calls) if (outcome?.state !== undefined) this.#states.set(module, outcome.state);
    if (!recorded) this.#note(this.#events, () => ({ turn, after: shortOf(event) }));
    else if (!isEqual(recorded.event, event, this.#within))
      this.#note(this.#events, () => ({ turn, before: shortOf(recorded.event), after: shortOf(event) }));
    const before = recorded?.calls ?? [];
    this.#compareStates(turn, [...before, ...calls]);
    this.#compareCalls(turn, before, calls);
  }

  /** No turn comes after this. */
  end(): void {
    this.#passOver(Infinity);
  }

  report(): Omit<ReplayReport, "ok" | "from" | "to" | "problems" | "ms"> {
    return {
      turns: this.turns,
      differences: this.#differences,
      migrated: this.#migrated,
      emitted: this.#emitted,
      effects: this.#effects,
      errors: this.#errors,
      events: this.#events,
      more: this.#more,
    };
  }

  /** Recorded turns before that one which have no counterpart. */
  #passOver(before: number): void {
    for (; this.#nextTurn < this.#turns.length; this.#nextTurn++) {
      const gone = this.#turns[this.#nextTurn]!;
      if (gone.turn >= before) return;
      this.#record(gone);
      this.#note(this.#events, () => ({ turn: gone.turn, before: shortOf(gone.event) }));
      this.#compareStates(gone.turn, gone.calls);
      this.#compareCalls(gone.turn, gone.calls, []);
    }
  }

  #record(turn: TurnSummary): void {
    for (; this.#nextSetting < this.#settings.length; this.#nextSetting++) {
      const { afterTurn, module, state } = this.#settings[this.#nextSetting]!;
      if (afterTurn >= turn.turn) break;
      this.#recorded.set(module, state);
    }
    for (const { module, outcome } of turn.calls)
      if (outcome?.state !== undefined) this.#recorded.set(module, outcome.state);
  }

  #compareStates(turn: number, calls: readonly CallSummary[]): void {
    for (const module of new Set(calls.map((call) => call.module)))
      this.#compare(module, (found) => this.#note(this.#differences, () => ({ turn, module, ...short(found) })));
  }

  #compare(module: string, onFound: (found: Found) => void): void {
    let comparison = this.#comparisons.get(module);
    if (!comparison) this.#comparisons.set(module, (comparison = new Comparison(this.#within)));
    comparison.compare(this.#recorded.get(module), this.#states.get(module), onFound);
  }

  #compareCalls(turn: number, before: readonly CallSummary[], after: readonly CallSummary[]): void {
    for (const [old, now] of paired(before, after)) {
      const { module, function: name } = (old ?? now)!;
      const at = { turn, module, function: name };
      if (old?.outcome === undefined && now?.outcome === undefined && !old?.error && !now?.error) continue;
      this.#compareMessages(this.#emitted, at, emitsOf(old?.outcome), emitsOf(now?.outcome));
      this.#compareMessages(this.#effects, at, effectsOf(old?.outcome), effectsOf(now?.outcome));
      if (!isSameError(old?.error, now?.error))
        this.#note(this.#errors, () => ({
          ...at,
          ...(old?.error ? { before: old.error } : {}),
          ...(now?.error ? { after: now.error } : {}),
        }));
    }
  }

  #compareMessages(
    list: MessageDifference[],
    at: Pick<MessageDifference, "turn" | "module" | "function">,
    before: readonly Event[],
    after: readonly Event[],
  ): void {
    if (before.length === 0 && after.length === 0) return;
    for (const [old, now] of pairedByType(before, after))
      if (!old || !now || !isEqual(old, now, this.#within))
        this.#note(list, () => ({
          ...at,
          ...(old ? { before: shortOf(old) } : {}),
          ...(now ? { after: shortOf(now) } : {}),
          ...(old && now ? this.#firstOf(old, now) : {}),
        }));
  }

  #firstOf(before: Event, after: Event): Pick<MessageDifference, "first"> {
    const found = firstDifference(before, after, this.#within);
    return found ? { first: short(found) } : {};
  }

  #note<T>(list: T[], difference: () => T): void {
    if (list.length < mostDifferences) list.push(difference());
    else this.#more++;
  }
}

const short = ({ path, before, after }: Found): Found => ({
  path,
  ...(before === undefined ? {} : { before: briefly(before) }),
  ...(after === undefined ? {} : { after: briefly(after) }),
});

const shortOf = (event: Event): Event => briefly(event) as Event;

const emitsOf = (outcome: Outcome | undefined): readonly Event[] => outcome?.emit ?? [];
const effectsOf = (outcome: Outcome | undefined): readonly Event[] => outcome?.effects ?? [];

const isSameError = (before: Problem | undefined, after: Problem | undefined): boolean => {
  if (!before || !after) return before === after;
  return before.code === after.code && (cuts.has(before.code) || before.message === after.message);
};

/** Calls of the same function belong together. */
const paired = (
  before: readonly CallSummary[],
  after: readonly CallSummary[],
): readonly (readonly [CallSummary | undefined, CallSummary | undefined])[] => {
  if (before.length === 1 && after.length === 1 && isSameFunction(before[0]!, after[0]!))
    return [[before[0], after[0]]];
  const rest = [...after];
  const pairs = before.map((old): [CallSummary, CallSummary | undefined] => {
    const place = rest.findIndex((now) => isSameFunction(old, now));
    return [old, place < 0 ? undefined : rest.splice(place, 1)[0]];
  });
  return [...pairs, ...rest.map((now): [undefined, CallSummary] => [undefined, now])];
};

const isSameFunction = (a: CallSummary, b: CallSummary): boolean => a.module === b.module && a.function === b.function;

/** The first of a type belongs to the first of that type, and so on. */
const pairedByType = (
  before: readonly Event[],
  after: readonly Event[],
): readonly (readonly [Event | undefined, Event | undefined])[] => {
  const rest = [...after];
  const pairs = before.map((old): [Event, Event | undefined] => {
    const place = rest.findIndex(({ type }) => type === old.type);
    return [old, place < 0 ? undefined : rest.splice(place, 1)[0]];
  });
  return [...pairs, ...rest.map((now): [undefined, Event] => [undefined, now])];
};
