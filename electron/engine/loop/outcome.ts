import type { Event, Outcome, Plain } from "../plain.ts";
import type { ProblemCode } from "../summary.ts";
import {
  addEach,
  addState,
  beginEach,
  force,
  type Forced,
  forceEach,
  isAccessor,
  isPlainList,
  isPlainShell,
  readPlainly,
} from "./force.ts";
import { Finding, shortPath, thingAt } from "./problem.ts";

// Taken now, because modules share it and may patch it.
const { getOwnPropertyNames } = Object;

/** Why what a call returned contributes nothing. */
export class Rejected {
  readonly code: ProblemCode;
  readonly finding: Finding;

  constructor(code: ProblemCode, message: string) {
    this.code = code;
    this.finding = new Finding(message);
  }
}

/**
 * Forces what a handler returned and checks that it is an outcome: T4.
 *
 * The envelope is opened and not kept: nobody else has what is made of it here, so it need not be frozen. What it carries,
 * the state and each event and effect, is the very value that the handler gave.
 *
 * @returns undefined when the handler returned nothing.
 */
export const judgeOutcome = (returned: unknown, name: string): Outcome | Rejected | undefined =>
  returned === undefined ? undefined : (outcomeIn(returned) ?? judgeCarefully(returned, name));

/** @returns undefined where something may be wrong with it. */
const outcomeIn = (returned: unknown): Outcome | undefined => {
  if (!isPlainShell(returned)) return undefined;
  const outcome: { state?: Plain; emit?: readonly Event[]; effects?: readonly Event[] } = {};
  beginEach();
  for (const key of getOwnPropertyNames(returned)) {
    if (key !== "state" && key !== "emit" && key !== "effects") return undefined;
    const part = readPlainly(returned, key);
    if (part === undefined) {
      if (isAccessor(returned, key)) return undefined;
    } else if (key === "state") {
      if (!addState(part)) return undefined;
      outcome.state = part as Plain;
    } else {
      const items = itemsIn(part);
      if (items === undefined) return undefined;
      outcome[key] = items;
    }
  }
  if (!forceEach()) return undefined;
  const { emit, effects } = outcome;
  if (emit !== undefined && !emit.every(isMessage)) return undefined;
  return effects === undefined || effects.every(isMessage) ? outcome : undefined;
};

/** A list of the same items, all of which take part in the walk. */
const itemsIn = (list: unknown): readonly Event[] | undefined => {
  if (!isPlainList(list)) return undefined;
  // A list that grows would take room for sixteen more, and these are kept.
  const items = Array<Event>(list.length);
  for (let index = 0; index < list.length; index++) {
    const item = readPlainly(list, index);
    if (!addEach(item)) return undefined;
    items[index] = item as Event;
  }
  return items;
};

/** Finds out what is wrong, or that it is only unusual. */
const judgeCarefully = (returned: unknown, name: string): Outcome | Rejected => {
  const forced = force(returned);
  if (!forced.ok) return new Rejected("outcome-not-plain", notPlainSentence(forced, name));
  const { value } = forced;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return new Rejected(
      "outcome-invalid",
      `${name} returned ${kindOf(value)}: return an object with \`state\`, \`emit\` or \`effects\`, or nothing.`,
    );
  }
  const outcome = value as { readonly [key: string]: Plain | undefined };
  for (const key in outcome) {
    if (key === "state") continue;
    const part = outcome[key];
    if (key === "emit" || key === "effects") {
      if (part === undefined) continue;
      const flaw = flawOfMessages(part, key);
      if (flaw !== undefined) return new Rejected("outcome-invalid", `In what ${name} returned, ${flaw}`);
    } else if (Object.hasOwn(outcome, key)) {
      return new Rejected(
        "outcome-invalid",
        `${name} returned \`${shortPath(key)}\`, which is no part of an outcome: it may have \`state\`, \`emit\` and \`effects\`.`,
      );
    }
  }
  return outcome as Outcome;
};

/** Forces an event from outside: T1. `flaw` is a sentence. */
export const judgeEvent = (
  event: unknown,
): { readonly ok: true; readonly event: Event } | { readonly ok: false; readonly flaw: string } => {
  const forced = force(event);
  if (!forced.ok)
    return { ok: false, flaw: `The event is not plain data: ${thingAt(forced.path)} is ${forced.found}.` };
  if (isMessage(forced.value)) return { ok: true, event: forced.value };
  const is = kindOf(forced.value);
  return {
    ok: false,
    flaw: `The event is ${is}: it must be an object with a string \`type\`, such as { type: "ping" }.`,
  };
};

/** What is wrong with a list of events or effects that is plain, as the end of a sentence; undefined when nothing is. */
export const flawOfMessages = (list: Plain, path: string): string | undefined => {
  if (!Array.isArray(list)) return `${thingAt(path)} is ${kindOf(list)}: it must be a list.`;
  const items = list as readonly Plain[];
  for (let index = 0; index < items.length; index++) {
    if (!isMessage(items[index])) {
      return `\`${path}[${index}]\` is ${kindOf(items[index])}: it must be an object with a string \`type\`.`;
    }
  }
  return undefined;
};

/** Whether a plain value has the shape of an event or effect. */
export const isMessage = (value: Plain | undefined): value is { readonly type: string } => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { type } = value as { readonly type?: Plain };
  return typeof type === "string" && type !== "";
};

/** `a string`, `an object without a type`, … */
export const kindOf = (value: Plain | undefined): string => {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object without a type";
  return `a ${typeof value}`;
};

const notPlainSentence = (forced: Forced & { readonly ok: false }, name: string): string => {
  if (forced.path !== "") {
    return `What ${name} returned is not plain data: ${thingAt(forced.path)} is ${forced.found}.`;
  }
  if (forced.found === "a promise") {
    return `${name} returned a promise, but handlers are synchronous: return an effect and let an async \`perform…\` function carry it out and answer with events.`;
  }
  return `${name} returned ${forced.found}, which is not plain data.`;
};
