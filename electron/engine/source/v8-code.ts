/** What V8 made of a module's code, as it can be kept on disk. */
import { compileFunction } from "node:vm";
import type { Compiled } from "./compiled.ts";

/** @returns nothing where this V8 could not use it, or cannot parse the code: that is told when a generation is made of it */
export const v8CodeOf = ({ code, parameters }: Pick<Compiled, "code" | "parameters">): Uint8Array | undefined => {
  try {
    return namesAnew() ? made(code, parameters, undefined) : undefined;
  } catch {
    return undefined;
  }
};

let isNamedAnew: boolean | undefined;

/**
 * Whether V8 gives code that it takes back the name under which it is made then. Older ones (Node 20's) leave it the first
 * one, and stack traces would tell of nobody.
 */
const namesAnew = (): boolean => (isNamedAnew ??= isNameTaken());

const isNameTaken = (): boolean => {
  const code = "return new Error().stack";
  const cachedData = made(code, [], "graft:then");
  if (!cachedData) return false;
  const again = compileFunction(code, [], { filename: "graft:now", cachedData });
  return again.cachedDataRejected === false && String((again as () => unknown)()).includes("graft:now");
};

const made = (code: string, parameters: readonly string[], filename: string | undefined): Uint8Array | undefined =>
  compileFunction(code, [...parameters], { ...(filename ? { filename } : {}), produceCachedData: true }).cachedData;
