/** What the look at the head of each exported function costs (R14): the same compiled text with it and without. */
import { compileFunction } from "node:vm";
import { bench, describe } from "vitest";
import { loopOf } from "../loop/testing.ts";
import { createToken } from "../references/token.ts";
import { analyse } from "./analyse.ts";

const text = `
  const table = { k: 1 };
  export const onAdd = (state, event) => ({ state: { n: state.n + event.by } });
  export function scale(a, b) { return a + b * table.k; }`;

type Exports = Readonly<Record<string, (...given: never[]) => unknown>>;

const look =
  /if\(typeof \$token=="object"&&\$token\.by!==void 0\)return [^;]*;|typeof \$token=="object"&&[^?]*\?[^:]*:/g;

const exportsOf = (hasLook: boolean): Exports => {
  const analysis = analyse(text, "");
  if (!analysis.ok) throw new Error(analysis.message);
  const { code, parameters } = analysis.compiled;
  const shorter = code.replaceAll(look, "");
  if (shorter.match(/\.by!/)) throw new Error("a look is left");
  const make = compileFunction(hasLook ? code : shorter, [...parameters]) as (...given: unknown[]) => () => Generator;
  const running = make(undefined, {}, createToken("m.js", 1).token)();
  const { getters } = running.next().value as { getters: readonly (readonly [string, () => never])[] };
  running.next();
  return Object.fromEntries(getters.map(([name, get]) => [name, get()]));
};

const ways = [
  ["without", false],
  ["with", true],
] as const;
const TURNS = 100_000;
const CALLS = 10_000_000;

describe(`${CALLS} calls of one function that V8 may inline`, () => {
  for (const [way, hasLook] of ways) {
    const { scale } = exportsOf(hasLook) as { scale: (a: number, b: number) => number };
    const run = compileFunction("let s = 0; for (let i = 0; i < n; i++) s = (s + f(i, 2)) | 0; return s;", ["f", "n"]);
    bench(`${way} a look`, () => void run(scale, CALLS), {
      iterations: 20,
      time: 0,
      warmupIterations: 3,
      warmupTime: 0,
    });
  }
});

describe(`${CALLS / 4} calls of eight functions in turn, which it does not inline`, () => {
  for (const [way, hasLook] of ways) {
    const scales = Array.from({ length: 8 }, () => exportsOf(hasLook)["scale"]);
    const run = compileFunction("let s = 0; for (let i = 0; i < n; i++) s = (s + f[i & 7](i, 2)) | 0; return s;", [
      "f",
      "n",
    ]);
    bench(`${way} a look`, () => void run(scales, CALLS / 4), {
      iterations: 20,
      time: 0,
      warmupIterations: 3,
      warmupTime: 0,
    });
  }
});

describe(`${TURNS} turns`, () => {
  for (const [way, hasLook] of ways) {
    const { onAdd } = exportsOf(hasLook);
    bench(
      `${way} a look`,
      () => {
        const { loop } = loopOf({ "count.ts": { onAdd: onAdd as never } }, { states: { "count.ts": { n: 0 } } });
        for (let index = 0; index < TURNS; index++) loop.emit({ type: "add", by: 1 }, "outside");
        loop.step({ count: TURNS });
      },
      { iterations: 20, time: 0, warmupIterations: 2, warmupTime: 0 },
    );
  }
});
