import type { Effect } from "../../electron/engine/plain.ts";
import type { TurnSummary } from "../../electron/engine/summary.ts";
import { plural } from "../words/figures.ts";
import { lengthOf, payloadText } from "../words/plain.ts";

export const msOf = (turn: TurnSummary): number => turn.calls.reduce((sum, call) => sum + call.ms, 0);

/** What went wrong in its calls, in a word; undefined where nothing did. */
export const errorWord = ({ calls }: TurnSummary): string | undefined => {
  const codes = calls.flatMap(({ error }) => error?.code ?? []);
  if (codes.length === 0) return undefined;
  if (codes.includes("handler-timeout")) return "was cut";
  return codes.includes("handler-threw") ? "threw" : "was refused";
};

export const turnHasError = (turn: TurnSummary): boolean => turn.calls.some((call) => call.error !== undefined);

/** What its calls emitted, on one line: `beat {bar: 129}, note {pitch: 62}`. */
export const emittedText = (turn: TurnSummary): string =>
  joined(turn, "emit", (event) => `${event.type} ${payloadText(event, 60)}`);

/** What its calls asked the host to do, on one line: `draw 14 shapes, log "x"`. */
export const effectsText = (turn: TurnSummary): string => joined(turn, "effects", effectText);

/** As many are written out; a turn with hundreds of effects still has one line. */
const mostWritten = 4;

const joined = (turn: TurnSummary, part: "emit" | "effects", words: (item: Effect) => string): string => {
  const items = turn.calls.flatMap((call) => call.outcome?.[part] ?? []);
  const written = items.slice(0, mostWritten).map((item) => words(item).trim());
  return [...written, ...(items.length > mostWritten ? [`${items.length - mostWritten} more`] : [])].join(", ");
};

const effectText = (effect: Effect): string => {
  const { shapes, message, event } = effect;
  const drawn = Array.isArray(shapes) ? shapes.length : lengthOf(shapes);
  if (effect.type === "draw" && drawn !== undefined) return `draw ${plural(drawn, "shape")}`;
  if (effect.type === "log" && typeof message === "string") return `log ${message}`;
  if (effect.type === "after" && typeof event === "object" && event !== null && "type" in event) {
    return `after ${String(effect["ms"] ?? "")} ms ${String(event.type)}`;
  }
  return `${effect.type} ${payloadText(effect, 60)}`;
};
