/**
 * Finds handlers that are not functions of their state and event: makes each recorded call again, with the state and the
 * event that it had, under the code that ran then, and holds the outcomes against each other (P7).
 */
import { briefly } from "../history/brief.ts";
import type { Impurity, PurityReport } from "../history/summary.ts";
import { guarded } from "../loop/guard.ts";
import type { Handler } from "../loop/slot.ts";
import { problemOfFile } from "../modules/problem.ts";
import type { Plain } from "../plain.ts";
import type { CallSummary, Problem, TurnSummary } from "../summary.ts";
import { watchingChance } from "./chance.ts";
import { Coming, codeIn, onceEach } from "./code.ts";
import { Copy } from "./copy.ts";
import { type Found, firstDifference, foundAt } from "./difference.ts";
import { type ReplayParts, neededOf, stretchOf, typesOf } from "./replay.ts";
import { Calls, type Planned } from "./turns.ts";

/** A call as it was recorded, with what it was called with. */
interface Recorded {
  readonly turn: TurnSummary;
  readonly call: CallSummary;
  readonly state: Plain;
}

interface Finding {
  readonly first: Recorded;
  readonly found: Found;
  readonly reads: readonly string[];
  count: number;
}

const codesThatEndLate: ReadonlySet<string> = new Set(["handler-timeout", "memory-cut"]);

export const purity = async (
  parts: ReplayParts,
  { from, to }: { readonly from: number; readonly to: number | undefined },
  signal: AbortSignal,
): Promise<PurityReport> => {
  const start = parts.now();
  const turns = stretchOf(parts.history, from, to);
  const tally = new Tally();
  let ok = true;
  for (const stretch of stretchesOf(parts, turns)) {
    ok = (await checkStretch(parts, stretch, tally, signal)) && ok;
    if (signal.aborted) {
      tally.problems.push(problemOfFile("replay-cancelled", "", "The check was cancelled."));
      ok = false;
      break;
    }
  }
  return { ok, from, to: turns.at(-1)?.turn ?? from - 1, ...tally.report(), ms: parts.now() - start };
};

/** Parts in which the code does not change. */
const stretchesOf = ({ history }: ReplayParts, turns: readonly TurnSummary[]): TurnSummary[][] => {
  const stretches: TurnSummary[][] = [];
  const marks = history.marks.list();
  let next = 0;
  for (const turn of turns) {
    let isNew = stretches.length === 0;
    for (; next < marks.length && marks[next]!.turn < turn.turn; next++) isNew = true;
    if (isNew) stretches.push([]);
    stretches.at(-1)!.push(turn);
  }
  return stretches;
};

const checkStretch = async (
  parts: ReplayParts,
  turns: readonly TurnSummary[],
  tally: Tally,
  signal: AbortSignal,
): Promise<boolean> => {
  const { history } = parts;
  const from = turns[0]!.turn;
  const code = codeIn(history.marks, from);
  if ("code" in code) {
    tally.problems.push(code);
    return false;
  }
  const states = new Map(history.statesBefore(from));
  const stale = history.marks.staleIn(from);
  const copy = new Copy(parts);
  try {
    const link = onceEach(parts.link);
    const needed = await neededOf([code], () => false, typesOf(turns), link);
    const texts = new Map([...code.texts].filter(([id]) => needed.has(id)));
    const refused = await new Coming(copy, link).begin({ texts, numbers: code.numbers }, states);
    if (refused.length > 0) {
      tally.problems.push(...refused);
      return false;
    }
    const check = new Check(parts, copy, tally, { turns, states, stale, numbers: code.numbers });
    while (!signal.aborted && check.slice()) await new Promise((resolve) => setImmediate(resolve));
    return true;
  } finally {
    copy.end();
  }
};

interface Stretch {
  readonly turns: readonly TurnSummary[];
  /** As they were before the first turn; goes on with the turns. */
  readonly states: Map<string, Plain>;
  readonly stale: ReadonlySet<string>;
  readonly numbers: ReadonlyMap<string, number>;
}

class Check {
  readonly #parts: ReplayParts;
  readonly #copy: Copy;
  readonly #tally: Tally;
  readonly #stretch: Stretch;
  readonly #calls: Calls;
  #turn = 0;
  #call = 0;
  #recorded: Recorded | undefined;
  #done: { readonly recorded: Recorded; readonly made: CallSummary | undefined; readonly handler: Handler }[] = [];

  constructor(parts: ReplayParts, copy: Copy, tally: Tally, stretch: Stretch) {
    this.#parts = parts;
    this.#copy = copy;
    this.#tally = tally;
    this.#stretch = stretch;
    this.#calls = new Calls({
      copy,
      now: parts.now,
      limitMs: parts.callTimeoutMs,
      onCut: (problem) => tally.problems.push(problem),
    });
  }

  /** @returns whether there is more to do */
  slice(): boolean {
    const isMore = this.#calls.slice((plan) => this.#next(plan));
    for (const { recorded, made, handler } of this.#done.splice(0)) this.#judge(recorded, made, handler);
    return isMore;
  }

  #next(done: Planned | undefined): Planned | undefined {
    if (done && this.#recorded)
      this.#done.push({ recorded: this.#recorded, made: done.calls[0], handler: done.handlers[0]! });
    const { turns, states, stale, numbers } = this.#stretch;
    for (;;) {
      const turn = turns[this.#turn];
      if (!turn) return undefined;
      const call = turn.calls[this.#call++];
      if (!call) {
        this.#turn++;
        this.#call = 0;
        continue;
      }
      const { module, outcome } = call;
      const state = states.get(module) ?? null;
      if (outcome?.state !== undefined) states.set(module, outcome.state);
      if (call.error && codesThatEndLate.has(call.error.code)) continue;
      const handler = this.#copy.slots
        .handlersFor(turn.event.type)
        .find(({ cell, name }) => cell.id === module && name === call.function);
      if (stale.has(module) || numbers.get(module) !== call.generation || !handler) {
        this.#tally.unknown(module, stale.has(module));
        continue;
      }
      this.#recorded = { turn, call, state };
      return { event: turn.event, turn: turn.turn, handlers: [handler], stateFor: () => state, calls: [] };
    }
  }

  #judge(recorded: Recorded, made: CallSummary | undefined, handler: Handler): void {
    if (!made) return;
    const found = differenceOf(recorded.call, made, this.#parts.history.numbersWithin);
    this.#tally.add(recorded, found, () => this.#readsOf(recorded, handler));
  }

  /** Makes the call once more, and sees what it reads. */
  #readsOf({ turn, state }: Recorded, handler: Handler): readonly string[] {
    const reads = new Set<string>();
    // The guard reads the clock too.
    let isItself = false;
    const call = (): void => {
      isItself = true;
      handler.call(state, turn.event);
      isItself = false;
    };
    try {
      watchingChance(
        (name) => void (isItself && reads.add(name)),
        () => guarded(call, this.#parts.callTimeoutMs),
      );
    } catch {
      // That it throws is known.
    }
    return [...reads];
  }
}

/** From the outcome; a call that failed has none. */
const differenceOf = (before: CallSummary, after: CallSummary, within: number): Found | undefined => {
  const errors = [before.error, after.error].map((error) => (error ? `${error.code}: ${error.message}` : undefined));
  if (errors[0] !== errors[1]) return foundAt("error", errors[0], errors[1]);
  return firstDifference(
    before.outcome as unknown as Plain | undefined,
    after.outcome as unknown as Plain | undefined,
    within,
  );
};

class Tally {
  readonly problems: Problem[] = [];
  #calls = 0;
  readonly #made = new Map<string, number>();
  readonly #findings = new Map<string, Finding>();
  readonly #unknown = new Map<string, string>();

  add(recorded: Recorded, found: Found | undefined, readsOf: () => readonly string[]): void {
    const { module, function: name, generation } = recorded.call;
    const key = `${module}\n${name}\n${generation}`;
    this.#calls++;
    this.#made.set(key, (this.#made.get(key) ?? 0) + 1);
    if (!found) return;
    const known = this.#findings.get(key);
    if (known) known.count++;
    else this.#findings.set(key, { first: recorded, found, reads: readsOf(), count: 1 });
  }

  unknown(module: string, isStale: boolean): void {
    if (this.#unknown.has(module)) return;
    this.#unknown.set(
      module,
      isStale
        ? `${module} kept what it had computed from an older generation of what it imports, which cannot be made again.`
        : `The code of ${module} that ran is not known any more.`,
    );
  }

  report(): Pick<PurityReport, "calls" | "impure" | "unknown" | "problems"> {
    return {
      calls: this.#calls,
      impure: [...this.#findings].map(([key, finding]) => impurityOf(finding, this.#made.get(key) ?? 0)),
      unknown: [...this.#unknown].map(([module, reason]) => ({ module, reason })),
      problems: this.problems,
    };
  }
}

const impurityOf = ({ first, found, reads, count }: Finding, calls: number): Impurity => {
  const { before, after } = found;
  return {
    turn: first.turn.turn,
    module: first.call.module,
    function: first.call.function,
    generation: first.call.generation,
    path: found.path,
    ...(before === undefined ? {} : { before: briefly(before) }),
    ...(after === undefined ? {} : { after: briefly(after) }),
    reads,
    count,
    calls,
  };
};
