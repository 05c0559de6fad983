/** Makes breakpoints of what a person wrote: reads paths, compiles expressions, refuses what makes no sense. */
import { compileFunction } from "node:vm";
import type { Compiler } from "../source/compile.ts";
import type { Breakpoint, Problem } from "../summary.ts";
import { problemWithoutPlace } from "./problem.ts";
import type { Expression, Point } from "./watch.ts";

export type Points =
  | { readonly ok: true; readonly points: readonly Point[] }
  | { readonly ok: false; readonly problem: Problem };

/** @returns the points in the order given; or what is wrong with the first that is. */
export const pointsOf = async (breakpoints: readonly Breakpoint[], compiler: Compiler): Promise<Points> => {
  const points: Point[] = [];
  for (const [index, breakpoint] of breakpoints.entries()) {
    const point = await pointOf(breakpoint, index, `Breakpoint ${index + 1}`, compiler);
    if ("problem" in point && !("breakpoint" in point)) return { ok: false, problem: point.problem };
    points.push(point as Point);
  }
  return { ok: true, points };
};

/** What a step goes on until. */
export const untilOf = async (until: string | Breakpoint, compiler: Compiler): Promise<Points> => {
  const breakpoint = typeof until === "string" ? { condition: until } : until;
  const point = await pointOf(breakpoint, undefined, "`until`", compiler);
  return "breakpoint" in point ? { ok: true, points: [point] } : { ok: false, problem: point.problem };
};

const pointOf = async (
  breakpoint: Breakpoint,
  index: number | undefined,
  name: string,
  compiler: Compiler,
): Promise<Point | { readonly problem: Problem }> => {
  const { event, module, function: called, effect, path, error, condition, log } = breakpoint;
  const refused = (message: string): { readonly problem: Problem } => ({
    problem: problemWithoutPlace("breakpoint-invalid", message),
  });
  if ([event, module, called, effect, path, condition].every((part) => part === undefined) && error !== true)
    return refused(
      `${name} does not say where to stop: give it an \`event\`, a \`module\`, a \`function\`, an \`effect\`, a \`path\`, \`error\` or a \`condition\`.`,
    );
  const steps = path === undefined ? undefined : stepsOf(path);
  if (steps === null) return refused(`${name} has the path \`${path}\`: write it as in \`bars[2].pitch\`.`);
  const compile = async (source: string, as: "condition" | "log"): Promise<Expression | { problem: Problem }> =>
    compiled(source, name, as, compiler);
  const test = condition === undefined ? undefined : await compile(`(\n${condition}\n)`, "condition");
  if (test && "problem" in test) return test;
  const words = typeof log === "string" ? await compile(`(\n\`${template(log)}\`\n)`, "log") : undefined;
  if (words && "problem" in words) return words;
  const says = (word: RegExp): boolean => condition !== undefined && word.test(condition);
  const isAfter = effect !== undefined || path !== undefined || error === true || says(/\boutcome\b/);
  const isOfCall = module !== undefined || called !== undefined || says(/\bstate\b/);
  return {
    breakpoint,
    index,
    moment: isAfter ? "return" : isOfCall ? "call" : "event",
    path: steps,
    condition: test,
    words,
    hits: 0,
    problem: undefined,
  };
};

/** `bars[2].pitch` → bars, 2, pitch; `null` when it is none. */
const stepsOf = (path: string): readonly (string | number)[] | null => {
  if (path === "") return [];
  if (!/^(?:[^.[\]]+|\[\d+\])(?:\.[^.[\]]+|\[\d+\])*$/.test(path)) return null;
  return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([whole, index]) =>
    index === undefined ? whole : Number(index),
  );
};

/** A text with `${…}` in it, as the inside of a template literal. */
const template = (text: string): string => {
  let result = "";
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (depth === 0 && text.startsWith("${", at)) {
      depth = 1;
      result += "${";
      at++;
      continue;
    }
    if (depth > 0) depth += Number(character === "{") - Number(character === "}");
    result += depth === 0 && (character === "`" || character === "\\") ? `\\${character}` : character;
  }
  return result;
};

/** An expression of TypeScript, on lines of its own from the second one on. */
const compiled = async (
  source: string,
  name: string,
  as: "condition" | "log",
  compiler: Compiler,
): Promise<Expression | { readonly problem: Problem }> => {
  const outcome = await compiler.compile(
    "breakpoint.ts",
    `export const expression = (event: any, state: any, outcome: any): unknown => ${source};\n`,
  );
  const refuse = (message: string, line: number, column: number, lineText?: string) => ({
    problem: {
      ...problemWithoutPlace("breakpoint-invalid", `${name} has a ${as} that is no expression: ${message}`),
      line: Math.max(0, line - 1),
      column,
      ...(lineText === undefined ? {} : { lineText }),
    },
  });
  if (!outcome.ok) {
    const { line, column, lineText } = outcome.problem;
    // What stands behind its last line is ours.
    if (line >= source.split("\n").length) return refuse("it ends too soon.", 0, 0);
    const message = outcome.problem.message.replace(/^breakpoint\.ts does not compile: |\.$/g, "");
    return refuse(
      line > 1 ? `${message} (line ${line - 1}, column ${column}).` : `${message}.`,
      line,
      column,
      lineText,
    );
  }
  const { compiled: module } = outcome;
  if (module.requests.length > 0 || module.localExports.length !== 1)
    return refuse("it says more than one thing.", 0, 0);
  try {
    return evaluated(module.code, module.parameters);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error), 0, 0);
  }
};

/** The module of one expression has no imports and no surroundings; its third parameter is its token. */
const evaluated = (code: string, parameters: readonly string[]): Expression => {
  const make = compileFunction(code, [...parameters], { filename: "graft:breakpoint" }) as (
    ...given: readonly unknown[]
  ) => () => Generator<{ readonly getters: Iterable<readonly [string, () => unknown]> }, void, void>;
  const running = make(undefined, undefined, { by: undefined })();
  const { getters } = running.next().value as { readonly getters: Iterable<readonly [string, () => unknown]> };
  running.next();
  return new Map(getters).get("expression")!() as Expression;
};
