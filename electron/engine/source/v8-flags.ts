/**
 * How V8 is set in this process. The flags hold for all of it, and V8 takes code from a cache only where they are the same
 * as when it was made: so they are set once, before anything is compiled.
 */
import { setFlagsFromString } from "node:v8";

/**
 * esbuild is compiled by V8's quick compiler only. The optimizing one takes both cores for the first seconds, and an exit
 * waits for it: 50 files take 0.5 s instead of 1.8 s so, and later ones 7 ms instead of 6. And on one thread: it would
 * else take all that V8 has for work beside, one of which is to end a call when its time is up (T9); a runaway while
 * esbuild started was cut after 12 s on two busy cores.
 */
const flags = ["--liftoff-only", "--wasm-num-compilation-tasks=1"];

export const setFlags = (): void => {
  for (const flag of flags) setFlagsFromString(flag);
};
