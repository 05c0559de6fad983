import type { Event, Outcome, Plain } from "../plain.ts";
import type { ProblemCode } from "../summary.ts";
import { force, type Forced } from "./force.ts";
import { Finding, shortPath, thingAt } from "./problem.ts";

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
 * @returns the very object, typed; undefined when the handler returned nothing.
 */
export const judgeOutcome = (returned: unknown, name: string): Outcome | Rejected | undefined => {
  if (returned === undefined) return undefined;
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
