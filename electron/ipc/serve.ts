/** Serves a table of methods: parses params by the contract's schema, turns whatever goes wrong into one error reply. */
import * as v from "valibot";
import { Refusal } from "../engine/index.ts";
import type { Reply } from "./bridge.ts";
import { allMethods, type ErrorReply, type Handlers, type Method } from "./contract.ts";

export { Refusal };

/** Calls one method by name with params that nobody has checked yet. Never rejects. */
export type Dispatch = (method: string, params: unknown) => Promise<Reply>;

const failure = (code: ErrorReply["code"], message: string): Reply => ({ ok: false, error: { code, message } });

const isServed = (handlers: object, method: string): method is Method =>
  Object.hasOwn(handlers, method) && Object.hasOwn(allMethods, method);

/** @param handlers the methods that this transport serves; any other name is refused. */
export const dispatcher = <M extends Method>(handlers: Handlers<M>, onBug: (error: unknown) => void): Dispatch => {
  return async (method, params) => {
    if (!isServed(handlers, method)) return failure("unknown-method", `There is no method \`${short(method)}\`.`);
    const parsed = v.safeParse(allMethods[method] as v.GenericSchema, params ?? undefined);
    if (!parsed.success) return failure("invalid-params", `\`${method}\` ${flawOf(parsed.issues[0])}`);
    try {
      const handle = handlers[method as unknown as M] as (params: unknown) => unknown;
      return { ok: true, value: (await handle(parsed.output)) ?? null };
    } catch (error) {
      if (error instanceof Refusal) return failure("refused", error.message);
      onBug(error);
      return failure("failed", `${method} failed: ${error instanceof Error ? error.message : String(error)}.`);
    }
  };
};

/** What is wrong with params, in words that go on after the method's name. */
const flawOf = (issue: v.BaseIssue<unknown>): string => {
  const path = v.getDotPath(issue);
  if (path === null) return "takes its params by name, as one object.";
  const name = `\`${short(path)}\``;
  if (issue.path?.at(-1)?.origin === "key")
    return issue.expected === "never" ? `knows no param ${name}.` : `needs the param ${name}.`;
  if (!issue.message.startsWith("Invalid ")) return `was called wrongly: ${issue.message}`;
  return `was called wrongly: ${name} must ${wanted(issue)}, not ${short(issue.received)}.`;
};

const kinds: Readonly<Record<string, string>> = {
  string: "be a string",
  number: "be a number",
  integer: "be a whole number",
  boolean: "be true or false",
  array: "be a list",
  strict_object: "be an object",
  record: "be an object",
  non_empty: "have at least one entry",
};

const wanted = (issue: v.BaseIssue<unknown>): string => {
  switch (issue.type) {
    case "min_value":
      return `be at least ${String(issue.requirement)}`;
    case "max_value":
      return `be at most ${String(issue.requirement)}`;
    default:
      return kinds[issue.type] ?? `be ${issue.expected ?? "something else"}`.replaceAll(" | ", " or ");
  }
};

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
