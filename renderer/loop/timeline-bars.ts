import type { TurnSummary } from "../../electron/engine/summary.ts";
import type { SwapRecord } from "../store/state.ts";
import { msOf, turnHasError } from "./turn-words.ts";

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

export interface SwapMark {
  /** The swap took place before this turn. */
  readonly turn: number;
  readonly label: string;
  readonly number: number;
}

export const swapMarks = (swaps: readonly SwapRecord[]): readonly SwapMark[] =>
  swaps.flatMap(({ number, report }) => {
    if (!report.ok) return [];
    const [first, ...others] = report.modules;
    if (first === undefined) return [];
    const label = others.length > 0 ? `${report.modules.length} modules` : `${first.id} #${first.from}→#${first.to}`;
    return [{ turn: report.turn + 1, label, number }];
  });
