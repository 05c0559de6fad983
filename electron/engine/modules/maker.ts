/** V8's part of compiling: a module's text becomes a function, ahead of the swap where there is time before it. */
import { setFlagsFromString } from "node:v8";
import { compileFunction } from "node:vm";
import type { Compiled } from "../source/compiled.ts";

export type Maker = (...parameters: unknown[]) => unknown;

interface Ahead {
  readonly name: string;
  readonly make: Maker;
}

const ahead = new WeakMap<Compiled, Ahead>();

/**
 * Every function of it: V8 would else compile each when it is first called, in the swap and in the first turn after it.
 * @param name under which V8 will know the code: that of the generation that comes next
 */
export const compileAhead = (compiled: Compiled, name: string): void => {
  setFlagsFromString("--no-lazy");
  try {
    ahead.set(compiled, { name, make: compileNow(compiled, name) });
  } catch {
    // Whoever makes the generation is told why.
  } finally {
    setFlagsFromString("--lazy");
  }
};

/** What is made of it once is made anew the next time: two generations share no code. Throws what V8 cannot parse. */
export const makerOf = (compiled: Compiled, name: string): Maker => {
  const found = ahead.get(compiled);
  ahead.delete(compiled);
  return found?.name === name ? found.make : compileNow(compiled, name);
};

const compileNow = ({ code, parameters, v8Code }: Compiled, name: string): Maker =>
  compileFunction(code, [...parameters], { filename: name, ...(v8Code ? { cachedData: v8Code } : {}) }) as Maker;
