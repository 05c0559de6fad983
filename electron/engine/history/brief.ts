/** Turns short enough to be told sixty times a second: a drawing of a thousand shapes is one number here. */
import type { Effect, Event, Outcome, Plain } from "../plain.ts";
import type { CallSummary, InTurn, LoopStatus, Stop, TurnSummary } from "../summary.ts";

const longestList = 8;
const longestText = 200;
const deepest = 3;

/**
 * The same turn without states; inside events and effects long lists are replaced by `{ length }`, long texts are cut,
 * and what lies deep is left out as `"…"`.
 */
export const briefOf = (turn: TurnSummary): TurnSummary => ({
  ...turn,
  event: brief(turn.event, 0) as Event,
  calls: turn.calls.map(briefCall),
});

/** A value that is large is told in brief, a small one as it is. */
export const briefly = (value: Plain): Plain => (isLarge(value) ? brief(value, 0) : value);

const largest = 200;

const isLarge = (value: Plain): boolean => {
  let count = 0;
  const look = (part: Plain | undefined): void => {
    count += typeof part === "string" ? 1 + part.length / longestText : 1;
    if (count > largest || typeof part !== "object" || part === null) return;
    for (const inner of Array.isArray(part) ? part : Object.values(part)) {
      look(inner as Plain | undefined);
      if (count > largest) return;
    }
  };
  look(value);
  return count > largest;
};

/** A status that is told often: what is large in it is told in brief. */
export const briefStatus = <T extends Pick<LoopStatus, "inTurn" | "stopped">>(status: T): T => {
  const { inTurn, stopped } = status;
  if (inTurn === undefined && stopped === undefined) return status;
  return {
    ...status,
    ...(inTurn === undefined ? {} : { inTurn: briefInTurn(inTurn) }),
    ...(stopped === undefined || !("event" in stopped) ? {} : { stopped: briefStop(stopped) }),
  };
};

const briefInTurn = (inTurn: InTurn): InTurn => ({
  ...inTurn,
  event: briefEvent(inTurn.event),
  made: inTurn.made.map(briefCall),
  ...(inTurn.next === undefined ? {} : { next: { ...inTurn.next, state: briefly(inTurn.next.state) } }),
});

const briefStop = (stop: Extract<Stop, { readonly event: Event }>): Stop => ({
  ...stop,
  event: briefEvent(stop.event),
  ...(stop.outcome === undefined ? {} : { outcome: briefOutcome(stop.outcome) }),
});

export const briefEvent = (event: Event): Event => brief(event, 0) as Event;

const briefCall = (call: CallSummary): CallSummary => {
  return call.outcome ? { ...call, outcome: briefOutcome(call.outcome) } : call;
};

const briefOutcome = ({ emit, effects }: Outcome): Outcome => ({
  ...(emit ? { emit: emit.map((event) => brief(event, 0) as Event) } : {}),
  ...(effects ? { effects: effects.map((effect) => brief(effect, 0) as Effect) } : {}),
});

const brief = (value: Plain, depth: number): Plain => {
  if (typeof value === "string") return value.length > longestText ? `${value.slice(0, longestText)}…` : value;
  if (typeof value !== "object" || value === null) return value;
  if (depth === deepest) return "…";
  if (Array.isArray(value))
    return value.length > longestList ? { length: value.length } : value.map((item: Plain) => brief(item, depth + 1));
  const short: Record<string, Plain> = {};
  for (const [key, field] of Object.entries(value)) if (field !== undefined) short[key] = brief(field, depth + 1);
  return short;
};
