/** A module's generations, with when and why each came, for the list and the comparison. */
import type { GenerationStatus } from "../../electron/engine/summary.ts";
import type { Mark, MarkKind } from "../../electron/engine/history/summary.ts";
import { call } from "../workbench-api.ts";

export interface GenerationLine {
  readonly generation: number;
  readonly status: GenerationStatus;
  /** Absent where the history no longer knows. */
  readonly why?: {
    readonly kind: MarkKind;
    readonly at: number;
    readonly turn: number;
    readonly with: readonly string[];
  };
}

/** Newest first. */
export const generationLines = async (id: string): Promise<readonly GenerationLine[]> => {
  const [generations, { marks }] = await Promise.all([call("modules.generations", { id }), call("history.marks")]);
  return generations
    .map(({ generation, status }): GenerationLine => {
      const mark = marks.findLast(({ modules }) => modules.some((one) => one.id === id && one.to === generation));
      return { generation, status, ...(mark === undefined ? {} : { why: reasonOf(id, mark) }) };
    })
    .reverse();
};

const reasonOf = (id: string, { kind, at, turn, modules }: Mark) => ({
  kind,
  at,
  turn,
  with: modules.map((one) => one.id).filter((other) => other !== id),
});

/** In the engine's own terms of when a generation began. */
export const whyWords: Readonly<Record<MarkKind, string>> = {
  load: "loaded",
  resume: "brought back",
  swap: "swapped",
  undo: "undone to",
  redo: "redone",
  unload: "unloaded",
  rewind: "gone back to",
  prompt: "changed by the prompt",
};

export const textOfGeneration = async (id: string, generation: number): Promise<string> =>
  (await call("modules.source", { id, generation })).text;
