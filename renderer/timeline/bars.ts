import type { Mark, MarkKind, TurnSummary } from "../../electron/engine/summary.ts";
import { msOf, turnHasError } from "../loop/turn-words.ts";

export interface Bar {
  readonly turn: number;
  /** 0 to 1. */
  readonly height: number;
  readonly tone: "quiet" | "emits" | "input" | "error";
}

const inputs: ReadonlySet<string> = new Set(["keyDown", "keyUp", "pointer"]);

/** A turn of 1 µs is a stub, one of 10 ms fills the strip: what matters is the order of magnitude. */
const heightOf = (ms: number): number => Math.min(Math.max((Math.log10(Math.max(ms, 0.001)) + 3) / 4, 0.12), 1);

export const barOf = (turn: TurnSummary): Bar => ({
  turn: turn.turn,
  height: heightOf(msOf(turn)),
  tone: toneOf(turn),
});

const toneOf = (turn: TurnSummary): Bar["tone"] => {
  if (turnHasError(turn)) return "error";
  if (inputs.has(turn.event.type)) return "input";
  return turn.calls.some((call) => (call.outcome?.emit?.length ?? 0) > 0) ? "emits" : "quiet";
};

/** The turns that the strip shows: the newest, or such that the one that is looked at is among them. */
export const shownRange = (
  { first, last, at }: { readonly first: number; readonly last: number; readonly at: number },
  room: number,
  before: number,
): { readonly from: number; readonly to: number } => {
  const whole = (to: number) => {
    const end = Math.min(Math.max(to, first + room - 1), last);
    return { from: Math.max(first, end - room + 1), to: end };
  };
  if (at >= last) return whole(last);
  // The strip stands still while the look stays inside it.
  const stands = before - room < at && at <= before && before <= last;
  return whole(stands ? before : Math.round(at + room * 0.35));
};

const words: Readonly<Record<MarkKind, string>> = {
  load: "loaded",
  resume: "resumed",
  swap: "",
  undo: "undo",
  redo: "redo",
  unload: "unloaded",
  rewind: "went on from here",
  prompt: "prompt",
};

/** What happened to the code there: `clock.ts #3→#4`, `undo clock.ts #4→#5`, `9 modules loaded`. */
export const markLabel = ({ kind, modules }: Mark): string => {
  const [only, ...others] = modules;
  if (only === undefined) return words[kind];
  const what =
    others.length > 0
      ? `${modules.length} modules`
      : only.from > 0 && only.to > 0 && only.from !== only.to
        ? `${only.id} #${only.from}→#${only.to}`
        : only.id;
  switch (kind) {
    case "load":
    case "resume":
    case "unload":
      return `${what} ${words[kind]}`;
    case "rewind":
      return words.rewind;
    default:
      return [words[kind], what].filter((word) => word !== "").join(" ");
  }
};

export type MarkTone = "code" | "undone" | "line";

/** Swaps, their undoing, and where the line itself begins or turns. */
export const toneOfMark = (kind: MarkKind): MarkTone => {
  switch (kind) {
    case "swap":
    case "redo":
      return "code";
    case "undo":
    case "unload":
      return "undone";
    case "load":
    case "resume":
    case "rewind":
    case "prompt":
      return "line";
    default:
      return kind satisfies never;
  }
};
