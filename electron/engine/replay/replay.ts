/**
 * Runs a stretch of history again, on a copy, and tells what is not as it was (P1–P6). Nothing of what runs is touched,
 * and nothing is performed.
 */
import type { History } from "../history/history.ts";
import type { Code } from "../history/marks.ts";
import type { Mark, ReplayReport } from "../history/summary.ts";
import type { Linkage } from "../modules/linkage.ts";
import { problemOfFile } from "../modules/problem.ts";
import { ANY } from "../loop/slot.ts";
import { kindOf, subjectOf } from "../modules/exports.ts";
import type { Plain } from "../plain.ts";
import { Refusal } from "../source/workspace.ts";
import type { Problem, TurnSummary } from "../summary.ts";
import { Agenda, type Item } from "./agenda.ts";
import { Coming, type LinkTexts, type Target, codeIn, onceEach, reachedFrom, targetOf } from "./code.ts";
import { Copy, type CopyParts } from "./copy.ts";
import { Account } from "./account.ts";
import { Calls, type Planned } from "./turns.ts";

export interface ReplayParts extends CopyParts {
  readonly history: History;
  readonly link: LinkTexts;
  readonly now: () => number;
}

/**
 * The code to run under: what runs now; with other texts in place of some; with earlier generations of some; or, turn by
 * turn, the code that ran then.
 */
export type Under =
  | { readonly kind: "current" }
  | { readonly kind: "sources"; readonly sources: Readonly<Record<string, string>> }
  | { readonly kind: "generations"; readonly generations: Readonly<Record<string, number>> }
  /** Nothing but these texts. */
  | { readonly kind: "program"; readonly texts: ReadonlyMap<string, string> }
  | { readonly kind: "recorded" };

export interface ReplayRequest {
  readonly from: number;
  /** Absent: the newest turn. */
  readonly to?: number | undefined;
  readonly under: Under;
}

/** A new call may take so many times as long as the longest that was recorded. */
const patience = 10;
const leastLimitMs = 250;
/** Turns beyond those that were recorded; code that emits without end is stopped there. */
const mostMore = 10_000;

/** Of no turns at all. */
export const emptyReport: ReplayReport = {
  ok: true,
  from: 1,
  to: 0,
  turns: 0,
  differences: [],
  migrated: [],
  emitted: [],
  effects: [],
  errors: [],
  events: [],
  more: 0,
  problems: [],
  ms: 0,
};

export const replay = async (
  parts: ReplayParts,
  { from, to, under }: ReplayRequest,
  signal: AbortSignal,
): Promise<ReplayReport> => {
  const start = parts.now();
  const link = onceEach(parts.link);
  const turns = stretchOf(parts.history, from, to);
  const limitMs = limitFor(turns, parts.callTimeoutMs, under);
  const copy = new Copy({ ...parts, callTimeoutMs: limitMs });
  const account = new Account(parts.history, turns, from);
  const report = (ok: boolean, problems: readonly Problem[]): ReplayReport => ({
    ok,
    from,
    to: turns.at(-1)?.turn ?? from - 1,
    ...account.report(),
    problems: [...problems, ...account.problems],
    ms: parts.now() - start,
  });
  try {
    const coming = new Coming(copy, link);
    const types = typesOf(turns);
    const brought = await bring({ ...parts, link }, coming, from, under, types);
    if (!("later" in brought)) return report(false, brought);
    account.begin(copy);
    const isRecorded = under.kind === "recorded";
    const run = new Run({ parts, copy, coming, account, turns, limitMs, isRecorded, types, ...brought });
    for (;;) {
      if (signal.aborted) return report(false, [problemOfFile("replay-cancelled", "", "The replay was cancelled.")]);
      const end = await run.slice();
      if (end !== "more") return report(end === "done", end === "done" ? [] : [endless(account.turns)]);
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    copy.end();
  }
};

/** @throws Refusal where these turns are not in the history */
export const stretchOf = (history: History, from: number, to = history.last): readonly TurnSummary[] => {
  const begin = history.begin;
  if (from < begin || from > history.last)
    throw new Refusal(
      "not-in-history",
      history.first === 0
        ? "There is no turn to replay yet: let the loop run first."
        : `Turn ${from} is not in the history, which goes from turn ${begin} to turn ${history.last}.`,
    );
  if (to < from - 1) throw new Refusal("not-in-history", `\`to\` is ${to}: it must not come before \`from\`, ${from}.`);
  return history
    .list({ from, limit: Math.max(1, Math.min(to, history.last) - from + 1) })
    .filter(({ turn }) => turn <= to);
};

const limitFor = (turns: readonly TurnSummary[], callTimeoutMs: number, under: Under): number => {
  if (under.kind === "recorded") return callTimeoutMs;
  let longest = 0;
  for (const { calls } of turns) for (const { ms } of calls) if (ms > longest) longest = ms;
  return Math.min(callTimeoutMs, Math.max(leastLimitMs, patience * longest));
};

/** Modules that are brought in when an event comes of a type that did not come then. */
interface Brought {
  /** Absent where all are there. */
  readonly later: { readonly target: Target; readonly linkages: readonly Linkage[] } | undefined;
  readonly states: ReadonlyMap<string, Plain>;
}

/**
 * Brings the code in that is needed for events of these types, with the states as they were before the first turn.
 * @returns why not, if it is refused
 */
const bring = async (
  { history, link }: ReplayParts,
  coming: Coming,
  from: number,
  under: Under,
  types: ReadonlySet<string>,
): Promise<Brought | readonly Problem[]> => {
  const { marks } = history;
  const then = codeIn(marks, from);
  if ("code" in then) return [then];
  const states = history.statesBefore(from) ?? new Map<string, Plain>();
  if (under.kind === "recorded") {
    const refused = await coming.begin(then, states);
    return refused.length > 0 ? refused : { later: undefined, states };
  }
  const target = targetFor(history, under);
  if ("code" in target) return [target];
  const isConcerned = (id: string): boolean => then.texts.get(id) !== target.texts.get(id);
  const needed = await neededOf([then, target], isConcerned, types, link);
  const here = (one: Target): Target => ({ texts: only(one.texts, needed), numbers: only(one.numbers, needed) });
  const refused = await coming.begin(here(then), states);
  if (refused.length > 0) return refused;
  const between = marks.list().filter(({ turn }) => turn >= from);
  await coming.goBy(marks, between, isConcerned);
  const unfit = await coming.arrive(here(target));
  if (unfit.length > 0) return unfit;
  const { linkages } = await link(target.texts);
  return { later: { target, linkages }, states };
};

const targetFor = ({ marks }: History, under: Exclude<Under, { readonly kind: "recorded" }>): Target | Problem => {
  const now = marks.codeNow();
  switch (under.kind) {
    case "current":
      return targetOf(marks, now);
    case "sources": {
      const current = targetOf(marks, now);
      if ("code" in current) return current;
      const texts = new Map([...current.texts, ...Object.entries(under.sources)]);
      return { texts, numbers: new Map([...current.numbers].filter(([id]) => !(id in under.sources))) };
    }
    case "program":
      return { texts: under.texts, numbers: new Map() };
    case "generations":
      return targetOf(marks, new Map([...now, ...Object.entries(under.generations)]));
    default:
      return under satisfies never;
  }
};

/**
 * Modules that can have a say in what events of these types do: those that handle them, those whose code is another, who
 * imports from these, and whatever all of them import. The others are not even evaluated.
 */
export const neededOf = async (
  targets: readonly Target[],
  isConcerned: (id: string) => boolean,
  types: ReadonlySet<string>,
  link: LinkTexts,
): Promise<ReadonlySet<string>> => {
  const needed = new Set<string>();
  for (const { texts } of targets) {
    const { linkages } = await link(texts);
    const own = linkages.filter(
      (linkage) =>
        isConcerned(linkage.source.id) ||
        linkage.targets.some((target) => target.kind === "module" && isConcerned(target.id)) ||
        [...handledTypes(linkage)].some((type) => types.has(type)),
    );
    for (const id of reachedFrom(new Set([...needed, ...own.map(({ source }) => source.id)]), linkages)) needed.add(id);
  }
  return needed;
};

/** As far as names tell. */
const handledTypes = ({ source }: Linkage): ReadonlySet<string> =>
  new Set(
    source.compiled.localExports.flatMap(({ name }) => (kindOf(name, true) === "handler" ? [subjectOf(name)] : [])),
  );

export const typesOf = (turns: readonly TurnSummary[]): Set<string> =>
  new Set([ANY, ...turns.map(({ event }) => event.type)]);

const only = <T>(all: ReadonlyMap<string, T>, ids: ReadonlySet<string>): ReadonlyMap<string, T> =>
  new Map([...all].filter(([id]) => ids.has(id)));

interface RunParts {
  readonly parts: ReplayParts;
  readonly copy: Copy;
  readonly coming: Coming;
  readonly account: Account;
  readonly turns: readonly TurnSummary[];
  readonly limitMs: number;
  readonly isRecorded: boolean;
  /** Types of events whose handlers are there. */
  readonly types: Set<string>;
  readonly later: Brought["later"];
  readonly states: ReadonlyMap<string, Plain>;
}

/** The turns of one replay. */
class Run {
  readonly #of: RunParts;
  readonly #agenda: Agenda;
  readonly #calls: Calls;
  #item: Item | undefined;
  /** Modules that handle events of a type that has not come so far. */
  readonly #missing: string[] = [];
  /** Taken from the agenda, waiting for a change of code. */
  #held: Item | undefined;
  readonly #marks: Mark[];
  #code: { readonly after: number; readonly code: Code | undefined } | undefined;
  #done: { readonly item: Item; readonly plan: Planned }[] = [];
  #count = 0;

  constructor(of: RunParts) {
    this.#of = of;
    this.#agenda = new Agenda(of.turns);
    const { copy, limitMs, account } = of;
    this.#calls = new Calls({ copy, limitMs, now: of.parts.now, onCut: (problem) => account.problems.push(problem) });
    const first = of.turns[0]?.turn ?? Infinity;
    // What a person set is taken as recorded, whatever the code.
    this.#marks = of.parts.history.marks
      .list()
      .filter(({ turn, kind }) => turn >= first && (of.isRecorded || kind === "prompt"));
  }

  async slice(): Promise<"more" | "done" | "endless"> {
    const isMore = this.#calls.slice((plan) => this.#next(plan));
    for (const { item, plan } of this.#done.splice(0)) this.#of.account.add(item, plan.calls);
    if (this.#count > this.#of.turns.length + mostMore) return "endless";
    if (isMore) return "more";
    if (this.#missing.length > 0) {
      await this.#bringMissing();
      return "more";
    }
    if (this.#held) {
      await this.#changeCode(this.#held);
      return "more";
    }
    this.#of.account.end();
    return "done";
  }

  /** Under the guard: notes what the last turn did, and plans the next. */
  #next(done: Planned | undefined): Planned | undefined {
    const { copy } = this.#of;
    if (done && this.#item) {
      this.#agenda.add(this.#item, done.calls);
      this.#done.push({ item: this.#item, plan: done });
      this.#item = undefined;
      this.#count++;
    }
    if (this.#count > this.#of.turns.length + mostMore) return undefined;
    const item = this.#held ?? this.#agenda.next();
    this.#held = undefined;
    if (item === undefined) return undefined;
    if (this.#marks[0] && this.#marks[0].turn < item.at) {
      this.#held = item;
      return undefined;
    }
    const { event, at: turn, recorded } = item;
    if (!this.#of.types.has(event.type) && this.#lacks(event.type)) {
      this.#held = item;
      return undefined;
    }
    this.#item = item;
    const handlers = copy.slots.handlersFor(event.type === ANY ? ANY : event.type);
    return { event, turn, handlers: this.#withoutSkipped(handlers, recorded), calls: [] };
  }

  /** Whether handlers of such events are not there yet. */
  #lacks(type: string): boolean {
    const { types, later, copy } = this.#of;
    types.add(type);
    for (const linkage of later?.linkages ?? []) {
      const { id } = linkage.source;
      if (copy.textOf(id) === undefined && handledTypes(linkage).has(type)) this.#missing.push(id);
    }
    return this.#missing.length > 0;
  }

  async #bringMissing(): Promise<void> {
    const { coming, copy, account, later, states } = this.#of;
    const ids = this.#missing.splice(0);
    if (later) account.problems.push(...(await coming.add(ids, later.target, states)));
    account.recode(copy);
  }

  /** A handler that the same code has and that was not called then belonged to a runaway, and was skipped. */
  #withoutSkipped(handlers: Planned["handlers"], recorded: TurnSummary | undefined): Planned["handlers"] {
    if (!recorded || recorded.calls.length >= handlers.length) return handlers;
    const { history } = this.#of.parts;
    const code = this.#codeIn(recorded.turn);
    return handlers.filter(({ cell, name }) => {
      if (recorded.calls.some((call) => call.module === cell.id && call.function === name)) return true;
      const generation = code?.get(cell.id);
      const isSame =
        generation !== undefined && history.marks.textOf(cell.id, generation) === this.#of.copy.textOf(cell.id);
      return !isSame;
    });
  }

  /** The same for all turns between two marks. */
  #codeIn(turn: number): Code | undefined {
    const { marks } = this.#of.parts.history;
    const after = marks.list().filter((mark) => mark.turn < turn).length;
    if (this.#code?.after !== after) this.#code = { after, code: marks.codeIn(turn) };
    return this.#code.code;
  }

  /** What was changed from outside of turns before a recorded one, as it was. */
  async #changeCode(before: Item): Promise<void> {
    while (this.#marks[0] && this.#marks[0].turn < before.at) {
      const { turn } = this.#marks[0];
      const count = this.#marks.findIndex((mark) => mark.turn !== turn);
      await this.#changeAt(turn, this.#marks.splice(0, count < 0 ? this.#marks.length : count));
    }
  }

  /** All that was changed between two turns. */
  async #changeAt(turn: number, marks: readonly Mark[]): Promise<void> {
    const { parts, copy, coming, account, isRecorded } = this.#of;
    const { history } = parts;
    const ids = new Set(marks.flatMap(({ modules }) => modules.map(({ id }) => id)));
    const asRecorded = new Set([...ids].filter((id) => account.isAsRecorded(id, turn, copy.stateOf(id))));
    for (const mark of marks) {
      const given = this.#statesAt(mark, asRecorded);
      if (isRecorded) account.problems.push(...(await coming.follow(history.marks, mark, given)));
      for (const { id, from, to } of mark.modules)
        if (from === to && given.has(id) && copy.textOf(id) === history.marks.textOf(id, to))
          copy.set(id, given.get(id)!);
    }
    account.recode(copy);
  }

  /**
   * States that a mark set: what a person set, what a rewind left, and what came of a migration where the state before was
   * as recorded. Of several states between the same two turns the last one is known, and nobody met the others.
   */
  #statesAt(mark: Mark, asRecorded: ReadonlySet<string>): ReadonlyMap<string, Plain> {
    const { parts, copy } = this.#of;
    const settings = parts.history.settings.filter((setting) => setting.mark === mark);
    const given = new Map<string, Plain>();
    for (const { id, to } of mark.modules) {
      if (to === 0 || !(isTaken(mark) || asRecorded.has(id))) continue;
      const setting = settings.find(({ module }) => module === id);
      given.set(id, setting ? setting.state : copy.stateOf(id));
    }
    return given;
  }
}

/** Set from outside, by no code. */
const isTaken = ({ kind }: Mark): boolean => kind === "prompt" || kind === "rewind";

const endless = (turns: number): Problem =>
  problemOfFile(
    "replay-stopped",
    "",
    `The replay was stopped after ${turns.toLocaleString("en")} turns: under this code events come without end that there were not.`,
  );
