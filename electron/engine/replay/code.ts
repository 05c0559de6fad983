/** Which code a replay runs under, and how the states before it come there: by the swaps that there were since (P4). */
import type { Marks } from "../history/marks.ts";
import type { Mark } from "../history/summary.ts";
import type { Linkage } from "../modules/linkage.ts";
import { problemOfFile } from "../modules/problem.ts";
import type { Plain } from "../plain.ts";
import type { Problem } from "../summary.ts";
import { type Copy, type Step } from "./copy.ts";

/** Texts by module. */
export type Texts = ReadonlyMap<string, string>;

/**
 * Makes linkages of texts: compiles, resolves, and takes in what they import and nobody named.
 * @param isThere modules that are on the copy already
 */
export type LinkTexts = (
  texts: Texts,
  isThere?: (id: string) => boolean,
) => Promise<{ readonly linkages: readonly Linkage[]; readonly problems: readonly Problem[] }>;

/** What the code of a replay is to be, by module. */
export interface Target {
  readonly texts: Texts;
  /** Generation numbers, where there are such. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** Links no text twice. */
export const onceEach = (link: LinkTexts): LinkTexts => {
  const known = new Map<string, Linkage>();
  return async (texts, isThere) => {
    const unknown = new Map([...texts].filter(([id, text]) => !known.has(keyOf(id, text))));
    const found =
      unknown.size === 0
        ? { linkages: [], problems: [] }
        : await link(unknown, (id) => texts.has(id) || isThere?.(id) === true);
    for (const linkage of found.linkages) known.set(keyOf(linkage.source.id, linkage.source.text), linkage);
    const asked = [...texts].flatMap(([id, text]) => known.get(keyOf(id, text)) ?? []);
    // With what they import and nobody named.
    return { linkages: [...new Set([...asked, ...found.linkages])], problems: found.problems };
  };
};

/** More swaps between then and now are gone through directly. */
const mostSteps = 50;

/** The texts that ran in a turn. @returns a problem where one is no longer kept */
export const codeIn = (marks: Marks, turn: number): Target | Problem => {
  const code = marks.codeIn(turn);
  if (code === undefined)
    return problemOfFile("not-in-history", "", `It is no longer known which code ran in turn ${turn}.`);
  return targetOf(marks, code);
};

export const targetOf = (marks: Marks, numbers: ReadonlyMap<string, number>): Target | Problem => {
  const texts = new Map<string, string>();
  for (const [id, generation] of numbers) {
    const text = marks.textOf(id, generation);
    if (text === undefined)
      return problemOfFile(
        "not-in-history",
        id,
        `The text of ${id} #${generation} is no longer kept: a module's last 200 generations are.`,
      );
    texts.set(id, text);
  }
  return { texts, numbers };
};

export class Coming {
  readonly #copy: Copy;
  readonly #link: LinkTexts;
  /** The state that a module had under a text: an undo brings it back. */
  readonly #statesUnder = new Map<string, Plain>();

  constructor(copy: Copy, link: LinkTexts) {
    this.#copy = copy;
    this.#link = link;
  }

  readonly #isThere = (id: string): boolean => this.#copy.textOf(id) !== undefined;

  /** Begins with this code and these states. */
  async begin({ texts, numbers }: Target, states: ReadonlyMap<string, Plain>): Promise<readonly Problem[]> {
    const { linkages, problems } = await this.#link(texts, this.#isThere);
    if (problems.length > 0) return problems;
    const known = new Map([...states].filter(([id]) => texts.has(id)));
    const refused = this.#copy.change({ linkages, removals: [], numbers, states: known });
    if (refused.length === 0) this.#remember();
    return refused;
  }

  /**
   * Goes from the code of one time to that of another, by the swaps between; one that cannot be made on these states is
   * passed over.
   */
  async goBy(marks: Marks, between: readonly Mark[], isConcerned: (id: string) => boolean): Promise<void> {
    const steps = between.filter(({ modules }) => modules.some(({ id, from, to }) => from !== to && isConcerned(id)));
    const isHere = ({ id }: { readonly id: string }): boolean => isConcerned(id) || this.#copy.textOf(id) !== undefined;
    for (const mark of steps.slice(-mostSteps))
      await this.follow(marks, { ...mark, modules: mark.modules.filter(isHere) }, undefined);
  }

  /** Modules that were not needed so far, with whatever they import, in the states of then. */
  async add(
    ids: readonly string[],
    { texts, numbers }: Target,
    states: ReadonlyMap<string, Plain>,
  ): Promise<readonly Problem[]> {
    const { linkages, problems } = await this.#link(texts, this.#isThere);
    if (problems.length > 0) return problems;
    const wanted = reachedFrom(ids, linkages);
    const fresh = linkages.filter(({ source: { id } }) => wanted.has(id) && this.#copy.textOf(id) === undefined);
    const own = new Map([...numbers].filter(([id]) => wanted.has(id)));
    const refused = this.#copy.change({ linkages: fresh, removals: [], numbers: own, states });
    if (refused.length === 0) this.#remember();
    return refused;
  }

  /**
   * One change of code, as it was.
   * @param given states in place of migrations; absent: those that modules had under the same text before
   */
  async follow(
    marks: Marks,
    { modules }: Mark,
    given: ReadonlyMap<string, Plain> | undefined,
  ): Promise<readonly Problem[]> {
    const changed = modules.filter(({ from, to }) => from !== to);
    if (changed.length === 0) return [];
    const numbers = new Map(changed.filter(({ to }) => to > 0).map(({ id, to }) => [id, to]));
    const target = targetOf(marks, numbers);
    if ("code" in target) return [target];
    const removals = changed.filter(({ id, to }) => to === 0 && this.#copy.textOf(id) !== undefined);
    return this.#step(
      target,
      removals.map(({ id }) => id),
      given,
    );
  }

  /** Brings in what is not so yet, all of it or nothing. */
  async arrive({ texts, numbers }: Target): Promise<readonly Problem[]> {
    const changed = new Map([...texts].filter(([id, text]) => this.#copy.textOf(id) !== text));
    const removals = this.#copy.ids().filter((id) => !texts.has(id));
    if (changed.size === 0 && removals.length === 0) return [];
    return this.#step({ texts: changed, numbers }, removals);
  }

  async #step(
    { texts, numbers }: Target,
    removals: readonly string[],
    given?: ReadonlyMap<string, Plain> | undefined,
  ): Promise<readonly Problem[]> {
    const { linkages, problems } = await this.#link(texts, this.#isThere);
    if (problems.length > 0) return problems;
    const states = given ?? this.#remembered(texts);
    // Those that are named begin anew, also from the same text.
    const fresh = linkages.filter(({ source: { id } }) => texts.has(id) || this.#copy.textOf(id) === undefined);
    const own = new Map([...numbers].filter(([id]) => texts.has(id)));
    const step: Step = { linkages: fresh, removals, numbers: own, states };
    const refused = this.#copy.change(step);
    if (refused.length === 0) this.#remember();
    return refused;
  }

  #remembered(texts: Texts): ReadonlyMap<string, Plain> {
    const states = new Map<string, Plain>();
    for (const [id, text] of texts) {
      const state = this.#statesUnder.get(keyOf(id, text));
      if (state !== undefined) states.set(id, state);
    }
    return states;
  }

  #remember(): void {
    for (const id of this.#copy.ids()) {
      const text = this.#copy.textOf(id);
      const key = keyOf(id, text ?? "");
      if (!this.#statesUnder.has(key)) this.#statesUnder.set(key, this.#copy.stateOf(id));
    }
  }
}

/** Modules, and whatever they import however far. */
export const reachedFrom = (ids: Iterable<string>, linkages: readonly Linkage[]): ReadonlySet<string> => {
  const byId = new Map(linkages.map((linkage) => [linkage.source.id, linkage]));
  const reached = new Set(ids);
  for (const id of reached) {
    const { targets = [], dynamicTargets = [] } = byId.get(id) ?? {};
    for (const target of [...targets, ...dynamicTargets]) if (target?.kind === "module") reached.add(target.id);
  }
  return reached;
};

const keyOf = (id: string, text: string): string => `${id}\n${text}`;
