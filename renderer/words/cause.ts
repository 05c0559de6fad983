/** Who put an event into the queue, in words. */
import type { Asker, Cause } from "../../electron/engine/summary.ts";

export interface CauseWords {
  /** Before the function's name. */
  readonly how: string;
  readonly by?: { readonly module: string; readonly function: string; readonly generation: number };
  /** The turn in which that was. */
  readonly turn?: number;
  readonly edited: boolean;
}

export const causeWords = (cause: Cause, type: string): CauseWords => {
  const edited = cause.edited === true;
  switch (cause.by) {
    case "handler":
      return { how: "emitted by", ...asked(cause), edited };
    case "effect emit":
      return { how: "emitted as an effect of", ...asked(cause), edited };
    case "after":
      return { how: "asked for, with after, by", ...asked(cause), edited };
    case "performer":
      return { how: "answered by", ...asked(cause), edited };
    case "source":
      return {
        how: "brought in by",
        by: { module: cause.module, function: cause.function, generation: cause.generation },
        edited,
      };
    case "outside":
      return { how: inputs.has(type) ? "came in from outside" : "sent from outside", edited };
    case "host":
      return { how: type === "tick" ? "made by the clock" : "made by Graft", edited };
    default:
      return cause satisfies never;
  }
};

const inputs: ReadonlySet<string> = new Set(["keyDown", "keyUp", "pointer"]);

const asked = ({ turn, module, function: name, generation }: Asker) => ({
  by: { module, function: name, generation },
  turn,
});
