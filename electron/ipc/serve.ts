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
    if (!isServed(handlers, method)) return failure("unknown-method", `There is no method \`${method}\`.`);
    const parsed = v.safeParse(allMethods[method] as v.GenericSchema, params ?? undefined);
    if (!parsed.success) return failure("invalid-params", `${method}: ${describeIssue(parsed.issues[0])}`);
    try {
      const handle = handlers[method as unknown as M] as (params: unknown) => unknown;
      return { ok: true, value: (await handle(parsed.output)) ?? null };
    } catch (error) {
      if (error instanceof Refusal) return failure("refused", error.message);
      onBug(error);
      return failure("failed", `${method} failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
};

const describeIssue = (issue: v.BaseIssue<unknown>): string => {
  const path = v.getDotPath(issue);
  return path === null ? issue.message : `\`${path}\`: ${issue.message}`;
};
