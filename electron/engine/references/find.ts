/** What was found in the heap to keep a generation, as one of its holders. */
import type { Explanation, Holder, Moment, PathStep } from "../summary.ts";

export interface Find {
  readonly explanation: Explanation;
  readonly holder: Holder;
  /** When it was seen first. */
  readonly since: Moment;
}

/** By what leads to its code. */
export const findOf = (explanation: Explanation, since: Moment): Find => {
  const first = explanation.steps.slice(0, -1).find(({ module }) => module !== undefined);
  return {
    explanation,
    since,
    holder: {
      kind: "closure",
      label: holderWords(explanation.steps),
      ...(first?.module === undefined ? {} : { module: first.module }),
      ...(first?.generation === undefined ? {} : { generation: first.generation }),
    },
  };
};

/** Stands for whatever it is until somebody looks. */
export const unknownHolder: Holder = {
  kind: "closure",
  label: "something that the host has no book of: a closure or an object of it is kept somewhere",
};

/** The way without its end, which is the generation itself. */
const holderWords = (steps: readonly PathStep[]): string =>
  steps
    .slice(0, -1)
    .map(({ label }) => label)
    .join(" → ");
