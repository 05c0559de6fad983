/** Looks for turns of the history without handing them all over: H14. */
import type { Plain } from "../plain.ts";
import type { FoundTurns, TurnFilter, TurnSummary } from "../summary.ts";
import { briefOf } from "./brief.ts";
import type { History } from "./history.ts";

export interface SearchRequest extends TurnFilter {
  /** The first turn that is looked at; absent: the first there is. */
  readonly from?: number;
  /** And the last one. */
  readonly to?: number;
  /** How many of those found are told in full: the first ones if `from` is given, else the last ones. Default 100. */
  readonly limit?: number;
  readonly brief?: boolean;
  /** Tells the numbers of all that were found. */
  readonly numbers?: boolean;
}

/** Turns that are looked at before the clock is. */
const chunk = 256;
/** So long the program stands still for it at a time. */
const sliceMs = 8;
/** What lies deeper in an event is not looked into. */
const deepest = 40;

/** @param now monotonic, in milliseconds */
export const findTurns = async (history: History, request: SearchRequest, now: () => number): Promise<FoundTurns> => {
  const { from, limit = 100, brief = false, numbers = false } = request;
  const fits = tester(request);
  const first = history.list({ from: 1, limit: 1 })[0]?.turn ?? 0;
  const { last } = history;
  const to = Math.min(request.to ?? last, last);
  const found: number[] = [];
  let told: TurnSummary[] = [];
  let until = now() + sliceMs;
  for (let at = Math.max(first, from ?? 1); at > 0 && at <= to;) {
    const turns = history.list({ from: at, limit: chunk });
    if (turns.length === 0) break;
    for (const turn of turns) {
      if (turn.turn > to) break;
      if (!fits(turn)) continue;
      found.push(turn.turn);
      if (from === undefined || told.length < limit) told.push(turn);
    }
    if (told.length > 2 * limit) told = told.slice(-limit);
    at = turns.at(-1)!.turn + 1;
    if (now() < until) continue;
    await new Promise((resolve) => setImmediate(resolve));
    until = now() + sliceMs;
  }
  told = from === undefined ? told.slice(Math.max(0, told.length - limit)) : told;
  return {
    first,
    last,
    matches: found.length,
    turns: brief ? told.map(briefOf) : told,
    ...(numbers ? { numbers: found } : {}),
  };
};

const tester = ({ event, module, function: name, text, errors, causedBy }: TurnFilter) => {
  const wanted = text?.toLowerCase();
  return (turn: TurnSummary): boolean => {
    if (event !== undefined && turn.event.type !== event) return false;
    if (causedBy !== undefined && !("turn" in turn.cause && turn.cause.turn === causedBy)) return false;
    if (
      (module !== undefined || name !== undefined || errors === true) &&
      !turn.calls.some(
        (call) =>
          (module === undefined || call.module === module) &&
          (name === undefined || call.function === name) &&
          (errors !== true || call.error !== undefined),
      )
    )
      return false;
    return wanted === undefined || wanted === "" || says(turn.event, wanted, 0);
  };
};

/** Whether a text stands in a field's name, or in a value as it is written. */
const says = (value: Plain | undefined, text: string, depth: number): boolean => {
  if (typeof value !== "object" || value === null) return String(value).toLowerCase().includes(text);
  if (depth === deepest) return false;
  if (Array.isArray(value)) return value.some((item: Plain) => says(item, text, depth + 1));
  return Object.entries(value).some(([key, field]) => key.toLowerCase().includes(text) || says(field, text, depth + 1));
};
