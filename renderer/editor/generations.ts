/** A module's generations, with when and why each came, for the list and the comparison. */
import type { GenerationStatus, Moment } from "../../electron/engine/summary.ts";
import type { Mark, MarkKind } from "../../electron/engine/history/summary.ts";
import { call } from "../workbench-api.ts";

export interface GenerationLine {
  readonly generation: number;
  readonly status: GenerationStatus;
  /** Absent where it is summed up. */
  readonly began?: Moment;
  /** Absent where the history no longer knows. */
  readonly why?: Moment & {
    readonly kind: MarkKind;
    readonly with: readonly string[];
  };
}

/** Newest first. */
export const generationLines = async (id: string): Promise<readonly GenerationLine[]> => {
  const [generations, { marks, earlier }] = await Promise.all([
    call("modules.generations", { id }),
    call("history.marks"),
  ]);
  const isOf = (generation: number) => (mark: Mark) =>
    mark.modules.some((one) => one.id === id && one.to === generation);
  return generations
    .map(({ generation, status, began }): GenerationLine => {
      const mark = marks.findLast(isOf(generation)) ?? earlier.findLast(isOf(generation));
      return {
        generation,
        status,
        ...(began === undefined ? {} : { began }),
        ...(mark === undefined ? {} : { why: reasonOf(id, mark) }),
      };
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
