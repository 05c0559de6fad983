/** From places in a generation's code to the author's lines. */
import type { Source } from "../modules/linkage.ts";
import { positionOfCode } from "../source/position.ts";
import type { PathStep } from "../summary.ts";
import type { RawStep } from "./words.ts";

/** @param sourceOf what a generation was made from, as long as it is remembered */
export const placeSteps = (
  steps: readonly RawStep[],
  sourceOf: (id: string, generation: number) => Source | undefined,
): readonly PathStep[] =>
  steps.map(({ label, owner, variable, function: name, at }) => {
    const source = owner && sourceOf(owner.module, owner.generation);
    const line = !source
      ? 0
      : at
        ? positionOfCode(source.compiled, at.line + 1, at.column + 1).line
        : variable === undefined
          ? 0
          : lineOfVariable(source.text, variable);
    return {
      label,
      ...(owner ? { module: owner.module, generation: owner.generation } : {}),
      ...(variable === undefined ? {} : { variable }),
      ...(name === undefined ? {} : { function: name }),
      ...(line > 0 ? { line } : {}),
    };
  });

export const sentenceOf = (steps: readonly PathStep[]): string => steps.map(({ label }) => label).join(" → ");

/** Where a name is declared, by the first place that looks like it; else where it is mentioned first. From 1; 0 where not. */
const lineOfVariable = (text: string, name: string): number => {
  const word = `(?<![\\w$.])${name.replaceAll("$", "\\$")}(?![\\w$])`;
  const declared = new RegExp(`\\b(?:const|let|var|using|function\\*?|class)\\b[^;=]*?${word}`).exec(text);
  const at = declared ? declared.index + declared[0].length : text.search(new RegExp(word));
  return at < 0 ? 0 : text.slice(0, at).split(/\r\n?|[\n\u2028\u2029]/).length;
};
