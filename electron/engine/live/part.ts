/** A part of a state, as a tree that can be shown. */
import { stepsOf } from "../history/provenance.ts";
import type { Plain } from "../plain.ts";
import { shownOf } from "../prompt/shown.ts";
import { partOf } from "../replay/difference.ts";
import type { ShownValue } from "../summary.ts";

/** @returns null where there is no such part */
export const partAt = (state: Plain, path: string): ShownValue | null => {
  let part: Plain | undefined = state;
  for (const step of stepsOf(path) ?? [""]) part = partOf(part, step);
  return part === undefined ? null : shownOf(part);
};
