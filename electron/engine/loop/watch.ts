import { isDeepStrictEqual } from "node:util";
import type { Event, Plain } from "../plain.ts";
import type { Breakpoint, CallSummary, Problem, Stop } from "../summary.ts";
import { describeThrown, problemWithoutPlace, shortPath } from "./problem.ts";
import type { Handler } from "./slot.ts";

/** An expression of a person's over what the loop sees. */
export type Expression = (event: unknown, state: unknown, outcome: unknown) => unknown;

/**
 * When a point is looked at:
 * - `event`: before the first call of the turn
 * - `call`: before each call, with the state that it is to see
 * - `return`: after each call, with the state before it
 */
type Moment = "event" | "call" | "return";

/** One breakpoint, ready to be tried. */
export interface Point {
  readonly breakpoint: Breakpoint;
  /** Its place in the list that was set; undefined for what a step goes on until. */
  readonly index: number | undefined;
  readonly moment: Moment;
  readonly path: readonly (string | number)[] | undefined;
  readonly condition: Expression | undefined;
  /** What it logs, in place of stopping. */
  readonly words: Expression | undefined;
  hits: number;
  /** Why its expressions are not tried any more. */
  problem: Problem | undefined;
}

export interface WatchHost {
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  readonly onProblem: (problem: Problem) => void;
  readonly onLog: (message: string, module: string | undefined) => void;
}

interface Subject {
  readonly event: Event;
  readonly handler?: Handler;
  readonly state?: Plain;
  readonly call?: CallSummary;
}

/**
 * Looks at each moment of each turn whether it is time to stop: T32. Runs inside the guard, which may cut an expression;
 * each moment of an event is looked at once, also when its turn is rolled back and taken again.
 */
export class Watch {
  readonly points: readonly Point[];
  readonly #host: WatchHost;
  readonly #byMoment: Readonly<Record<Moment, readonly Point[]>>;
  /** The event, and how far into its turn, that was looked at last. */
  #number = 0;
  #seen = -1;
  /** What is to be told when the guard is off. */
  #untold: (() => void)[] = [];
  /** The point whose expression is being tried, since when, and whether it was cut before through no fault of its own. */
  #trying: Point | undefined;
  #since = 0;
  #wasSpared = false;

  constructor(points: readonly Point[], host: WatchHost, before?: Watch) {
    this.points = points;
    this.#host = host;
    const at = (moment: Moment): readonly Point[] =>
      points.filter((point) => point.moment === moment && point.breakpoint.enabled !== false);
    this.#byMoment = { event: at("event"), call: at("call"), return: at("return") };
    // What was passed stays passed when the list changes.
    if (before) [this.#number, this.#seen] = [before.#number, before.#seen];
  }

  /** The turn is taken anew under other code: everything in it is looked at again. */
  forget(): void {
    this.#number = 0;
  }

  atEvent(event: Event, number: number, turn: number): Stop | undefined {
    if (number !== this.#number) {
      this.#number = number;
      this.#seen = -1;
    }
    return this.#look("event", 0, { event }, turn);
  }

  /** @param place of the handler in the turn */
  beforeCall(place: number, event: Event, handler: Handler, turn: number): Stop | undefined {
    return this.#look("call", 2 * place + 1, { event, handler, state: handler.cell.state }, turn);
  }

  /** @param state before the call */
  afterCall(
    place: number,
    event: Event,
    handler: Handler,
    call: CallSummary,
    state: Plain,
    turn: number,
  ): Stop | undefined {
    return this.#look("return", 2 * place + 2, { event, handler, call, state }, turn);
  }

  /** The guard cut an expression. @returns false when it was none */
  wasCut(isForMemory: boolean, timeoutMs: number): boolean {
    const point = this.#trying;
    if (point === undefined) return false;
    this.#trying = undefined;
    const tookMs = this.#host.now() - this.#since;
    if (isForMemory) this.#fail(point, "breakpoint-threw", "took too much memory and was cut");
    else if (tookMs < timeoutMs && !this.#wasSpared) this.#wasSpared = true;
    else this.#fail(point, "breakpoint-timeout", `did not end within ${timeoutMs} ms and was cut`);
    return true;
  }

  /** To be called when the guard is off. */
  tell(): void {
    const untold = this.#untold;
    this.#untold = [];
    for (const one of untold) one();
  }

  #look(moment: Moment, at: number, subject: Subject, turn: number): Stop | undefined {
    if (at <= this.#seen) return undefined;
    let stop: Stop | undefined;
    for (const point of this.#byMoment[moment]) {
      if (!this.#fits(point, subject)) continue;
      point.hits++;
      if (point.breakpoint.log === undefined) stop ??= stopOf(point, subject, turn);
      else this.#log(point, subject);
    }
    this.#seen = at;
    return stop;
  }

  #fits(point: Point, subject: Subject): boolean {
    const { event, module, function: name, effect, error } = point.breakpoint;
    if (event !== undefined && event !== subject.event.type) return false;
    if (module !== undefined && module !== subject.handler?.cell.id) return false;
    if (name !== undefined && name !== subject.handler?.name) return false;
    if (error === true && subject.call?.error === undefined) return false;
    if (effect !== undefined && !subject.call?.outcome?.effects?.some(({ type }) => type === effect)) return false;
    if (point.path !== undefined && !changes(point.path, subject)) return false;
    return point.condition === undefined || Boolean(this.#try(point, point.condition, subject));
  }

  #log(point: Point, subject: Subject): void {
    const module = subject.handler?.cell.id;
    const text = point.words === undefined ? wordsOf(subject) : this.#try(point, point.words, subject);
    if (typeof text === "string") this.#untold.push(() => this.#host.onLog(text, module));
  }

  #try(point: Point, expression: Expression, { event, state, call }: Subject): unknown {
    if (point.problem !== undefined) return undefined;
    this.#since = this.#host.now();
    this.#trying = point;
    try {
      const value = expression(event, state, call?.outcome);
      this.#trying = undefined;
      this.#wasSpared = false;
      return value;
    } catch (error) {
      this.#trying = undefined;
      this.#fail(point, "breakpoint-threw", `threw ${describeThrown(error)}`);
      return undefined;
    }
  }

  /** Told once; from then on the expression counts as false. */
  #fail(point: Point, code: "breakpoint-threw" | "breakpoint-timeout", what: string): void {
    const { condition, log } = point.breakpoint;
    const name = point.index === undefined ? "What the step goes on until" : `Breakpoint ${point.index + 1}`;
    const expression = condition ?? (typeof log === "string" ? log : "");
    const problem = problemWithoutPlace(
      code,
      `${name} (\`${shortPath(expression)}\`) ${what}: it counts as false until it is set anew.`,
    );
    point.problem = problem;
    this.#untold.push(() => this.#host.onProblem(problem));
  }
}

const stopOf = ({ breakpoint, index }: Point, { event, handler, call }: Subject, turn: number): Stop => ({
  by: index === undefined ? "until" : "breakpoint",
  breakpoint,
  ...(index === undefined ? {} : { index }),
  turn,
  event,
  ...(handler === undefined
    ? {}
    : { call: { module: handler.cell.id, function: handler.name, generation: handler.generation } }),
  ...(call?.outcome === undefined ? {} : { outcome: call.outcome }),
  ...(call?.error === undefined ? {} : { problem: call.error }),
});

const wordsOf = ({ event, handler }: Subject): string =>
  handler === undefined ? `${event.type} ${JSON.stringify(event)}` : `${handler.name} ${JSON.stringify(event)}`;

const changes = (path: readonly (string | number)[], { call, state }: Subject): boolean => {
  const next = call?.outcome?.state;
  return next !== undefined && state !== undefined && !isDeepStrictEqual(at(path, state), at(path, next));
};

const at = (path: readonly (string | number)[], value: Plain): Plain | undefined => {
  let part: Plain | undefined = value;
  for (const step of path) {
    if (typeof part !== "object" || part === null || !Object.hasOwn(part, step)) return undefined;
    part = (part as { readonly [key: string]: Plain | undefined })[step];
  }
  return part;
};
